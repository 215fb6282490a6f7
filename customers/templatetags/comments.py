"""`{% comments subject %}`: what people said about a customer or a request, and the form to say more."""

from django import template

from crm_project.lib.views import now
from customers.presenters.comments import part

register = template.Library()


@register.inclusion_tag("customers/parts/comments.html", takes_context=True)
def comments(context, subject):
    """One query. The form posts to `comment`, which answers with this part again."""
    return part(subject, context["request"], now())
