"""Reading reports, one after the other; marking them read, sending them back, commenting (row Ni1)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm_project.lib.refused import Refused
from crm_project.lib.time import minute
from crm_project.lib.views import attempt, attempt_form, now, pdf_answer
from customers.domain.comments import LONGEST, of
from reports.domain.work_reports import access, reading, writing
from reports.forms.work_reports import ReturnForm
from reports.models.work_reports import State
from reports.presenters.work_reports import content, document, team, titles


@login_required
@require_GET
def report(request, pk):
    """A report that was handed in; its author sees a draft as it will look."""
    at = now()
    return _page(request, access.report_or_404(request.user, pk, at), at)


def _shown(row, user, at):
    last = writing.last_plan(row)
    return {
        "figures": content.figures(row, user, at),
        "texts": content.texts(row),
        "plan": content.plan(row.plan.all()),
        "last_plan": content.last_plan(last, row.outcomes),
    }


def _page(request, row, at, *, return_form=None, comment="", errors=(), status=200):
    text, tone = team.status(row, row.due_at, at)
    own = row.author_id == request.user.pk
    readings = row.readings.select_related("reader", "stands_in_for")
    read = any(one.reader_id == request.user.pk for one in readings)
    following = access.to_read(request.user, at).exclude(pk=row.pk).values_list("pk", flat=True).first()
    context = _shown(row, request.user, at) | {
        "report": row,
        "title": titles.title(row),
        "status": text,
        "tone": tone,
        "own": own,
        "submitted": row.state == State.SUBMITTED,
        "returned": row.state == State.RETURNED,
        "readings": [_reading(one) for one in readings],
        "may_read": row.state == State.SUBMITTED and not own and not read,
        "return_form": return_form or ReturnForm() if reading.may_return(row, request.user, at) else None,
        "following": following,
        "comments": _comments(row, comment, errors),
        "crumbs": [(_("Work reports"), reverse("reports:work_reports"))],
    }
    return render(request, "reports/work_reports/report.html", context, status=status)


def _reading(one):
    when = minute(one.at)
    if one.stands_in_for:
        return _("%(reader)s for %(person)s, %(when)s") % {
            "reader": one.reader,
            "person": one.stands_in_for,
            "when": when,
        }
    return f"{one.reader}, {when}"


def _comments(row, text, errors):
    return {
        "rows": [
            {"pk": one.pk, "who": str(one.author), "time": minute(one.at), "iso": one.at.isoformat(), "text": one.text}
            for one in of(row)
        ],
        "text": text,
        "errors": errors,
        "limit": LONGEST,
        "post_url": reverse("reports:work_report_comment", args=[row.pk]),
    }


@login_required
@require_POST
def read(request, pk):
    """Mark it read and go on with the next one that waits."""
    at = now()
    row = access.report_or_404(request.user, pk, at)
    if attempt(request, reading.mark_read, done=_("Marked as read."), report_id=row.pk, by=request.user, at=at):
        following = access.to_read(request.user, at).values_list("pk", flat=True).first()
        if following:
            return redirect("reports:work_report", following)
    return redirect("reports:work_reports")


@login_required
@require_POST
def send_back(request, pk):
    """Send it back with a reason."""
    at = now()
    row = access.report_or_404(request.user, pk, at)
    form = ReturnForm(request.POST)
    if attempt_form(form, reading.return_report, report_id=row.pk, by=request.user, at=at):
        messages.success(request, _("Sent back to %(person)s.") % {"person": row.author})
        return redirect("reports:work_report", row.pk)
    if not reading.may_return(row, request.user, at):
        messages.error(request, " ".join(str(error) for some in form.errors.values() for error in some))
        return redirect("reports:work_report", row.pk)
    return _page(request, row, at, return_form=form, status=422)


@login_required
@require_POST
def comment(request, pk):
    """Write a comment; htmx gets the part again."""
    at = now()
    row = access.report_or_404(request.user, pk, at)
    text, errors = request.POST.get("text", ""), []
    try:
        reading.write_comment(report_id=row.pk, text=text, by=request.user, at=at)
        text = ""
    except Refused as refusal:
        errors = [refusal.sentence]
    if request.htmx:
        context = _comments(row, text, errors)
        return render(request, "customers/parts/comments.html", context, status=422 if errors else 200)
    if errors:
        return _page(request, row, at, comment=text, errors=errors, status=422)
    return redirect(f"{reverse('reports:work_report', args=[row.pk])}#comments")


@login_required
@require_GET
def pdf(request, pk):
    """The report to print."""
    at = now()
    row = access.report_or_404(request.user, pk, at)
    name = f"{row.kind}-{row.first:%Y%m%d}-{row.author.username}.pdf"
    return pdf_answer(document.pdf(row, _shown(row, request.user, at), at=at, by=request.user), name)
