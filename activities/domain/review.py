"""The review list: which follow-ups, and confirming several (rows Nf4, Nf11)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from activities.domain.followup_corrections import check_followup
from activities.models import FollowUp
from activities.models.choices import Check, FollowUpKind
from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from customers.domain.access.gate import stands_open
from customers.models import Customer

from .access import reviewable, to_check

WAITING, OUTINGS, DONE = "waiting", "outings", "done"
TABS = {WAITING: gettext_lazy("To check"), OUTINGS: gettext_lazy("From field visits"), DONE: gettext_lazy("Checked")}
COLUMNS = (
    "pk",
    "customer_id",
    "customer__name",
    "customer__restricted",
    "kind",
    "occurred_at",
    "recorded_at",
    "counterpart",
    "content",
    "result",
    "late",
    "late_reason",
    "check_state",
    "check_reason",
    "checked_at",
    "contact__name",
    "author__full_name",
    "author__username",
    "checked_by__full_name",
    "checked_by__username",
)
# Outings are looked through while they are news.
OUTING_DAYS = 31
VISITS = (FollowUpKind.VISIT_OUT, FollowUpKind.MEETING)


def of_tab(user: User, tab: str, at: datetime) -> QuerySet[FollowUp, Mapping[str, Any]]:
    """The rows of one tab, with what the list shows of them."""
    rows = to_check(user, at) if tab == WAITING else reviewable(user)
    if tab == OUTINGS:
        rows = rows.filter(kind__in=VISITS, check_state=Check.NONE, occurred_at__gte=at - timedelta(days=OUTING_DAYS))
    if tab == DONE:
        rows = rows.filter(checked_at__isnull=False)
    return rows.values(*COLUMNS)


def order(tab: str) -> tuple[str, str]:
    """The oldest first where something waits, the newest first where one looks back."""
    return (
        ("recorded_at", "pk")
        if tab == WAITING
        else ("-occurred_at", "-pk")
        if tab == OUTINGS
        else ("-checked_at", "-pk")
    )


def closed_among(ids: Sequence[Any], user: User, at: datetime) -> set[Any]:
    """Those of these restricted customers whose file is not open to the user now."""
    found = Customer.objects.filter(pk__in=ids).select_related("department", "ownership__department") if ids else ()
    return {c.pk for c in found if not stands_open(user, c, c.ownership_or_none, at)}


def readable(rows: QuerySet[FollowUp], user: User, at: datetime) -> list[int]:
    """Keys of those follow-ups in `rows` whose words the user may read: nobody confirms unread what stands behind the gate (M10)."""
    found = list(rows.values_list("pk", "customer_id", "customer__restricted"))
    closed = closed_among([customer for _pk, customer, restricted in found if restricted], user, at)
    return [pk for pk, customer, _restricted in found if customer not in closed]


def confirm_many(ids: Sequence[int], *, by: User, at: datetime) -> tuple[int, list[Any]]:
    """Confirm each; (how many, sentences of those that could not be)."""
    done, refused = 0, []
    for pk in ids:
        try:
            check_followup(followup_id=pk, by=by, at=at, confirm=True)
        except Refused as refusal:
            refused.append(refusal.sentence)
        else:
            done += 1
    return done, refused
