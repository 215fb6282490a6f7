"""What each contradiction says, in the reader's language (row Nf9)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_project.notices.presenters.kinds import Params
from reports.models.contradictions import Kind


def kind_text(kind):
    """The rule in a few words."""
    return str(Kind(kind).label) if kind in Kind.values else kind


def sentence(row):
    """What does not go together."""
    said = row.said
    if row.kind == Kind.VISIT:
        return _("A visit is recorded for %(when)s, but no field visit to this customer is registered then.") % Params(
            said
        )
    if row.kind == Kind.OUTING:
        return _(
            "A field visit to this customer is registered from %(left)s to %(back)s, but no visit of that day is recorded."
        ) % Params(said)
    if row.kind == Kind.EXPENSE:
        return _(
            "An expense for a visit is claimed for %(day)s, but on that day no visit, field visit, trip or signed contract with this customer is recorded."
        ) % Params(said)
    if row.kind == Kind.PLACES:
        return _(
            "A visit is recorded for %(when)s, but other records of that time are with another customer."
        ) % Params(said)
    number = said.get("n") or 0
    return ngettext(
        "%(n)d visit of days before was entered on %(day)s, at the end of the month.",
        "%(n)d visits of days before were entered on %(day)s, all at once at the end of the month.",
        number,
    ) % Params({**said, "n": number})


def way(row):
    """What puts it right."""
    return {
        Kind.VISIT: _("Enter the field visit afterwards, or correct the time of the follow-up."),
        Kind.OUTING: _("Write the follow-up, or correct the field visit."),
        Kind.EXPENSE: _("Write down the visit of that day, or explain the expense."),
        Kind.PLACES: _("Correct the time of one of the two."),
        Kind.BURST: _("Explain why they were entered so late."),
    }[Kind(row.kind)]


def with_kind(text):
    """The text of a notice with `%(rule)s`, the rule in words, besides its own parameters."""

    def worded(params):
        return str(text) % Params({**params, "rule": kind_text(params.get("kind", ""))})

    return worded


def stored_contradiction(name):
    """The name of a contradiction as the audit keeps it, with the rule in the reader's language."""
    rest, _space, kind = name.rpartition(" ")
    return f"{rest} · {kind_text(kind)}"
