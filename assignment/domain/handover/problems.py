"""Why a customer of a handover could not move or be informed, in the reader's language (row Z16)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignment.models import HandoverItem

SENTENCES = {
    "other_owner": gettext_lazy("had another owner by then"),
    "slots": gettext_lazy("All %(slots)s slots of %(person)s are taken: choose somebody else, or the pool."),
    "taker": gettext_lazy("%(person)s can't hold customers: choose somebody else."),
    "same": gettext_lazy("It already belongs to %(person)s."),
    "gone": gettext_lazy("It no longer exists."),
    "merged": gettext_lazy("It was merged into another customer."),
    "removed": gettext_lazy("It was removed as invalid."),
    "no_address": gettext_lazy("No e-mail address: print the letter."),
}


class _Gaps(dict):
    def __missing__(self, key: str) -> str:
        return "–"


def problem_text(item: HandoverItem) -> str:
    """The sentence of an item's problem, empty where there is none."""
    if not item.problem:
        return ""
    sentence = SENTENCES.get(item.problem)
    if sentence is None:
        # Kept before problems had codes, or a refusal that nobody foresaw.
        return (
            item.problem
            if " " in item.problem
            else _("It could not be transferred: try again, or transfer it manually.")
        )
    return str(sentence) % _Gaps(item.problem_values or {})
