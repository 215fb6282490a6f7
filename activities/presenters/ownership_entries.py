"""What happened to the ownership as entries of the timeline: who, from whom to whom, why (rows Na8, Z17)."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.presenters.timeline_entries import Spot, before, entry, name_of
from assignment.models import OwnershipEvent
from assignment.models.choices import RULE_NAMES
from crm_project.lib.time import minute
from crm_project.ui.links import link
from customers.models.choices import Stage

Kind = OwnershipEvent.Kind
ICONS: dict[str, tuple[str, str]] = {
    Kind.CLAIMED: ("hand-index", "accent"),
    Kind.ENTERED: ("plus-circle", "accent"),
    Kind.RELEASED: ("box-arrow-up", "bad"),
    Kind.GIVEN_UP: ("box-arrow-up", "warn"),
    Kind.TRANSFERRED: ("arrow-left-right", "accent"),
    Kind.ROTATED: ("arrow-repeat", "warn"),
    Kind.HANDED_OVER: ("arrow-left-right", "accent"),
    Kind.EXTENDED: ("hourglass-split", "plum"),
    Kind.WARNED: ("alarm", "warn"),
    Kind.REVIEW_OPENED: ("person-exclamation", "warn"),
    Kind.REVIEWED: ("person-check", "ok"),
    Kind.STAGE: ("bar-chart-steps", "plum"),
    Kind.RESTORED: ("arrow-counterclockwise", "ok"),
    Kind.MERGED: ("intersect", "info"),
    Kind.UNDONE: ("arrow-counterclockwise", "info"),
}

# What was taken back, by the kind of the entry that an undo answers.
UNDONE: dict[str, object] = {
    Kind.CLAIMED: gettext_lazy("undid the claim: back in the public pool"),
    Kind.TRANSFERRED: gettext_lazy("undid the assignment: back in the public pool"),
    Kind.EXTENDED: gettext_lazy("undid the extension"),
    Kind.REVIEWED: gettext_lazy("undid the review"),
}


def ownership(customer, spot, rank, limit):
    """What happened to the ownership, with who, from whom to whom, and why."""
    rows = (
        OwnershipEvent.objects.filter(before(spot, rank, "at"), customer=customer)
        .order_by("-at", "-pk")
        .values(
            "pk",
            "kind",
            "at",
            "reason",
            "rule",
            "evidence",
            "closes_since",
            "closes_owner_id",
            actor_name=F("actor__full_name"),
            actor_user=F("actor__username"),
            to_name=F("owner__full_name"),
            to_user=F("owner__username"),
            from_name=F("closes_owner__full_name"),
            from_user=F("closes_owner__username"),
        )
    )
    out = []
    for row in rows[:limit]:
        icon, tone = ICONS.get(row["kind"], ("dot", ""))
        url = link("assignment:why", customer.pk)
        out.append(
            (
                Spot(row["at"], rank, row["pk"]),
                entry(
                    row["at"],
                    icon=icon,
                    tone=tone,
                    who=name_of(row["actor_name"], row["actor_user"]) or _("The system"),
                    what=_happened(row),
                    body=row["reason"],
                    foot=str(RULE_NAMES.get(row["rule"], "")),
                    url=url if row["kind"] == Kind.RELEASED else "",
                    url_label=_("Why?"),
                ),
            )
        )
    return out


def _happened(row):
    """One ownership event as half a sentence after the actor's name."""
    evidence, kind, actor = row["evidence"] or {}, row["kind"], name_of(row["actor_name"], row["actor_user"])
    values = {
        "to": name_of(row["to_name"], row["to_user"]),
        "from": name_of(row["from_name"], row["from_user"]),
        "until": _moment(evidence.get("until")),
        "due": _moment(evidence.get("due_at")),
    }
    if kind == Kind.STAGE:
        known = dict(Stage.choices)
        values |= {"old": known.get(evidence.get("from") or "", ""), "new": known.get(evidence.get("to") or "", "")}
        return _("changed the stage: %(old)s → %(new)s") % values
    if kind == Kind.UNDONE:
        return str(UNDONE.get(evidence.get("what") or "", _("undid what was done a moment ago")))
    if kind in (Kind.TRANSFERRED, Kind.HANDED_OVER, Kind.ROTATED) and not values["from"]:
        return _("assigned the customer to %(to)s") % values
    return {
        Kind.CLAIMED: _("claimed the customer"),
        Kind.ENTERED: _("entered the customer for %(to)s")
        if values["to"] not in ("", actor)
        else _("entered the customer"),
        Kind.RELEASED: _("released it to the public pool (was %(from)s)"),
        Kind.GIVEN_UP: _("gave the customer up"),
        Kind.TRANSFERRED: _("transferred it: %(from)s → %(to)s"),
        Kind.HANDED_OVER: _("handed it over: %(from)s → %(to)s"),
        Kind.ROTATED: _("rotated: %(from)s → %(to)s"),
        Kind.EXTENDED: _("extended the deadline to %(until)s"),
        Kind.WARNED: _("reminded %(to)s of the deadline %(due)s")
        if values["due"]
        else _("reminded %(to)s of the deadline"),
        Kind.REVIEW_OPENED: _("sent the customer to the manager for review"),
        Kind.REVIEWED: _("reviewed: %(to)s continues"),
        Kind.RESTORED: _("restored the customer to %(to)s") if values["to"] else _("restored the customer"),
        Kind.MERGED: _("ended the ownership by a merge"),
    }.get(kind, str(kind)) % values


def _moment(text):
    try:
        return minute(datetime.fromisoformat(text)) if text else ""
    except ValueError:
        return ""
