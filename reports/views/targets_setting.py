"""Setting targets row by row, dividing one, copying a year (rows Nf1, Nf3)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.lib.views import now, posted, refusal_into, saves_nothing_if
from reports.domain.targets import facts, units
from reports.domain.targets.copying import copied
from reports.domain.targets.setting import set_targets
from reports.presenters.targets import setting_page
from reports.presenters.targets.names import figure_text, period_text, unit_text, value_text
from reports.presenters.targets.overview import address, below_texts, crumbs, gap_texts

from ..forms.targets import CopyForm, ReasonForm, TiersRows
from .targets import period_asked, unit_or_404


def _spreads(request):
    return "spread" in request.POST


@allowed("target.manage")
@require_http_methods(["GET", "POST"])
@saves_nothing_if(_spreads)
def set_page(request, unit):
    """A row for each department and person below, or for each part of the period; `spread` divides without saving."""
    at, unit = now(), unit_or_404(request.user, unit)
    today, period, figure = local_date(at), period_asked(request, at), _figure(request)
    by = setting_page.way(unit, request.GET.get("by"))
    slots = setting_page.slots(request.user, unit, figure.key, period, by, today)
    if not slots and not units.may_divide(request.user, unit) and not units.may_set(request.user, unit):
        raise Http404
    above = setting_page.whole(unit, figure.key, period)
    data = _divided(request, slots, figure, above, by) if _spreads(request) else posted(request)
    rows = TiersRows(data, initial=[one.initial for one in slots], prefix="rows")
    reason = ReasonForm(posted(request))
    if request.method == "POST" and not _spreads(request) and rows.is_valid() and reason.is_valid():
        try:
            wanted = setting_page.wanted(slots, figure.key, rows.cleaned_data)
            done = set_targets(wanted=wanted, by=request.user, at=at, reason=reason.cleaned_data["reason"])
        except Refused as refusal:
            refusal_into(reason, refusal)
        else:
            _tell(request, done, setting_page.texts_after(unit, figure.key, period, by, gap_texts, below_texts))
            return redirect(address(unit, period, figure.key))
    context = {
        "form": reason,
        "rows": rows,
        "lines": setting_page.lines(slots, rows),
        "name": unit_text(unit),
        "figure": figure,
        "figures": [(key, one.label) for key, one in facts.measurable().items()],
        "period": period,
        "period_text": period_text(period),
        "by": by,
        "above": value_text(figure, above.target) if above else "",
        "in_force": any(one.locked and one.row for one in slots),
        "over": period.last < today,
        "back_url": address(unit, period, figure.key),
        "crumbs": [
            *crumbs(request.user, unit, period, figure.key),
            (unit_text(unit), address(unit, period, figure.key)),
        ],
    }
    wrong = rows.total_error_count() or reason.errors
    return render(request, "reports/targets/set.html", context, status=422 if wrong and not _spreads(request) else 200)


def _figure(request):
    known = facts.measurable()
    return known.get(request.GET.get("figure", ""), next(iter(known.values())))


def _divided(request, slots, figure, above, by):
    """What was posted, with the target divided over its rows; where nothing is there to divide, as it was, with a sentence."""
    data = request.POST.copy()
    typed = TiersRows(data, initial=[one.initial for one in slots], prefix="rows")
    tiers = above.tiers if above else None
    if by == setting_page.PERIODS and typed.is_valid() and typed.cleaned_data and slots:
        tiers = slots[0].wanted(figure.key, typed.cleaned_data[0]).tiers
    if tiers is None:
        messages.error(request, _("There is no target to divide: set the one above first."))
        return data
    parts = setting_page.spread(slots, figure.key, tiers, by, request.POST["spread"])
    for n, one in enumerate(slots):
        for tier, value in parts[one.key].items():
            data[f"rows-{n}-{tier}"] = f"{value:f}"
    return data


def _tell(request, done, sentences):
    if done.written:
        messages.success(
            request, ngettext("%(n)d target set.", "%(n)d targets set.", done.written) % {"n": done.written}
        )
    if done.asked:
        text = ngettext(
            "%(n)d target is in force: %(person)s decides about its change.",
            "%(n)d targets are in force: %(person)s decides about their change.",
            done.asked,
        )
        messages.success(request, text % {"n": done.asked, "person": done.request.decider})
    for sentence in sentences:
        messages.warning(request, sentence)


@allowed("target.manage")
@require_http_methods(["GET", "POST"])
@saves_nothing_if(lambda request: "preview" in request.POST)
def copy(request, unit):
    """Last year's targets, or what was reached, times a factor: first how many, then set."""
    at, unit = now(), unit_or_404(request.user, unit)
    today = local_date(at)
    if unit.kind == units.PERSON or not units.may_divide(request.user, unit):
        raise Http404
    initial = {"year": today.year + 1 if today.month > 9 else today.year, "keys": list(facts.measurable())}
    form, found = CopyForm(posted(request), today=today, initial=initial), None
    if request.method == "POST" and form.is_valid():
        found = copied(unit=unit, by=request.user, today=today, **form.cleaned_data)
        if "preview" not in request.POST and found.wanted:
            done = set_targets(wanted=found.wanted, by=request.user, at=at)
            _tell(request, done, [])
            return redirect(address(unit, found.wanted[0].period.around("year"), found.wanted[0].figure))
    context = {
        "form": form,
        "found": found,
        "counts": [(figure_text(key), n) for key, n in found.by_figure.items()] if found else [],
        "name": unit_text(unit),
        "crumbs": [(unit_text(unit), address(unit, period_asked(request, at)))],
    }
    return render(request, "reports/targets/copy.html", context, status=422 if form.errors else 200)
