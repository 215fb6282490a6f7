"""Statements that are asked of a person, and drawn rows that wait for a manager, as rows of the queue (row Ni15)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_project.accounts.domain.access import may
from crm_project.lib.time import minute
from reports.domain.spot_checks import access, waiting

from .rows import DEADLINE, NOW, REVIEW, Action, Row, part_of


def rows(user, at):
    """One row for each statement; one for all rows to verify, one for all to decide. No query without the rights."""
    if not may(user, access.VIEW):
        return []
    asked = [_asked(one, at) for one in waiting.statements(user.pk)]
    return asked + _waiting(user, at) if may(user, access.MANAGE) or may(user, access.DECIDE) else asked


def _asked(one, at):
    url = reverse("reports:spot_check_row", args=[one["pk"]])
    said = {"day": f"{one['day']:%F}", "until": minute(one["answer_by"])}
    return Row(
        key=f"statement-{one['pk']}",
        part=part_of(one["answer_by"], at, urgent_days=2),
        rank=DEADLINE,
        moment=one["answer_by"],
        name=_("Your statement to a spot check"),
        url=url,
        why=_("about your record of %(day)s; until %(until)s") % said,
        icon="clipboard-data",
        act=Action(_("Give statement"), url, "pencil", drawer=False),
    )


def _waiting(user, at):
    to_verify, to_decide, first = waiting.of_manager(user)
    if not to_verify and not to_decide:
        return []
    why = []
    if to_verify:
        why.append(ngettext("%(n)d row to verify", "%(n)d rows to verify", to_verify) % {"n": to_verify})
    if to_decide:
        why.append(ngettext("%(n)d row to decide", "%(n)d rows to decide", to_decide) % {"n": to_decide})
    url = reverse("reports:spot_check_row", args=[first]) if first else reverse("reports:spot_checks")
    return [
        Row(
            key="spot-checks",
            part=NOW,
            rank=REVIEW,
            moment=at,
            name=_("Spot checks"),
            url=reverse("reports:spot_checks"),
            why=" · ".join(why),
            icon="clipboard-data",
            act=Action(_("Open"), url, "arrow-right", drawer=False),
        )
    ]
