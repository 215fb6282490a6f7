"""Work reports in the queue: those to hand in, and one row for those to read (row Ni1)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from crm_project.accounts.domain.access import may
from crm_project.lib.time import minute
from reports.domain.work_reports import access, demanded

from ..work_reports.titles import named
from .rows import NOW, REVIEW, TASK, Action, Row, part_of

# So many are counted: who has more to read begins with the oldest anyway.
COUNTED = 100


def rows(user, at):
    """Reports to hand in; nothing, and no query, for those of whom none is demanded."""
    if not demanded.asked_at_all(user):
        return []
    return [_own(one, at) for one in demanded.open_demands(user, at)]


def _own(demand, at):
    period, report = demand.period, demand.report
    name = named(period)
    page = reverse("reports:work_reports")
    label, why = _("Write"), pgettext("report", "due %(due)s")
    if report is not None:
        page, label = reverse("reports:work_report_edit", args=[report.pk]), _("Continue")
    if at > demand.due_at:
        why = _("late: due %(due)s")
    why %= {"due": minute(demand.due_at)}
    return Row(
        key=f"report-{period.kind}-{period.first:%F}",
        part=part_of(demand.due_at, at),
        rank=TASK,
        moment=demand.due_at,
        name=name,
        url=page,
        why=" · ".join([_("sent back to you"), why]) if report is not None and report.return_reason else why,
        icon="journal-text",
        act=Action(label, page, "pencil", name, drawer=False),
    )


def to_read(user, at):
    """One row for the reports handed in to this person and not read yet; one query."""
    if not may(user, access.READ):
        return []
    waiting = list(access.to_read(user, at).values_list("pk", "submitted_at")[:COUNTED])
    if not waiting:
        return []
    n, (first, handed_in) = len(waiting), waiting[0]
    url = reverse("reports:work_report", args=[first])
    return [
        Row(
            key="reports",
            part=NOW,
            rank=REVIEW,
            moment=handed_in or at,
            name=_("Work reports to read"),
            url=reverse("reports:work_reports"),
            why=ngettext("%(n)d report waits for you.", "%(n)d reports wait for you.", n) % {"n": n},
            icon="book",
            act=Action(_("Read"), url, "book", drawer=False),
        )
    ]
