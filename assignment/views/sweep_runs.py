"""Runs of the sweep: what each decided for whom and why, skipped and failed included; undo of one and of all."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from assignment.domain import access
from assignment.domain.evidence import anchor_shown
from assignment.domain.ledger import Kind
from assignment.domain.sweep import undo
from assignment.models.choices import RULE_NAMES
from assignment.presenters.rule_text import ANCHOR_NAMES, OUTCOME_NAMES, reasons
from assignment.presenters.skipped import saving_fact
from assignment.rules.policy import RELEASE, REMIND, REVIEW, ROTATE
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may, scope
from crm_project.lib.chips import chips
from crm_project.lib.paging import paged
from crm_project.lib.refused import Refused
from crm_project.lib.time import minute
from crm_project.lib.views import now
from customers.domain import access as customer_access
from customers.domain.put_back import held_until, next_hold

from ..filters import LineFilter
from ..forms.ownership import HoldForm
from ..models import OwnershipEvent, SweepRun

OUTCOMES = (RELEASE, ROTATE, REVIEW, REMIND, "skipped", "failed")
SHORT = {
    RELEASE: gettext_lazy("Released"),
    ROTATE: gettext_lazy("Passed to a colleague"),
    REVIEW: gettext_lazy("Reviews"),
    REMIND: gettext_lazy("Reminders"),
    "skipped": gettext_lazy("Skipped"),
    "failed": gettext_lazy("Failed"),
}
TONES = {RELEASE: "bad", ROTATE: "plum", REVIEW: "warn", REMIND: "info", "skipped": "", "failed": "bad"}


def _figures(user, at, runs):
    """{run id: {outcome: n}}: the run's own figures for who sees everything, else those of the lines they may see (one query)."""
    if scope(user, "sweep.view") == "all":
        return {run.pk: run.figures for run in runs}
    out = {}
    counted = (
        access.lines(user, at)
        .filter(run__in=[r.pk for r in runs])
        .order_by()
        .values_list("run_id", "outcome")
        .annotate(n=Count("pk"))
    )
    for run, outcome, n in counted:
        out.setdefault(run, {})[outcome] = n
    return out


@require_safe
@allowed("sweep.view")
def runs(request):
    """Runs, the newest first; those that found nothing are left out unless asked for."""
    at, user = now(), request.user
    every = request.GET.get("show") == "all"
    rows = access.runs(user, at)
    if not every:
        rows = rows.exclude(figures={}, finished_at__isnull=False)
    page = paged(request, rows.select_related("undone_by", "by"), order=("-id",), count=False)
    figures, here = _figures(user, at, page.rows), reverse("assignment:release_log")
    last = (
        SweepRun.objects.filter(finished_at__isnull=False).order_by("-id").values_list("finished_at", flat=True).first()
    )
    table = [
        {
            "pk": run.pk,
            "url": reverse("assignment:sweep_run", args=[run.pk]),
            "at": minute(run.at),
            "by": str(run.by) if run.by_id else _("schedule"),
            "cells": [
                (SHORT[o], number_format(figures.get(run.pk, {}).get(o, 0), force_grouping=True)) for o in OUTCOMES
            ],
            "seconds": round((run.finished_at - run.started_at).total_seconds(), 1) if run.finished_at else None,
            "undone": _("undone by %(person)s, %(when)s") % {"person": run.undone_by, "when": minute(run.undone_at)}
            if run.undone_at
            else "",
            "failed": figures.get(run.pk, {}).get("failed", 0),
        }
        for run in page
    ]
    tabs = [
        {"label": _("With decisions"), "url": here, "active": not every},
        {"label": _("All runs"), "url": f"{here}?show=all", "active": every},
    ]
    return render(
        request,
        "assignment/sweep_runs.html",
        {"page": page, "rows": table, "heads": [SHORT[o] for o in OUTCOMES], "tabs": tabs, "last": minute(last)},
    )


def _row(line, seen, event, back, user):
    proof = line.evidence or {}
    anchor = ANCHOR_NAMES.get(anchor_shown(proof.get("anchor") or "", proof))
    since = (proof.get("anchor_at") or "")[:16].replace("T", " ")
    return {
        "name": line.customer.name,
        "code": line.customer.code,
        "owner": str(line.owner or ""),
        "to": str(line.to) if line.to_id else "",
        "outcome": str(OUTCOME_NAMES.get(line.outcome, line.outcome)),
        "tone": TONES.get(line.outcome, ""),
        "rule": str(RULE_NAMES.get(line.rule, "")),
        "due": minute(line.due_at),
        "anchor": f"{anchor}, {since}" if anchor else "",
        "saved": saving_fact(
            line,
            opened=line.customer_id in seen and not line.customer.restricted,
            contracts=may(user, "contract.view"),
        ),
        "not_counted": [(n["occurred_at"][:10], reasons(n["reasons"])) for n in proof.get("not_counted", ())][-3:],
        "url": reverse("customers:detail", args=[line.customer_id]) if line.customer_id in seen else "",
        "why_url": _why(line, seen, event, user),
        "back": back,
        "event": event.pk
        if event is not None and not back and access.may_undo_event(user, event) and may(user, "sweep.undo")
        else None,
    }


def _why(line, seen, event, user):
    if event is not None and event.closes_owner_id == user.pk:
        return reverse("assignment:loss", args=[event.pk])
    return reverse("assignment:why", args=[line.customer_id]) if line.customer_id in seen else ""


@require_safe
@allowed("sweep.view")
def run(request, pk):
    """One run: every line the user may see, by outcome, rule and owner."""
    at, user = now(), request.user
    this = get_object_or_404(access.runs(user, at).select_related("undone_by", "by"), pk=pk)
    mine = access.lines(user, at).filter(run=this)
    request.line_owners = mine.order_by().values("owner_id")
    found = LineFilter(request.GET, mine, request=request)
    page = paged(request, found.qs.select_related("customer", "owner", "to"), order=("customer_id",))
    ids = [line.customer_id for line in page]
    seen = set(customer_access.visible(user, at).filter(pk__in=ids).values_list("pk", flat=True))
    written = list(OwnershipEvent.objects.filter(run=this, customer_id__in=ids))
    back = {e.customer_id for e in written if e.kind == Kind.RESTORED}
    events = {e.customer_id: e for e in written if e.kind in (Kind.RELEASED, Kind.ROTATED) and e.restores}
    figures = _figures(user, at, [this]).get(pk, {})
    undoable = not this.undone_at and access.may_undo_run(user, this) and any(figures.get(o) for o in (RELEASE, ROTATE))
    here = reverse("assignment:sweep_run", args=[pk])
    tiles = [(OUTCOME_NAMES[o], figures.get(o, 0), f"{here}?outcome={o}") for o in OUTCOMES if figures.get(o)]
    return render(
        request,
        "assignment/sweep_run.html",
        {
            "run": this,
            "at": minute(this.at),
            "finished": minute(this.finished_at),
            "page": page,
            "rows": [_row(line, seen, events.get(line.customer_id), line.customer_id in back, user) for line in page],
            "tiles": tiles,
            "chips": chips(request, found),
            "panel_url": f"{reverse('assignment:sweep_run_filter', args=[pk])}?{request.GET.urlencode()}",
            "clear_url": here,
            "hold": HoldForm(initial={"hold_until": next_hold(at)}) if undoable else None,
            "next_hold": next_hold(at).isoformat(),
            "undone": _("undone by %(person)s, %(when)s") % {"person": this.undone_by, "when": minute(this.undone_at)}
            if this.undone_at
            else "",
            "result": request.session.pop(f"undone-{pk}", None),
            "crumbs": [(_("Release log"), reverse("assignment:release_log"))],
        },
    )


@require_safe
@allowed("sweep.view")
def panel(request, pk):
    """The filter form for the side panel."""
    at = now()
    this = get_object_or_404(access.runs(request.user, at), pk=pk)
    mine = access.lines(request.user, at).filter(run=this)
    request.line_owners = mine.order_by().values("owner_id")
    form = LineFilter(request.GET, mine, request=request).form
    return render(
        request, "parts/filter_form.html", {"form": form, "action": reverse("assignment:sweep_run", args=[pk])}
    )


@require_POST
@allowed("sweep.undo")
def undo_run(request, pk):
    """Put back what the run took; what could not be put back is listed with the reason."""
    at = now()
    this = get_object_or_404(access.runs(request.user, at), pk=pk)
    if not access.may_undo_run(request.user, this):
        raise Http404
    here = HttpResponseRedirect(reverse("assignment:sweep_run", args=[pk]))
    form = HoldForm(request.POST if "hold_until" in request.POST else {"hold_until": next_hold(at)})
    if not form.is_valid():
        messages.error(request, _("Enter the day until which the customers are not released automatically."))
        return here
    try:
        back, stayed = undo.undo_run(
            run_id=pk, by=request.user, at=at, hold_until=held_until(form.cleaned_data["hold_until"])
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return here
    messages.success(
        request, ngettext("%(n)d customer was restored.", "%(n)d customers were restored.", back) % {"n": back}
    )
    request.session[f"undone-{pk}"] = {
        "back": back,
        "stayed": [[c.pk, c.code, c.name, str(why)] for c, why in stayed[:200]],
        "more": max(len(stayed) - 200, 0),
        "waiting": bool(access.waiting_restores(request.user)),
    }
    return here
