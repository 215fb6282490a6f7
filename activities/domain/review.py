"""The review list: which follow-ups, how they are shown, and confirming several (rows Nf4, Nf11)."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models.choices import Check, FollowUpKind
from activities.presenters.followup_entries import ICONS
from activities.presenters.links import link
from activities.presenters.timeline_sources import name_of
from assignment.presenters.countdown import left
from assignment.rules.policy import NEVER
from crm_project.lib.refused import Refused
from crm_project.lib.time import days, days_between, minute
from customers.domain.access.gate import stands_open
from customers.models import Customer, Ownership

from . import follow_ups
from .access import reviewable, to_check

WAITING, OUTINGS, DONE = "waiting", "outings", "done"
TABS = {WAITING: gettext_lazy("To check"), OUTINGS: gettext_lazy("From outings"), DONE: gettext_lazy("Checked")}
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
KINDS = dict(FollowUpKind.choices)
VISITS = (FollowUpKind.VISIT_OUT, FollowUpKind.MEETING)


def of_tab(user, tab, at):
    """The rows of one tab, with what the list shows of them."""
    rows = to_check(user, at) if tab == WAITING else reviewable(user)
    if tab == OUTINGS:
        rows = rows.filter(kind__in=VISITS, check_state=Check.NONE, occurred_at__gte=at - timedelta(days=OUTING_DAYS))
    if tab == DONE:
        rows = rows.filter(checked_at__isnull=False)
    return rows.values(*COLUMNS)


def order(tab):
    """The oldest first where something waits, the newest first where one looks back."""
    return (
        ("recorded_at", "pk")
        if tab == WAITING
        else ("-occurred_at", "-pk")
        if tab == OUTINGS
        else ("-checked_at", "-pk")
    )


def shown(rows, user, at):
    """Rows as the table shows them; of a restricted file the words only while it is open to the user (one query where there is one)."""
    closed = closed_among([row["customer_id"] for row in rows if row["customer__restricted"]], user, at)
    return [cell(row) | _words(row, row["customer_id"] in closed) for row in rows]


def closed_among(ids, user, at):
    """Those of these restricted customers whose file is not open to the user now."""
    found = Customer.objects.filter(pk__in=ids).select_related("department", "ownership__department") if ids else ()
    return {c.pk for c in found if not stands_open(user, c, getattr(c, "ownership", None), at)}


def readable(rows, user, at):
    """Keys of those follow-ups in `rows` whose words the user may read: nobody confirms unread what stands behind the gate (M10)."""
    found = list(rows.values_list("pk", "customer_id", "customer__restricted"))
    closed = closed_among([customer for _pk, customer, restricted in found if restricted], user, at)
    return [pk for pk, customer, _restricted in found if customer not in closed]


def cell(row):
    """What the last cell needs."""
    return {"pk": row["pk"], "url": link("activities:followup_check", row["pk"]), "state": row["check_state"]}


def _words(row, closed):
    later = days_between(row["occurred_at"], row["recorded_at"])
    entered = [_("entered %(when)s") % {"when": minute(row["recorded_at"])}]
    if later:
        entered.append(_("%(days)s later") % {"days": days(later)})
    note = [str(KINDS.get(row["kind"], row["kind"])), row["contact__name"] or row["counterpart"]]
    return {
        "who": name_of(row["author__full_name"], row["author__username"]),
        "customer": row["customer__name"],
        "customer_url": link("customers:detail", row["customer_id"]),
        "select": _("Select %(customer)s") % {"customer": row["customer__name"]},
        "note": " · ".join(filter(None, note)),
        "icon": ICONS.get(row["kind"], "chat-dots"),
        "content": _("Restricted file: open the customer to read it.") if closed else row["content"],
        "result": _("Result: %(text)s") % {"text": row["result"]} if row["result"] and not closed else "",
        "late_reason": _("Late because: %(text)s") % {"text": row["late_reason"]} if row["late_reason"] else "",
        "when": minute(row["occurred_at"]),
        "entered": " · ".join(entered),
        "reason": row["check_reason"],
        "checker": name_of(row["checked_by__full_name"], row["checked_by__username"]),
    }


def effect(row, at):
    """What a decision did to the clock, in words."""
    release_at = Ownership.objects.filter(pk=row.customer_id).values_list("release_at", flat=True).first()
    if release_at is None or release_at >= NEVER:
        return _("%(customer)s: no deadline.") % {"customer": row.customer.name}
    return _("%(customer)s: deadline %(when)s (%(left)s).") % {
        "customer": row.customer.name,
        "when": minute(release_at),
        "left": left(release_at, at),
    }


def confirm_many(ids, *, by, at):
    """Confirm each; (how many, sentences of those that could not be)."""
    done, refused = 0, []
    for pk in ids:
        try:
            follow_ups.check(followup_id=pk, by=by, at=at, confirm=True)
        except Refused as refusal:
            refused.append(refusal.sentence)
        else:
            done += 1
    return done, refused
