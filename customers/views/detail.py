"""The customer page: owner and countdown first, then one part of the file at a time (rows Z3, M4, T3, T5, Nf6)."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from activities.presenters.open_tasks import open_tasks
from crm_project.accounts.domain.access import may as may_somewhere
from crm_project.lib.database.prepared import prepared
from crm_project.lib.sensitive import ADDRESS
from crm_project.lib.time import day
from customers.domain import access
from customers.domain.access.masking import mask_for
from customers.domain.reviews.access import may_review
from customers.domain.stage_names import StageNames
from customers.presenters import clock, file, history, reviews
from customers.presenters.contacts import cards
from customers.views.detail_parts import LOADERS

from ..models import Contact
from .loading import customer_page

PARTS = (
    "timeline",
    "file",
    "contacts",
    "deals",
    "contracts",
    "service",
    "grade",
    "plans",
    "branches",
    "files",
    "comments",
    "history",
)


@require_GET
@customer_page
def detail(request, customer, ownership, at):
    """One page, one part at a time (`?part=`); the timeline first."""
    part = request.GET.get("part")
    part = part if part in PARTS else PARTS[0]
    context = _frame(request, customer, ownership, at)
    if part == "history" and not context["may_history"] or part in ("grade", "plans") and not context["may_see_grade"]:
        part = PARTS[0]
    loader = LOADERS.get(part)
    if loader:
        context |= loader(request, customer, ownership, at, context)
    context |= {
        "part": part,
        "part_template": f"customers/parts/part_{part}.html",
        "tabs": _tabs(customer, part, context),
    }
    return render(request, "customers/detail.html", context)


@require_GET
@customer_page
def timeline(request, customer, ownership, at):
    """The timeline with what is planned above it, for the page to load or renew."""
    mask = mask_for(request.user, customer, ownership, at)
    context = {
        "customer": customer,
        "ownership": ownership,
        "at": at,
        "tasks": open_tasks(customer, request.user, at, mask),
    }
    return render(request, "customers/parts/timeline_only.html", context)


def _frame(request, customer, ownership, at):
    """What stands around every part: name, state, the file at a glance."""
    user = request.user
    mask = mask_for(user, customer, ownership, at)
    contacts = _contacts(customer.pk)
    regions = file.load_lists(customer)
    return {
        "customer": customer,
        "ownership": ownership,
        "hidden": bool(mask),
        "mask": mask,
        "may_reveal": bool(mask.askable),
        "regions": regions,
        "at": at,
        "stage_label": StageNames().label(customer.department_id, customer.stage),
        "contacts": contacts,
        "cards": cards(contacts, mask),
        "full": file.completeness(customer, contacts=contacts, regions=regions),
        "glance": [
            *_glance(customer, regions, mask),
            *clock.contact_due(customer, ownership, at),
            *_reviewed(customer, at),
        ],
        "may_edit": not customer.removed_at and access.may_edit(user, customer, ownership),
        "may_go_out": _may_go_out(user, ownership),
        "may_contract": not customer.removed_at and access.may(user, "contract.record", customer, ownership),
        "may_history": history.readable(user, customer, ownership),
        "may_tidy": access.may(user, "customer.classify", customer, ownership),
        "may_review": may_review(user, customer, ownership),
        "may_merge": access.may(user, "customer.merge", customer, ownership),
        "may_see_deals": may_somewhere(user, "deal.view"),
        "may_see_contracts": may_somewhere(user, "contract.view"),
        "may_see_service": may_somewhere(user, "service.view"),
        "may_see_grade": may_somewhere(user, "rating.view"),
    }


def _may_go_out(user, ownership):
    """Whether one registers an outing here: to one's own customers and those that one helps with."""
    if ownership is None or not may_somewhere(user, "outing.write"):
        return False
    return ownership.owner_id == user.pk or access.helps(user, ownership.pk)


@prepared
def _contacts(customer):
    return Contact.objects.filter(customer=customer)


def _reviewed(customer, at):
    """When the file was reviewed, and when it is next (M5)."""
    return reviews.glance(getattr(customer, "review_date", None), at)


def _glance(customer, regions, mask):
    """The few facts one needs while on the phone."""
    return [
        (_("Phone"), file.phone_link(customer.phone, mask)),
        (_("Address"), mask(ADDRESS, customer.address)),
        (_("Company type"), customer.type),
        (_("Regions"), _(", ").join(str(r) for r in regions)),
        (_("Needs"), mask.text(file.needs(customer))),
        (_("Last follow-up"), day(customer.last_followup_at)),
        (pgettext("customer", "Profile"), mask.text(customer.profile)),
    ]


def _tabs(customer, part, context):
    root = reverse("customers:detail", args=[customer.pk])
    labels = [
        ("timeline", _("Timeline"), None),
        ("file", _("File"), None),
        ("contacts", _("Contacts"), len(context["contacts"])),
        ("deals", _("Deals"), None),
        ("contracts", _("Contracts"), None),
        ("service", _("Service orders"), None),
        ("grade", _("Credit grade"), None),
        ("plans", _("Plans"), None),
        ("branches", _("Branches"), None),
        ("files", _("Documents"), None),
        ("comments", _("Comments"), None),
        ("history", _("History"), None),
    ]
    gone = {
        "deals": not context["may_see_deals"],
        "contracts": not context["may_see_contracts"],
        "history": not context["may_history"],
        "service": not context["may_see_service"],
        "grade": not context["may_see_grade"],
        "plans": not context["may_see_grade"],
    }
    return [
        {
            "label": label,
            "url": root if key == PARTS[0] else f"{root}?part={key}",
            "active": key == part,
            "count": count,
        }
        for key, label, count in labels
        if not gone.get(key)
    ]
