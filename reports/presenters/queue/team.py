"""What waits for whoever heads people: decisions, follow-ups to check, customers of the team that expire (rows Nf4, Nf11, Ne7)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_project.approvals.domain.kinds import label_of
from crm_project.approvals.domain.requests import waiting_for
from crm_project.lib.time import since
from crm_project.ui.links import link

from .deadlines import clock, reason
from .rows import APPROVAL, NOW, REVIEW, TEAM, Action, Row, from_home, part_of

WAITING = 6


def approvals(user, at):
    """Requests that wait for this person's decision, the oldest first; one query."""
    found = waiting_for(user, at).exclude(asked_by=user).order_by("asked_at", "pk")
    columns = (
        "pk",
        "subject",
        "kind",
        "customer_id",
        "asked_at",
        "due_at",
        "asked_by__full_name",
        "asked_by__username",
    )
    return [_approval(row, at) for row in found.values(*columns)[:WAITING]]


def _approval(row, at):
    url = link("approvals:request", row["pk"])
    who = row["asked_by__full_name"] or row["asked_by__username"] or _("The system")
    late = row["due_at"] < at
    return Row(
        key=f"approval-{row['pk']}",
        about=row["customer_id"],
        part=NOW,
        rank=APPROVAL,
        moment=row["asked_at"],
        name=row["subject"],
        url=url,
        why=f"{label_of(row['kind'])} · {who}",
        icon="inbox",
        act=Action(_("Review request"), from_home(url), "check2-square", row["subject"]),
        clock=(since(row["asked_at"], at), "due" if late else "ok", None, ""),
    )


def reviews(number, text, at):
    """One row for all follow-ups that become valid only by this person's word."""
    if not number:
        return []
    url = reverse("activities:review_list")
    return [
        Row(
            key="review",
            part=NOW,
            rank=REVIEW,
            moment=at,
            name=_("Follow-ups to check"),
            url=url,
            why=ngettext(
                "%(shown)s follow-up becomes valid only when you confirm it.",
                "%(shown)s follow-ups become valid only when you confirm them.",
                number,
            )
            % {"shown": text},
            icon="check2-square",
            act=Action(_("Check"), url, "check2-square", drawer=False),
        )
    ]


def expiring(found, at):
    """Customers of the team that are released next."""
    return [
        Row(
            key=f"team-{row['customer_id']}",
            part=part_of(row["release_at"], at, urgent_days=1),
            rank=TEAM,
            moment=row["release_at"],
            name=row["customer__name"],
            url=link("customers:detail", row["customer_id"]),
            why=f"{row['who'] or row['user']} · {reason(row, at)}",
            icon="hourglass-split",
            act=Action(
                _("Open"),
                link("customers:detail", row["customer_id"]),
                "box-arrow-up-right",
                row["customer__name"],
                drawer=False,
            ),
            clock=clock(row, at),
        )
        for row in found
    ]
