"""One deal: where it stands, what is next, how it went, what was offered (rows Na9, Na10, Ni17-Ni20)."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from crm_project.approvals.domain.kinds import label_of
from crm_project.approvals.models import Request
from crm_project.lib.time import day, local_date, minute, since
from crm_project.ui.components.figures import money
from customers.domain.access.masking import mask_on
from deals.domain import access, stages
from deals.models.choices import OFFERED
from deals.presenters import progress
from deals.rules import request_kinds
from service.domain.visits import access as visits

from ..forms.deal import ProgressForm, ReopenForm
from .loading import deal_page

QUOTES = 20


@deal_page
@require_GET
def detail(request, deal, at):
    """The page of the deal."""
    return page(request, deal, at)


def page(request, deal, at, *, form=None, reopen_form=None, status=200):
    """The deal with its forms; those refused come back filled."""
    user, is_open = request.user, deal.status == "open"
    may_work = access.may_work(user, deal)
    line = [
        stage for stage in deal.stage.pipeline.stages.order_by("number") if stage.active or stage.pk == deal.stage_id
    ]
    after = next((stage for stage in line if stage.number > deal.stage.number), None)
    quoted = list(deal.quotes.all()[:QUOTES])
    checklist = stages.checklist(deal, after, at) if is_open and after and may_work else []
    mask = mask_on(user, deal.customer, at)
    deal = mask.row(deal)
    context = {
        "deal": deal,
        "facts": _facts(deal, at),
        "held": deal.customer.ownership_or_none,
        "today": local_date(at),
        "is_open": is_open,
        "steps": _steps(deal, line),
        "stages": line,
        "after": after,
        "checklist": checklist,
        "entries": progress.entries(deal, mask),
        "products": list(deal.products.select_related("product")),
        "quotes": quoted,
        "demand": deal.from_demands.filter(visit__in=visits.visible(user).order_by().values("pk"))
        .select_related("visit")
        .first(),
        "offer": _offer(quoted),
        "asked": _asked(deal),
        "may_work": may_work,
        "may_draw": access.may_draw(user, deal),
        "may_quote": is_open and access.may_quote(user, deal),
        "may_reopen": not is_open and access.may_reopen(user, deal),
        "form": form or ProgressForm(deal=deal),
        "reopen_form": reopen_form or ReopenForm(),
        "crumbs": [
            (_("Deals"), reverse("deals:list")),
            (deal.customer.name, reverse("customers:detail", args=[deal.customer_id])),
        ],
    }
    return render(request, "deals/detail.html", context, status=status)


def _offer(quotes):
    """The quote that a contract of this deal takes its products from: the one accepted, else the newest approved one."""
    offered = [quote for quote in quotes if quote.status in OFFERED]
    return next((quote for quote in offered if quote.status == "accepted"), offered[0] if offered else None)


def _facts(deal, at):
    facts = [
        (_("Amount"), money(deal.amount, deal.currency)),
        (pgettext("deal", "Line"), deal.get_line_display()),
        (_("Expected closing"), deal.expected_close.isoformat()),
        (_("In this stage"), since(deal.stage_since, at)),
        (_("Opened"), f"{day(deal.created_at)} · {deal.created_by or ''}"),
    ]
    held = deal.customer.ownership_or_none
    if deal.status == "open" and held and held.owner_id != deal.owner_id:
        facts.append((_("Previously worked on by"), str(deal.owner)))
    if deal.status != "open":
        facts += [
            (pgettext("deal", "Closed"), minute(deal.closed_at)),
            (_("Commission for"), str(deal.owner)),
            (_("Reason"), deal.close_reason),
            (_("Competitor"), deal.competitor),
        ]
    return facts


def _steps(deal, line):
    """The pipeline as a row of steps."""
    return [
        {
            "label": str(stage),
            "state": "now" if stage.pk == deal.stage_id else "done" if stage.number < deal.stage.number else "",
        }
        for stage in line
    ]


def _asked(deal):
    """Requests about this deal and its quotes, the newest first; one query."""
    abouts = [f"deal:{deal.pk}", *(f"quote:{pk}" for pk in deal.quotes.values_list("pk", flat=True))]
    kinds = (request_kinds.DISCOUNT, request_kinds.DEAL_FIGURE)
    rows = Request.objects.filter(customer_id=deal.customer_id, kind__in=kinds, about__in=abouts)
    return [
        (row, label_of(row.kind), minute(row.asked_at))
        for row in rows.select_related("decider", "asked_by").order_by("-asked_at", "-pk")[:QUOTES]
    ]
