"""Which scorecard holds for a quarter, and the verb that makes a new version of it (row T7)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from contracts.ratings.models import Rating, Scorecard
from contracts.ratings.rules.default_scorecard import default_body
from contracts.ratings.rules.quarters import Quarter
from contracts.ratings.rules.scorecard import SEGMENTS, Card, default, problems, read
from crm_project.accounts.domain import access
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.models.choices import Segment


class Cards:
    """The cards in force in one quarter: {segment: card}, and the row each stands in (None: the default)."""

    def __init__(self, quarter: Quarter) -> None:
        held = Scorecard.objects.filter(holds_from__lte=str(quarter)).order_by("holds_from", "number")
        self.rows = dict.fromkeys(SEGMENTS) | {row.segment: row for row in held}
        self.cards = {segment: _card(segment, row) for segment, row in self.rows.items()}

    def __getitem__(self, segment: str) -> Card:
        return self.cards[segment]


def body_of(segment: str, row: Scorecard | None) -> JsonObject:
    """The body of a version; without a row, the default's."""
    return row.body if row else default_body(segment)


def card_of(rating: Rating) -> Card:
    """The card by which a rating was judged."""
    return _card(rating.segment, rating.scorecard)


def _card(segment: str, row: Scorecard | None) -> Card:
    return read(segment, row.body) if row else default(segment)


def latest(segment: str) -> Scorecard | None:
    """The newest version of a segment, whenever it holds from; None: there is only the default."""
    return Scorecard.objects.filter(segment=segment).order_by("-number").first()


def revise_scorecard(
    *,
    segment: str,
    holds_from: Quarter,
    body: JsonObject,
    note: str,
    by: User | None,
    at: datetime,
    after: int | None = None,
) -> Scorecard:
    """Make a new version that rates from the quarter `holds_from` on; earlier grades stay as they are.

    `after`: the number of the version it was typed over. Refuses with code forbidden, past (a quarter that was rated by then), total (not
    100 points), keys, full, measure, steps, rule, bounds, big_amount, days, raced (there is a newer version than that one).
    """
    if by is not None and not access.may(by, "rating.manage"):
        raise Refused(_("Only somebody who manages the rating can edit scorecards."), code="forbidden")
    if segment not in Segment.values:
        raise Refused(_("There is no segment “%(segment)s”.") % {"segment": segment}, code="segment")
    if holds_from < Quarter.of(local_date(at)):
        raise Refused(
            _("Past quarters keep their scorecard: choose this quarter or a later one."),
            code="past",
            field="holds_from",
        )
    for problem in problems(body):
        raise refusal_of(problem)
    if not (note or "").strip():
        raise Refused(_("Describe what changes and why."), code="note", field="note")
    with transaction.atomic():
        before = latest(segment)
        number = before.number + 1 if before else 2
        if after is not None and number != after + 1:
            raise _raced()
        try:
            with transaction.atomic():
                row = Scorecard.objects.create(
                    segment=segment,
                    number=number,
                    holds_from=str(holds_from),
                    body=body,
                    note=note.strip()[:200],
                    made_by=by,
                    made_at=at,
                )
        except IntegrityError:
            raise _raced() from None
        changes = {"holds_from": [before.holds_from if before else None, row.holds_from], "note": [None, row.note]}
        log.record(by=by, action="scorecard.revised", at=at, subject=row, changes=changes)
        return row


def _raced() -> Refused:
    return Refused(_("There is a newer version than the one you edited: check it first."), code="raced")


def refusal_of(problem: tuple[str, ...]) -> Refused:
    """What `problems` found, as a refusal at the field of the form."""
    code, key, detail = problem
    return Refused(_sentence(code, key, detail), code=code, field=f"{key}_full" if key else _FIELDS.get(code))


# The form field of what is wrong with the whole card.
_FIELDS = {"bounds": "bound_AAA", "big_amount": "big_amount", "days": "days"}


def _sentence(code: str, key: str, detail: str) -> str:
    said = {
        "total": _("The full marks add up to %(detail)s: they must add up to 100."),
        "keys": _("Use each indicator once, and include “%(detail)s”: grade AAA of direct customers requires it."),
        "full": _("%(key)s: full marks must be more than 0."),
        "measure": _("%(key)s: this indicator can't be computed; let sales or finance rate it."),
        "steps": _("%(key)s: the highest step must give the full marks of %(detail)s, none less than 0."),
        "rule": _("%(key)s: the value for no points and the value for full marks must differ."),
        "bounds": _("Each grade needs fewer points than the one above it, between 0 and 100."),
        "big_amount": _("The purchases of a big customer must be more than 0."),
        "days": _("Sheets stay open for 1 to 80 days, and people are reminded before they close."),
    }[code]
    return said % {"key": key, "detail": detail}
