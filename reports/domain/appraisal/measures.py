"""What a score can measure: every figure of people's work, and shares of what was kept, each defined once (rows Nf16, Z3, Ni13, Nf7, Ni1)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Q, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from activities.domain import same_day
from crm_project import catalogue
from crm_project.accounts.models import User
from crm_project.lib.figure import LOSS, Value
from crm_project.lib.time import day_bounds
from crm_project.violations.models import Violation
from crm_project.violations.models.choices import Effect
from customers.domain.completeness import incomplete
from customers.domain.contact_due import late_ownerships, of_timed_class
from customers.models import Customer, Ownership
from reports.domain import figures
from reports.domain.work_reports.demanded import demands_due
from reports.models import Contradiction

COMPLETE, RHYTHM, REPORTS, SAME_DAY = "complete_files", "rhythm_kept", "reports_in_time", "entered_same_day"
Share = tuple[int, int]
HUNDRED, TENTH = Decimal(100), Decimal("0.1")


@dataclass(frozen=True)
class Measure:
    """A share in percent: its name, and what counts as a sentence; `count`: {person: (good, all)}."""

    label: str | Promise
    says: str | Promise
    count: Callable[[Collection[int], date, date, datetime], Mapping[int, Share]]


def _complete(ids: Collection[int], first: date, last: date, at: datetime) -> dict[int, Share]:
    lacking = incomplete(Customer.objects.all()).order_by().values("pk")
    return _held(ids, Q(customer__in=lacking), Q())


def _rhythm(ids: Collection[int], first: date, last: date, at: datetime) -> dict[int, Share]:
    return _held(ids, Q(pk__in=late_ownerships(at).order_by().values("pk")), of_timed_class())


def _held(ids: Collection[int], bad: Q, asked: Q) -> dict[int, Share]:
    rows = Ownership.objects.filter(asked, owner__in=ids).order_by().values("owner")
    found = rows.annotate(n=Count("pk"), bad=Count("pk", filter=bad)).values_list("owner", "n", "bad")
    return {owner: (n - bad, n) for owner, n, bad in found}


def _reports(ids: Collection[int], first: date, last: date, at: datetime) -> dict[int, Share]:
    out: dict[int, Share] = {}
    people = User.objects.filter(pk__in=ids).select_related("role", "department")
    for one in demands_due(people, first, last, at):
        good, n = out.get(one.person.pk, (0, 0))
        out[one.person.pk] = (good + one.in_time, n + 1)
    return out


def _same_day(ids: Collection[int], first: date, last: date, at: datetime) -> dict[int, Share]:
    begin, end = day_bounds(first, last)
    return same_day.counts(ids, begin, end)


SHARES: dict[str, Measure] = {
    COMPLETE: Measure(
        _("Complete files"),
        _("Of the customers owned, the share whose file lacks nothing, on the day of the count."),
        _complete,
    ),
    RHYTHM: Measure(
        _("Contact rhythm kept"),
        _(
            "Of the customers whose class asks for regular contact, the share that is not overdue, on the day of the count."
        ),
        _rhythm,
    ),
    REPORTS: Measure(
        _("Work reports in time"),
        _("Of the work reports that were due in the month, the share handed in by then."),
        _reports,
    ),
    SAME_DAY: Measure(
        _("Entered on the day"),
        _("Of the follow-ups of the month, the share entered on the day on which they happened."),
        _same_day,
    ),
}


# Its own measure, no figure of work: what a contradiction costs is a matter of the rules that found it.
CONTRADICTIONS = "contradictions"
_CONTRADICTIONS = (
    _("Points for contradictions"),
    _(
        "Contradictions of the month that were not accepted, each with the points of its rules. Appealed ones do not count."
    ),
)

# The same of violations: each that was upheld with a deduction costs what the scheme says (Nh6).
VIOLATIONS = "violations"
_VIOLATIONS = (
    _("Violations with a deduction"),
    _("Violations that were upheld in the month with a deduction. Appealed and void ones do not count."),
)
_SPECIAL = {CONTRADICTIONS: _CONTRADICTIONS, VIOLATIONS: _VIOLATIONS}


def _violations(ids: Collection[int], first: date, last: date) -> dict[int, int]:
    since, until = day_bounds(first)[0], day_bounds(last)[1]
    decided = {"decided_at__gte": since, "decided_at__lt": until}
    rows = Violation.objects.upheld().filter(effect=Effect.DEDUCTION, person__in=ids, **decided)
    return dict(rows.order_by().values_list("person").annotate(n=Count("pk")))


def _contradictions(ids: Collection[int], first: date, last: date) -> dict[int, int]:
    rows = Contradiction.objects.counting().filter(person__in=ids, day__gte=first, day__lte=last).order_by()
    return dict(rows.values("person").annotate(n=Sum("rules__points")).values_list("person", "n"))


def scorable() -> dict[str, tuple[str | Promise, str | Promise]]:
    """{key: (name, what counts)} of all that can give points; what was lost gives none."""
    found = {
        key: (figure.label, figure.says) for key, (figure, _s) in catalogue.figures().items() if figure.measures != LOSS
    }
    return found | {key: (one.label, one.says) for key, one in SHARES.items()}


def deductible() -> dict[str, tuple[str | Promise, str | Promise]]:
    """{key: (name, what counts)} of all that can cost points: contradictions, violations, and what was lost."""
    lost = {
        key: (figure.label, figure.says) for key, (figure, _s) in catalogue.figures().items() if figure.measures == LOSS
    }
    return {**_SPECIAL, **lost}


def label(key: str) -> str:
    """The name of what is measured; what no app declares any more keeps its key."""
    if key in SHARES:
        return str(SHARES[key].label)
    if key in _SPECIAL:
        return str(_SPECIAL[key][0])
    known = catalogue.figures()
    return str(known[key][0].label) if key in known else key


def measured(
    ids: Collection[int], first: date, last: date, at: datetime, keys: Collection[str] | None = None
) -> dict[int, dict[str, Decimal | None]]:
    """{person: {key: value}}; a share of nothing is None. As many queries for one person as for all.

    `keys`: what is wanted (None: all that can be measured).
    """
    out: dict[int, dict[str, Decimal | None]] = {
        pk: {**values} for pk, values in counted(ids, first, last, keys).items()
    }
    for key, one in SHARES.items():
        if keys is not None and key not in keys:
            continue
        shares = one.count(ids, first, last, at)
        for pk in ids:
            out[pk][key] = _percent(*shares.get(pk, (0, 0)))
    return out


def counted(
    ids: Collection[int], first: date, last: date, keys: Collection[str] | None = None
) -> dict[int, dict[str, Decimal]]:
    """The same without the shares, which tell of the day of their count: what can be counted anew at any time."""
    out: dict[int, dict[str, Decimal]] = {pk: {} for pk in ids}
    found: Mapping[int, Mapping[str, Value]] = figures.count(ids, first, last, keys)
    for pk, values in found.items():
        out[pk] |= {key: Decimal(value) for key, value in values.items()}
    if keys is None or CONTRADICTIONS in keys:
        for pk, points in _contradictions(ids, first, last).items():
            out[pk][CONTRADICTIONS] = Decimal(points)
    if keys is None or VIOLATIONS in keys:
        for pk, n in _violations(ids, first, last).items():
            out[pk][VIOLATIONS] = Decimal(n)
    return out


def _percent(good: int, n: int) -> Decimal | None:
    return (HUNDRED * good / n).quantize(TENTH, ROUND_HALF_UP) if n else None
