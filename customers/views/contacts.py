"""People at a customer, the address book, and both as vCards (rows Nc4, Ni10, Nf15)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from crm_project.accounts.decorators import allowed
from crm_project.audit.domain import log
from crm_project.lib.paging import Page, capped_count
from crm_project.lib.refused import Refused
from crm_project.lib.views import now, posted, refusal_into
from customers.domain import access, contacts, records
from customers.domain.access.masking import closed_fields, mask_for, masks_of
from customers.presenters.contacts import cards
from customers.presenters.vcard import MOST_CARDS
from customers.presenters.vcard import vcard as card_text

from ..forms.customer import ContactFields
from ..models import Contact
from .loading import customer_page

SIZE = 30


@require_http_methods(["GET", "POST"])
@customer_page
def contact_new(request, customer, ownership, at):
    """Add a person."""
    return _edit(request, customer, ownership, at, None)


@require_http_methods(["GET", "POST"])
@customer_page
def contact_edit(request, customer, ownership, at, contact_pk):
    """Change a person; whoever left is marked, not deleted."""
    return _edit(request, customer, ownership, at, get_object_or_404(Contact, pk=contact_pk, customer=customer))


def _edit(request, customer, ownership, at, row):
    if not access.may_edit(request.user, customer, ownership) or customer.removed_at:
        raise PermissionDenied
    form = ContactFields(posted(request), instance=row)
    mask = mask_for(request.user, customer, ownership, at)
    form.hide_numbers(mask.text)
    for name in closed_fields(mask, Contact) & set(form.fields):
        del form.fields[name]
    if row is None:
        form.fields["active"].initial = True
        form.fields["active"].widget = form.fields["active"].hidden_widget()
    if request.method == "POST" and form.is_valid():
        try:
            fields = {name: form.cleaned_data[name] for name in form.fields}
            records.save_contact(
                customer_id=customer.pk,
                by=request.user,
                at=at,
                fields=fields,
                contact_id=row.pk if row else None,
            )
            messages.success(request, _("The contact was saved."))
            return redirect(f"{reverse('customers:detail', args=[customer.pk])}?part=contacts")
        except Refused as refusal:
            refusal_into(form, refusal)
    context = {"form": form, "customer": customer, "contact": row, "hidden": bool(mask)}
    return render(request, "customers/contact.html", context, status=422 if form.errors else 200)


@allowed("customer.view")
@require_GET
def address_book(request):
    """Contacts of one's own customers and of those one helps with, by name (Nc4)."""
    text = request.GET.get("q", "").strip()
    found = contacts.address_book(request.user, text)
    page = Page(found.select_related("customer"), order=("sort_name", "id"), cursor=request.GET.get("after"), size=SIZE)
    masks = masks_of(request.user, [c.customer for c in page.rows])
    rows = [(c.customer, cards([c], masks[c.customer_id])[0]) for c in page.rows]
    total = capped_count(found)
    context = {
        "rows": rows,
        "query": text,
        "total": total,
        "count_text": page.span(total),
        "prev_url": page.prev_url(request.GET),
        "next_url": page.next_url(request.GET),
    }
    return render(request, "customers/address_book.html", context)


@require_GET
@customer_page
def vcard(request, customer, ownership, at, contact_pk):
    """One contact to be taken into a telephone."""
    row = get_object_or_404(Contact.objects.select_related("customer"), pk=contact_pk, customer=customer)
    return _card_file(card_text(row, mask_for(request.user, customer, ownership, at)), f"contact-{row.pk}")


@allowed("customer.view")
@require_GET
def vcard_book(request):
    """The whole address book, noted in the audit."""
    rows = list(
        contacts.address_book(request.user, request.GET.get("q", "").strip())
        .select_related("customer")
        .order_by("sort_name", "pk")[:MOST_CARDS]
    )
    if not rows:
        raise Http404
    masks = masks_of(request.user, [c.customer for c in rows])
    log.record(
        by=request.user,
        action="contacts.exported",
        at=now(),
        subject_type="list",
        subject_name=_("Address book"),
        changes={"rows": [None, len(rows)]},
    )
    return _card_file("".join(card_text(c, masks[c.customer_id]) for c in rows), "address-book")


def _card_file(text, name):
    answer = HttpResponse(text, content_type="text/vcard; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.vcf"'
    return answer
