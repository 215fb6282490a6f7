"""Follow-ups as entries of the timeline: what was said, whether it counts, what became of it (rows Na8, Nd7)."""

from django.db.models import F
from django.utils.translation import gettext as _

from activities.domain.follow_ups import CHANGE_HOURS
from activities.models import FollowUp
from activities.models.choices import WRITTEN, Check, FollowUpKind
from activities.presenters.timeline_entries import Spot, before, entry, name_of
from assignment.presenters.rule_text import reasons as said_reasons
from assignment.rules.standard import BEFORE_OWNERSHIP, LATE, NOT_OWNER, UNCONFIRMED
from crm_project.audit.presenters.text import reason_text
from crm_project.lib.time import minute
from crm_project.ui.links import link

ICONS = {
    FollowUpKind.TASK: "check2-square",
    "call_out": "telephone-outbound",
    "call_in": "telephone-inbound",
    "visit_out": "geo-alt",
    "visit_in": "building",
    "meeting": "people",
    "email": "envelope",
    "letter": "mailbox",
    "fax": "printer",
    "objection": "shield-exclamation",
    "ticket": "ticket-perforated",
    "note": "sticky",
    "other": "chat-dots",
}
_COLUMNS = (
    *WRITTEN,
    "pk",
    "author_id",
    "recorded_at",
    "late",
    "check_state",
    "check_reason",
    "corrects_id",
    "voided_at",
    "void_reason",
)


def followups(customer, spot, rank, limit):
    """[(Spot, row)] of the newest follow-ups before a spot; one query."""
    rows = (
        FollowUp.objects.filter(before(spot, rank, "occurred_at"), customer=customer)
        .order_by("-occurred_at", "-pk")
        .values(
            *_COLUMNS,
            who_name=F("author__full_name"),
            who_user=F("author__username"),
            person=F("contact__name"),
            title=F("contact__title"),
            checker_name=F("checked_by__full_name"),
            checker_user=F("checked_by__username"),
            replaced=F("corrected_by__pk"),
            answered_step=F("answers__next_step"),
        )
    )
    return [(Spot(row["occurred_at"], rank, row["pk"]), row) for row in rows[:limit]]


def followup_entry(row, *, why, viewer_id, at, mask, links=(), checks=False):
    """One follow-up as an entry. `why`: the reasons for which it does not count, empty where it does, None where nobody judges.

    `checks`: the viewer says what counts here.
    """
    void = bool(row["voided_at"] or row["replaced"])
    tags, foot, tone = _judged(row, why, void)
    own = row["author_id"] == viewer_id and not void
    hours = (at - row["recorded_at"]).total_seconds() / 3600
    if own:
        url = link("activities:followup_edit", row["pk"])
        label = _("Edit") if hours <= CHANGE_HOURS and not row["check_state"] else _("Correct")
    else:
        ours = checks and not void and why is not None and BEFORE_OWNERSHIP not in why and row["author_id"] != viewer_id
        url, label = (link("activities:followup_check", row["pk"]) if ours else ""), _("Check")
    return entry(
        row["occurred_at"],
        icon=ICONS.get(row["kind"], "chat-dots"),
        tone="" if void else tone,
        who=name_of(row["who_name"], row["who_user"]),
        what=mask.text(_headline(row)),
        body=mask.text(_body(row)),
        tags=tags,
        foot=foot,
        void=void,
        links=links,
        url=url,
        url_label=label,
    )


def _headline(row):
    label = str(FollowUpKind(row["kind"]).label) if row["kind"] in FollowUpKind.values else row["kind"]
    person = row["person"] or row["counterpart"]
    position = row["position"] or (row["title"] if row["person"] else "")
    if person and position:
        person = _("%(person)s (%(title)s)") % {"person": person, "title": position}
    return _("%(kind)s with %(person)s") % {"kind": label, "person": person} if person else label


def _body(row):
    """Everything that was written down, one line each."""
    lines = [
        _("Completed: %(text)s") % {"text": row["answered_step"]} if row["answered_step"] else "",
        _("Purpose: %(text)s") % {"text": row["purpose"]} if row["purpose"] else "",
        row["content"],
        _("Result: %(text)s") % {"text": row["result"]} if row["result"] else "",
        _("Next: %(text)s") % {"text": row["next_step"]} if row["next_step"] else "",
    ]
    return "\n".join(line for line in lines if line)


def _judged(row, why, void):
    """(tags, foot, tone): whether it counts, in words."""
    if row["voided_at"]:
        text = _("Void: %(reason)s") % {"reason": reason_text(row["void_reason"])}
        still = _("Still invalid: %(why)s.") % {"why": said_reasons(why)} if why else ""
        return [(_("Void"), "bad")], " ".join(filter(None, [text, still])), ""
    if row["replaced"]:
        return [(_("Corrected"), "")], _("Replaced by a correction: both stay readable."), ""
    tags, foot, tone = _validity(why)
    if row["corrects_id"]:
        tags.append((_("Correction"), "info"))
    return tags, " ".join([*foot, *_check(row), *_moments(row)]), tone


def _validity(why):
    """(tags, foot, tone) of what the rules say: nothing where they were not asked (`why` is None)."""
    if why is None:
        return [], [], ""
    if not why:
        return [(_("Valid"), "ok")], [], "ok"
    reasons = {"why": said_reasons(why)}
    if {BEFORE_OWNERSHIP, NOT_OWNER}.intersection(why):
        tags = [] if BEFORE_OWNERSHIP in why else [(_("By a colleague"), "info")]
        return tags, [_("Invalid now: %(why)s.") % reasons], ""
    if not set(why) - {LATE, UNCONFIRMED}:
        return [(_("Waiting for the manager"), "warn")], [_("Valid when confirmed: %(why)s.") % reasons], "warn"
    return [(_("Invalid"), "bad")], [_("Invalid: %(why)s.") % reasons], "bad"


def _check(row):
    """What the manager said who checked it."""
    values = {"person": name_of(row["checker_name"], row["checker_user"]), "reason": row["check_reason"]}
    if row["check_state"] == Check.CONFIRMED:
        return [_("Confirmed by %(person)s.") % values]
    if row["check_state"] and row["check_reason"]:
        return [_("Rejected by %(person)s: %(reason)s") % values]
    return []


def _moments(row):
    """When it was entered, where that was late, and when the customer is contacted next."""
    foot = []
    if row["late"] or (row["recorded_at"] - row["occurred_at"]).total_seconds() > 6 * 3600:
        foot.append(_("Entered %(when)s.") % {"when": minute(row["recorded_at"])})
    if row["late_reason"]:
        foot.append(_("Late because: %(text)s") % {"text": row["late_reason"]})
    if row["next_contact_at"]:
        foot.append(_("Next contact %(when)s.") % {"when": minute(row["next_contact_at"])})
    return foot
