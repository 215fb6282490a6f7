"""Writing a report and answering it (rows Nb5, Nb8, Ne11, Ng6)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.feedback.models import Report
from crm_project.feedback.models.choices import Kind, State
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell

from .access import answers, recipients

LEAST_TEXT = 5
MOST_A_DAY = 50
# The same words from the same person within this time are one report: a second click, or the back button.
SAME_REPORT = timedelta(minutes=10)


def submit_report(*, kind: str, text: str, page: str, request_id: str, by: User, at: datetime) -> Report:
    """Report a problem, a suggestion or a correction; whoever answers this kind is told.

    Refuses with code kind, text (too short to act on), many (more than 50 within a day).
    """
    text = (text or "").strip()
    if kind not in Kind.values:
        raise Refused(_("Choose what it is about."), code="kind", field="kind")
    if len(text) < LEAST_TEXT:
        raise Refused(
            _("Briefly describe what happened and what you expected."),
            code="text",
            field="text",
        )
    with transaction.atomic():
        # Two clicks take turns.
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        mine = Report.objects.filter(by=by)
        same = mine.filter(kind=kind, text=text, at__gt=at - SAME_REPORT).first()
        if same:
            return same
        if mine.filter(at__gt=at - timedelta(days=1)).count() >= MOST_A_DAY:
            raise Refused(
                _("You have sent %(n)d reports within a day: call the administrator instead.") % {"n": MOST_A_DAY},
                code="many",
            )
        row = Report.objects.create(kind=kind, text=text, page=page[:300], request_id=request_id[:40], by=by, at=at)
        log.record(by=by, action="feedback.reported", at=at, subject=row, changes={"kind": [None, kind]})
        tell(
            [pk for pk in recipients(kind) if pk != by.pk],
            "feedback_received",
            at=at,
            key=f"feedback:{row.pk}",
            url=reverse("feedback:report", args=[row.pk]),
            person=str(by),
            text=text[:120],
        )
        return row


def answer_report(*, report_id: int, state: str, answer: str, by: User, at: datetime) -> Report:
    """Say what becomes of a report; the reporter is told. Refuses with code forbidden, state, answer (a decided one needs words), same."""
    answer = (answer or "").strip()
    with transaction.atomic():
        row = Report.objects.select_for_update(no_key=True, of=("self",)).select_related("by").get(pk=report_id)
        if not answers(by, row.kind):
            raise Refused(_("Reports of this kind are answered by an administrator."), code="forbidden")
        if state not in State.values or state == State.NEW:
            raise Refused(_("Choose an outcome."), code="state", field="state")
        if state in (State.DONE, State.DECLINED) and not answer:
            raise Refused(
                _("Enter an answer: the person who reported it wants to know the result."),
                code="answer",
                field="answer",
            )
        before = {"state": row.state, "answer": row.answer}
        changes = log.differences(before, {"state": state, "answer": answer})
        if not changes:
            raise Refused(_("Nothing has changed: choose another state or change the answer."), code="same")
        row.state, row.answer, row.answered_by, row.answered_at = state, answer, by, at
        row.save(update_fields=["state", "answer", "answered_by", "answered_at"])
        log.record(by=by, action="feedback.answered", at=at, subject=row, changes=changes)
        if row.by_id != by.pk:
            tell(
                [row.by_id],
                "feedback_answered",
                at=at,
                url=reverse("feedback:report", args=[row.pk]),
                state=state,
                text=row.text[:60],
                answer=answer[:160],
            )
        return row
