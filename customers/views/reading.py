"""What a text says that somebody pastes or types into the form of a customer: a business card, a credit code; what a register outside knows of it (row Ni3)."""

from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.views import now, saves_nothing
from customers.domain import access, registry
from customers.domain.access.lookups import Kind, count
from customers.domain.duplicates.taken import same_code
from customers.domain.tax_ids import kind_of, listed_region, tax_id_problem
from customers.presenters import match_cards
from customers.rules import business_card, tax_id

from ..models import Customer

# The fields of the file that a register may know.
REGISTERED = (
    "name",
    "legal_representative",
    "address",
    "phone",
    "website",
    "registered_capital",
    "business_scope",
)


@allowed("customer.create")
@require_POST
@saves_nothing
def read_card(request):
    """The parts of a pasted business card with the fields they belong into; nothing is kept, the page fills what is empty."""
    card = business_card.read(request.POST.get("card", ""))
    parts = [
        (_("Company"), card.company, "name"),
        (_("Contact"), card.name, "contact_name"),
        (_("Position"), card.title, "contact_title"),
        (_("Department"), card.department, "contact_department"),
        (_("Mobile"), card.mobile, "contact_mobile"),
        (_("Phone"), card.phone, "phone"),
        (_("Fax"), card.fax, "fax"),
        (_("E-mail"), card.email, "email"),
        (_("Website"), card.website, "website"),
        (_("Address"), card.address, "address"),
        (_("Postal code"), card.postal_code, "postal_code"),
        (_("Unified social credit code"), card.tax_id, "tax_id"),
    ]
    context = {"parts": [part for part in parts if part[1]], "unread": card.unread}
    return render(request, "customers/parts/card_read.html", context)


@allowed("customer.create")
@require_POST
@saves_nothing
def read_tax_id(request):
    """What a credit code says of its holder: kind, region, whether the check digit is right; and who has it already."""
    code = tax_id.plain(request.POST.get("tax_id", "")[:40])
    meaning, at, own = tax_id.meaning(code), now(), request.GET.get("of", "")
    found = match_cards.match_cards(same_code(code) if meaning else [], request.user, at)
    hits, limited = within_limit([hit for hit in found if str(hit.id) != own], request.user, at)
    context = {
        "problem": tax_id_problem(code),
        "kind": kind_of(meaning) if meaning else "",
        "region": "".join(meaning.region) if meaning else "",
        "hits": [(hit, hit.name) for hit in hits],
        "limited": limited,
        "listed": listed_region(meaning) if meaning else None,
    }
    return render(request, "customers/parts/tax_id_read.html", context)


@allowed("customer.create", "customer.edit")
@require_POST
@saves_nothing
def read_registry(request):
    """What the register of companies says of the credit code: proposals that the person takes over one by one."""
    try:
        company, problem = registry.look_up(request.POST.get("tax_id", "")[:40]), ""
    except Refused as refusal:
        company, problem = None, refusal.sentence
    labels = {field.name: capfirst(field.verbose_name) for field in Customer._meta.fields}
    parts = [(labels[name], getattr(company, name, ""), name) for name in REGISTERED]
    context = {"problem": problem, "parts": [part for part in parts if part[1]]}
    return render(request, "customers/parts/registry_read.html", context)


def within_limit(hits, user, at):
    """(the hits that may be shown, why not the others): customers of others are counted, and beyond the day's limit left out."""
    foreign = access.unseen(user, {hit.id for hit in hits if hit.owner and not hit.mine}, at)
    if foreign:
        try:
            count(by=user, kind=Kind.NAME, at=at)
        except Refused as refusal:
            return [hit for hit in hits if hit.id not in foreign], refusal.sentence
    return hits, ""
