"""The figures of follow-ups (rows Z2, Nf16)."""

from collections import Counter
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from activities.domain.judged import INVALID_ONE, VALID, Judged, judged
from activities.models.choices import FollowUpKind
from crm_project.lib.figure import LOSS, VOLUME, Figure, FigureRow, FigureSource

CALLS = (FollowUpKind.CALL_OUT, FollowUpKind.CALL_IN)
VISITS = (FollowUpKind.VISIT_OUT, FollowUpKind.VISIT_IN)
# {key: whether a judged follow-up counts}
COUNTS: dict[str, Callable[[Judged], bool]] = {
    "followups": lambda one: True,
    "valid_followups": lambda one: one.verdict == VALID,
    "invalid_followups": lambda one: one.verdict == INVALID_ONE,
    "calls": lambda one: one.verdict == VALID and one.kind in CALLS,
    "visits": lambda one: one.verdict == VALID and one.kind in VISITS,
}
FIGURES = (
    Figure(
        "followups",
        _("Follow-ups"),
        _(
            "Written by the person about an exchange of these days. Void ones, and those that were corrected, do not count."
        ),
        measures=VOLUME,
    ),
    Figure(
        "valid_followups",
        _("Valid follow-ups"),
        _(
            "Of these, those that were valid under the policy that held for the customer's owner on that day, written by that owner or a registered collaborator."
        ),
    ),
    Figure(
        "invalid_followups",
        _("Invalid follow-ups"),
        _(
            "Of these, those whose text, contact or answer did not meet that policy, or which the manager rejected. Others' customers and the pool do not count."
        ),
        measures=LOSS,
    ),
    Figure("calls", _("Calls"), _("Valid follow-ups of the types “outgoing call” and “incoming call”.")),
    Figure("visits", _("Visits"), _("Valid follow-ups of the types “site visit” and “customer visited us”.")),
)


def _count(people, first, last):
    found: Counter = Counter()
    for one in judged(people, first, last):
        found.update((one.person_id, key) for key, counts in COUNTS.items() if counts(one))
    return found


def _rows(key, person, first, last):
    kinds = dict(FollowUpKind.choices)
    found = [one for one in judged([person], first, last) if COUNTS[key](one)]
    found.sort(key=lambda one: (one.at, one.id), reverse=True)
    return [FigureRow(one.at, one.customer_id, str(kinds.get(one.kind, one.kind))) for one in found]


SOURCES = (FigureSource(10, FIGURES, _count, _rows),)
