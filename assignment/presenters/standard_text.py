"""When a follow-up is valid, in words (row Nd7)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models.choices import FollowUpKind
from assignment.rules.standard import KINDS


def _kinds(standard):
    """Which entries are contact."""
    if standard.kinds is None:
        return _("Every type of follow-up is valid as contact; a completed task is not.")
    if set(standard.kinds) == set(KINDS):
        return _("Every type of follow-up is valid as contact, and so is a completed task with a result.")
    named = [str(FollowUpKind(kind).label) for kind in KINDS if kind in standard.kinds]
    return _("Valid as contact: %(kinds)s.") % {"kinds": _(", ").join(named)}


def standard(policy):
    """[(key, name, sentence)]: when a follow-up counts."""
    s = policy.standard
    if not s.strict:
        out = [("strict", _("Valid"), _("Every follow-up with text is valid."))]
    else:
        out = [
            (
                "strict",
                _("Valid"),
                _(
                    "A follow-up is valid if it has at least %(chinese)d Chinese characters, or %(words)d words without Chinese."
                )
                % {"chinese": s.min_chinese, "words": s.min_words},
            ),
            (
                "counterpart",
                _("Counterpart"),
                _("The contact person is required.") if s.counterpart else _("The contact person is not required."),
            ),
            (
                "answered",
                _("Answered"),
                _("Unanswered calls and e-mails are invalid.")
                if s.answered
                else _("Calls and e-mails are valid even if nobody answered."),
            ),
            (
                "filler",
                _("Filler"),
                ngettext(
                    "%(n)d filler phrase: a text of filler only is invalid.",
                    "%(n)d filler phrases: a text of filler only is invalid.",
                    len(s.filler),
                )
                % {"n": len(s.filler)},
            ),
            (
                "repeated_days",
                _("Repetition"),
                _("The same text is not valid twice while the customer has the same owner.")
                if s.repeated_days is None
                else ngettext(
                    "The same text again within %(n)d day is invalid.",
                    "The same text again within %(n)d days is invalid.",
                    s.repeated_days,
                )
                % {"n": s.repeated_days}
                if s.repeated_days
                else _("Repeated texts are valid."),
            ),
        ]
    out.append(("kinds", _("Types of contact"), _kinds(s)))
    out.append(("late_hours", _("Late entries"), late(s.late_hours)))
    out.append(("check", _("Check"), checked(s.check)))
    return out


def late(hours):
    """What becomes of a follow-up that is entered late; None: nothing."""
    if hours is None:
        return _("Late entries are valid.")
    return ngettext(
        "Entered more than %(n)d hour late (on days off: after the next working day), it becomes valid when the manager confirms it.",
        "Entered more than %(n)d hours late (on days off: after the next working day), it becomes valid when the manager confirms it.",
        hours,
    ) % {"n": hours}


def checked(check):
    """Whether a follow-up waits for the manager."""
    return _("Valid only after the manager has checked it.") if check else _("Valid without a check.")
