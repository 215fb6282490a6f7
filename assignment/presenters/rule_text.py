"""Rules, anchors, reasons and events as sentences in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assignment.rules import policy as p
from assignment.rules import standard as s
from customers.domain.stage_names import StageNames

OUTCOME_NAMES = {
    p.RELEASE: gettext_lazy("Released to the pool"),
    p.ROTATE: gettext_lazy("Passed to a colleague"),
    p.REVIEW: gettext_lazy("Send to manager for review"),
    p.REMIND: gettext_lazy("Reminded"),
    "skipped": gettext_lazy("Skipped"),
    "failed": gettext_lazy("Failed: left for the admin"),
}
ANCHOR_NAMES = {
    "claimed": gettext_lazy("became the owner"),
    "contacted": gettext_lazy("last valid follow-up"),
    "service": gettext_lazy("work of service"),
    "deal": gettext_lazy("last confirmed contract"),
    "stage": gettext_lazy("entered the stage"),
    "count": gettext_lazy("invalid follow-ups"),
}
REASON_NAMES = {
    s.TOO_SHORT: gettext_lazy("too short"),
    s.NO_COUNTERPART: gettext_lazy("contact person missing"),
    s.NO_CONTENT: gettext_lazy("no content"),
    s.FILLER: gettext_lazy("filler only"),
    s.REPEATED: gettext_lazy("the same text as before"),
    s.UNANSWERED: gettext_lazy("nobody was reached"),
    s.LATE: gettext_lazy("entered too late and not confirmed"),
    s.UNCONFIRMED: gettext_lazy("not checked by the manager yet"),
    s.REJECTED: gettext_lazy("rejected by the manager"),
    s.BEFORE_OWNERSHIP: gettext_lazy("from before the current ownership"),
    s.OTHER_KIND: gettext_lazy("not valid as contact under this policy: another type of entry"),
    s.NOT_OWNER: gettext_lazy("not by the owner or a collaborator"),
}
EXEMPT_NAMES = {
    "official": gettext_lazy("does not apply: a contract was signed"),
    "other_stage": gettext_lazy("does not apply in this stage"),
    "key_contact": gettext_lazy("met: a key contact is recorded"),
    "count_open": gettext_lazy("not met"),
    p.APPLICATION: gettext_lazy("waits for the decision about the change to intent"),
}
FLOOR_NAMES = {
    "extension": gettext_lazy("extended"),
    "review": gettext_lazy("continued by the manager"),
    "undo": gettext_lazy("restored by an undo"),
    p.ORDER: gettext_lazy("waits for a service order"),
    p.APPLICATION: gettext_lazy("the change to intent was refused: time to react"),
    "grace": gettext_lazy("the rule was changed: grace period"),
}
KEPT = gettext_lazy("an application for intent made in time keeps it until the decision")
# The questions that an owner can lose, by their kind in the ledger's evidence.
REQUEST_NAMES = {
    "review": gettext_lazy("Review by the manager"),
    "validity": gettext_lazy("Ownership dispute (validity)"),
    "conflict": gettext_lazy("Conflict"),
    "duplicate": gettext_lazy("Ownership of a duplicate"),
}
_STAGES = {"potential": gettext_lazy("potential"), "intent": gettext_lazy("intent")}


def outcome_phrase(outcome):
    """What happens, as the beginning of a sentence."""
    return {
        p.RELEASE: _("Release to the public pool"),
        p.ROTATE: _("Pass to a colleague with free slots (or to the public pool if there is none)"),
        p.REVIEW: _("Send to manager for review"),
    }[outcome]


def condition(rule, department_id=None):
    """When it happens, as the rest of the sentence; stages in the department's own words where one is named."""
    n = rule.number
    if rule.kind == p.NO_CONTACT:
        return ngettext("%(n)d day after the last valid follow-up", "%(n)d days after the last valid follow-up", n) % {
            "n": n
        }
    if rule.kind in (p.NO_DEAL, p.NO_DEAL_REVIEW):
        return ngettext(
            "%(n)d day after the claim or the last confirmed contract",
            "%(n)d days after the claim or the last confirmed contract",
            n,
        ) % {"n": n}
    if rule.kind == p.STAGE_TERM:
        return ngettext(
            "%(n)d day in the stage “%(stage)s” without a contract",
            "%(n)d days in the stage “%(stage)s” without a contract",
            n,
        ) % {"n": n, "stage": _stage(rule.stage, department_id)}
    if rule.kind == p.PROTECTION_TERM:
        return ngettext(
            "%(n)d day after the claim without a contract", "%(n)d days after the claim without a contract", n
        ) % {"n": n}
    if rule.kind == p.INVALID_FOLLOWUPS:
        return ngettext("as soon as %(n)d follow-up is invalid", "as soon as %(n)d follow-ups are invalid", n) % {
            "n": n
        }
    return ngettext(
        "%(n)d day after the claim without a key contact", "%(n)d days after the claim without a key contact", n
    ) % {"n": n}


def _stage(stage, department_id):
    own = StageNames().own(department_id, stage) if department_id else ""
    return own or _STAGES.get(stage, stage)


def sentence(rule, department_id=None):
    """The whole rule read aloud: “Release to the public pool 15 days after the claim without a contract; remind 1 day before.”"""
    text = _("%(outcome)s %(condition)s") % {
        "outcome": outcome_phrase(rule.outcome),
        "condition": condition(rule, department_id),
    }
    if rule.waits_for_application and not rule.remind_days:
        return _("%(said)s; %(kept)s.") % {"said": text, "kept": str(KEPT)}
    if rule.counts or not rule.remind_days:
        return _("%(said)s.") % {"said": text}
    reminder = ngettext("remind %(n)d day before", "remind %(n)d days before", rule.remind_days) % {
        "n": rule.remind_days
    }
    if not rule.waits_for_application:
        return _("%(said)s; %(reminder)s.") % {"said": text, "reminder": reminder}
    return _("%(said)s; %(reminder)s; %(kept)s.") % {"said": text, "reminder": reminder, "kept": str(KEPT)}


def reasons(codes):
    """Why a follow-up does not count, as one phrase."""
    return _(", ").join(str(REASON_NAMES.get(code, code)) for code in codes)
