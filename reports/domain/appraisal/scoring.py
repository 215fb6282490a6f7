"""The score of people in a month as it is now, and what was upheld against them (rows Nf16, Ni16)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from crm_project.accounts.models import User
from reports.models import AppraisalScheme, DrawnRow
from reports.models.spot_checks import Decision
from reports.rules.appraisal.scoring import Measured, Result, result
from reports.rules.periods import Period

from .measures import measured
from .schemes import SchemeBook, rules_of


@dataclass(frozen=True)
class Now:
    """What somebody has in a month as it is now; `untrue`: keys of the drawn rows that were upheld."""

    scheme: AppraisalScheme
    measured: Measured
    untrue: list[int]

    @property
    def result(self) -> Result:
        """By the scheme that holds."""
        return result(rules_of(self.scheme), self.measured, len(self.untrue))


def scores_now(
    people: Iterable[User], month: Period, at: datetime, book: SchemeBook | None = None, *, everything: bool = False
) -> dict[int, Now]:
    """{person: what they have} of those whom a scheme scores; `people` with role and department. As many queries for one as for all.

    `everything`: measure also what no scheme asks for, as it is kept when a month is closed.
    """
    book = book or SchemeBook()
    schemes = {one.pk: scheme for one in people if (scheme := book.scheme(one, month.first))}
    if not schemes:
        return {}
    keys = None if everything else {key for one in schemes.values() for key, *_numbers in (*one.items, *one.deductions)}
    values, untrue = measured(list(schemes), month.first, month.last, at, keys), upheld(schemes, month)
    return {pk: Now(scheme, values[pk], untrue[pk]) for pk, scheme in schemes.items()}


def upheld(ids: Collection[int], month: Period) -> dict[int, list[int]]:
    """{person: drawn rows about days of the month that were upheld as untrue or incomplete}; one query."""
    rows = DrawnRow.objects.filter(
        person__in=ids, day__gte=month.first, day__lte=month.last, decision=Decision.UPHELD
    ).order_by("pk")
    out: dict[int, list[int]] = defaultdict(list)
    for person, pk in rows.values_list("person_id", "pk"):
        out[person].append(pk)
    return out


def plain(found: Measured) -> dict[str, str | None]:
    """What was measured, as it is kept."""
    return {key: None if value is None else str(value) for key, value in found.items()}


def kept(texts: dict[str, str | None]) -> dict[str, Decimal | None]:
    """The other way round."""
    return {key: None if text is None else Decimal(text) for key, text in texts.items()}
