"""Commenting on a customer or a request."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from crm_project.lib.refused import Refused
from crm_project.lib.views import now
from customers.domain import comments
from customers.presenters.comments import part


@require_POST
@login_required
def comment(request, kind, pk):
    """Write a comment; htmx gets the part again, a plain form goes back to the page."""
    at = now()
    subject = comments.subject_of(kind, pk, request.user, at)
    if subject is None:
        raise Http404
    text, errors = request.POST.get("text", ""), []
    try:
        comments.write_comment(subject=subject, by=request.user, text=text, at=at)
        text = ""
    except Refused as refusal:
        errors = [refusal.sentence]
    if not request.htmx and not errors:
        return HttpResponseRedirect(f"{comments.address_of(subject)}#comments")
    template = "customers/parts/comments.html" if request.htmx else "customers/comment.html"
    context = part(subject, request, at, text=text, errors=errors) | {
        "subject": subject,
        "subject_url": comments.address_of(subject),
    }
    return render(request, template, context, status=422 if errors else 200)
