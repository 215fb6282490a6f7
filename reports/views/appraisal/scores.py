"""The scores of a month, one person's score, appealing, correcting, the sheet for payroll (rows Nf16, Ni16)."""

from io import BytesIO

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.audit.domain import log
from crm_project.lib.time import iso, local_date
from crm_project.lib.views import attempt_form, now, workbook_answer
from reports.domain.appraisal import access, appeals, closing
from reports.exporting.scores import write_sheet
from reports.forms.appraisal import AppealForm, CorrectionForm, MonthForm
from reports.presenters.appraisal import pages
from reports.presenters.appraisal.names import period_text
from reports.rules.periods import MONTH, month_of, period_from

# People on the page: who heads more chooses a department.
PEOPLE = 100


def _month(text, at):
    """The month that an address names, not one to come; 404 for anything else."""
    try:
        month = period_from(text)
    except ValueError:
        raise Http404 from None
    if month.span != MONTH or month.first > local_date(at):
        raise Http404
    return month


@allowed("appraisal.view")
@require_GET
def appraisal(request):
    """The month's scores of everybody within one's reach: as they stand in the running month, as they were closed in those before."""
    at, user = now(), request.user
    form = MonthForm(request.GET, user=user)
    department = form.cleaned_data["department"] if form.is_valid() else None
    month = _month(request.GET["month"], at) if request.GET.get("month") else month_of(local_date(at))
    found = access.people(user).select_related("role", "department").order_by("sort_name", "username")
    if department:
        found = found.filter(department__path__startswith=department.path)
    closed = access.visible(user).filter(first=month.first).select_related("scheme").prefetch_related("corrections")
    people = list(found.filter(pk__in=_there(found, closed))[: PEOPLE + 1])
    scores = {row.person_id: row for row in closed.filter(person__in=people)}
    running = closing.open_scores([one for one in people[:PEOPLE] if one.pk not in scores], month, at)
    context = {
        "form": form,
        "month": period_text(month),
        "key": month.key,
        "earlier": month.shifted(-1).key,
        "later": month.shifted(1).key if month.shifted(1).first <= local_date(at) else "",
        "department": department,
        "rows": pages.team(people[:PEOPLE], scores, running, month),
        "more": len(people) > PEOPLE,
        "most": PEOPLE,
        "may_export": bool(scores) and may(user, access.EXPORT),
        "may_scheme": may(user, access.SCHEME),
    }
    return render(request, "reports/appraisal/list.html", context)


def _there(people, closed):
    """Those who work here, and those who left with a closed score."""
    return people.filter(is_active=True).order_by().values("pk").union(closed.order_by().values("person_id"))


@allowed("appraisal.view")
@require_GET
def score(request, pk, month):
    """One person's month."""
    return _page(request, pk, _month(month, now()), now())


@allowed("appraisal.view")
@require_GET
def closed_score(request, pk):
    """The page of a closed score by its key, as the audit knows it."""
    row = get_object_or_404(access.visible(request.user), pk=pk)
    return redirect(pages.score_url(row.person_id, month_of(row.first)))


def _page(request, pk, month, at, status=200, **forms):
    user, person = request.user, access.person_or_404(request.user, pk)
    row = (
        access.visible(user)
        .filter(person=person, first=month.first)
        .select_related("scheme", "person", "waiting")
        .first()
    )
    running = None if row else closing.open_scores([person], month, at).get(person.pk)
    context = {
        "person": person,
        "score": row,
        "month": period_text(month),
        "key": month.key,
        "own": person.pk == user.pk,
        "status": pages.status(row) if row or running else None,
        "shown": _shown(row, running, person, month, user),
        "earlier": pages.score_url(person.pk, month.shifted(-1)),
        "later": pages.score_url(person.pk, month.shifted(1)) if month.shifted(1).first <= local_date(at) else "",
        "may_correct": row is not None and not row.waiting_id and access.may_correct(user, row),
        "may_appeal": row is not None and appeals.may_appeal(row, user, at),
        "appeal_form": forms.get("appeal_form") or AppealForm(),
        "correction_form": forms.get("correction_form") or CorrectionForm(),
        "crumbs": [(_("Appraisal"), f"{reverse('reports:appraisal')}?month={month.key}")],
    }
    return render(request, "reports/appraisal/score.html", context, status=status)


def _shown(row, running, person, month, user):
    if row:
        return pages.closed_score(row, month, user)
    return pages.live_score(running, person, month, user) if running else None


def _posted(request, pk, form, name, verb):
    """The verb with what was typed; refused, the page again with it."""
    at = now()
    row = get_object_or_404(access.visible(request.user).select_related("person"), pk=pk)
    month = month_of(row.first)
    if attempt_form(form, verb, score_id=row.pk, by=request.user, at=at):
        return redirect(pages.score_url(row.person_id, month))
    return _page(request, row.person_id, month, at, status=422, **{name: form})


@allowed("appraisal.view")
@require_POST
def score_appeal(request, pk):
    """Ask the next level for other points."""
    return _posted(request, pk, AppealForm(request.POST), "appeal_form", appeals.appeal)


@allowed("appraisal.correct")
@require_POST
def score_correct(request, pk):
    """Change a closed score; both values stay."""
    return _posted(request, pk, CorrectionForm(request.POST), "correction_form", appeals.correct)


@allowed("appraisal.export")
@require_GET
def sheet(request):
    """The closed scores of a month as a workbook, for payroll."""
    at = now()
    month = _month(request.GET.get("month", ""), at)
    out = BytesIO()
    number = write_sheet(request.user, month, out, f"{request.user.username} · {iso(at)}")
    reason = _("%(month)s: %(n)d rows") % {"month": month.key, "n": number}
    log.record(by=request.user, action="score.exported", at=at, reason=reason)
    return workbook_answer(out.getvalue(), f"scores-{month.key}.xlsx")
