"""Contradictions: one's own, the month's review, one with its evidence, explained, decided, appealed (row Nf9)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.lib.query_values import day
from crm_project.lib.time import local_date
from crm_project.lib.views import attempt_form, message_of, now
from customers.domain.access.masking import of_rows
from reports.domain.contradictions import access, deciding, settling, waiting
from reports.forms.contradictions import AppealForm, DecideForm, ExplainForm
from reports.models import Contradiction
from reports.presenters.contradictions import evidence, pages, sentences

SHOWN = 100


def crumbs():
    """Where the pages of contradictions lead back to."""
    return [(_("Contradictions"), reverse("reports:contradictions"))]


def _tabs(user, *, review):
    found = [(_("Mine"), "reports:contradictions", not review)]
    if access.decides_somewhere(user):
        found.append((_("Review of the month"), "reports:contradictions_review", review))
    return [{"label": label, "url": reverse(name), "active": active} for label, name, active in found]


@login_required
@require_GET
def contradictions(request):
    """One's own, the newest first."""
    rows = Contradiction.objects.filter(person=request.user).order_by("-day", "-pk")[:SHOWN]
    context = {
        "lines": pages.lines(rows, request.user, now()),
        "tabs": _tabs(request.user, review=False),
        "may_set": may(request.user, access.RULES),
    }
    return render(request, "reports/contradictions/mine.html", context)


@allowed(access.DECIDE)
@require_GET
def review(request):
    """What is left of a month, by person (`?month=2026-03`)."""
    user, months = request.user, waiting.months(request.user)
    chosen = day(f"{request.GET.get('month', '')}-01") or (months[0] if months else local_date(now()).replace(day=1))
    context = {
        "people": pages.review(waiting.of_month(user, chosen), user, now()),
        "month": f"{chosen:%Y-%m}",
        "months": [{"label": f"{one:%Y-%m}", "active": one == chosen} for one in months],
        "tabs": _tabs(user, review=True),
        "may_set": may(user, access.RULES),
    }
    return render(request, "reports/contradictions/review.html", context)


def _page(request, row, at, status=200, **forms):
    """One with what the reader may do about it; forms that were posted as they were typed."""
    user = request.user
    offered = {
        "explain_form": (ExplainForm, deciding.may_explain(row, user)),
        "decide_form": (DecideForm, deciding.may_decide(row, user)),
        "appeal_form": (AppealForm, deciding.may_appeal(row, user, at)),
        "final_form": (DecideForm, deciding.may_decide_finally(row, user)),
    }
    shown = {name: forms.get(name) or form() for name, (form, may_do) in offered.items() if may_do}
    for name, form in forms.items():
        if name not in shown:
            messages.error(request, message_of(form))
    text, tone = pages.status(row)
    masked = of_rows(user, [{"customer_id": row.customer_id}])[row.customer_id].row(row)
    context = {
        "row": masked,
        "title": pages.title(row),
        "text": text,
        "tone": tone,
        **pages.shown(row),
        "evidence": evidence.lines(row, user, at),
        "way": sentences.way(row) if deciding.may_explain(row, user) else "",
        "ways": evidence.ways(row, user) if deciding.may_explain(row, user) else [],
        "crumbs": crumbs(),
        **shown,
    }
    return render(request, "reports/contradictions/contradiction.html", context, status=status)


@login_required
@require_GET
def contradiction(request, pk):
    """What does not go together, looked at anew: what was put right is gone."""
    at = now()
    row = access.row_or_404(request.user, pk)
    if settling.settle(at=at, only=[row.pk]):
        row = access.loaded(row.pk)
    return _page(request, row, at)


def _answer(request, pk, name, form, verb, done):
    at = now()
    row = access.row_or_404(request.user, pk)
    if attempt_form(form, verb, row_id=row.pk, by=request.user, at=at):
        messages.success(request, done)
        return redirect("reports:contradiction", row.pk)
    return _page(request, row, at, status=422, **{name: form})


@login_required
@require_POST
def explain(request, pk):
    """The person says how it is."""
    done = _("Your explanation is on its way to the manager.")
    return _answer(request, pk, "explain_form", ExplainForm(request.POST), deciding.explain, done)


@login_required
@require_POST
def decide(request, pk):
    """Accept it, or not."""
    done = _("Decided. The person concerned is told.")
    return _answer(request, pk, "decide_form", DecideForm(request.POST), deciding.decide, done)


@login_required
@require_POST
def appeal(request, pk):
    """Ask the next level."""
    done = _("Your appeal is on its way.")
    return _answer(request, pk, "appeal_form", AppealForm(request.POST), deciding.appeal, done)


@login_required
@require_POST
def decide_finally(request, pk):
    """Decide about the appeal."""
    done = _("Decided. The person concerned is told.")
    return _answer(request, pk, "final_form", DecideForm(request.POST), deciding.decide_finally, done)
