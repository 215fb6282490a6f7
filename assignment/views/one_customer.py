"""What the small pages about one customer share: loading, being too late, showing and answering the form."""

from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm_project.lib.refused import Refused
from crm_project.lib.views import back, refusal_into
from crm_project.undo.views import offering
from customers.domain import access as customer_access
from customers.domain.access.gate import pass_gate
from customers.models import Ownership

from .pool import customer_page


class Elsewhere(Exception):
    """The customer may be seen, but this can't be done with it (any more): the sentence says why."""

    def __init__(self, customer, sentence):
        super().__init__(sentence)
        self.customer = customer


def verb(view):
    """A page with a form; whoever comes too late is told so on the customer's page."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def inner(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Elsewhere as late:
            messages.error(request, str(late))
            return HttpResponseRedirect(customer_page(late.customer))

    return inner


def load(request, pk, at, action=None):
    """(customer, its ownership row or None) if the user may see it — and, with `action`, act on it; 404 otherwise."""
    customer = customer_access.visible(request.user, at).select_related("department").filter(pk=pk).first()
    row = Ownership.of(pk)
    if customer is None or (action and not customer_access.may(request.user, action, customer, row)):
        raise Http404
    pass_gate(request.user, customer, row, at)
    return customer, row


def owned_by_me(request, pk, at):
    """(customer, ownership row) of one's own customer; anybody else's is refused in words."""
    customer, row = load(request, pk, at)
    return customer, only_owned(customer, row, by=request.user)


def only_owned(customer, row, by=None):
    """The ownership row; refused where the customer is in the pool, or (`by`) somebody else's."""
    if row is None:
        raise Elsewhere(customer, _("“%(name)s” is in the public pool: nobody owns it.") % {"name": customer.name})
    if by is not None and row.owner_id != by.pk:
        raise Elsewhere(customer, _("Only the owner, %(owner)s, can do this.") % {"owner": row.owner})
    return row


def answer(request, customer, form, call, *, done, title, button, undo=None, **context):
    """Show the form, or call the verb with it: a refusal comes back with everything that was typed.

    `undo`: (key of its kind, the verb's moment) of what can be taken back for some minutes.
    """
    if request.method == "POST" and form.is_valid():
        try:
            call(form.cleaned_data)
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            if undo:
                offering.done(request, done, undo[0], at=undo[1], subject=customer.name, customer_id=customer.pk)
            else:
                messages.success(request, done)
            return back(request, context.pop("then", None) or customer_page(customer))
    context.pop("then", None)
    return render(
        request,
        "assignment/verb.html",
        {
            "customer": customer,
            "form": form,
            "title": title,
            "button": button,
            "crumbs": [(customer.name, customer_page(customer))],
            **context,
        },
        status=422 if form.errors else 200,
    )
