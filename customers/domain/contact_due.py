"""Which customers were not contacted in the rhythm of their class (rows Ni13, Ni14): asked of the database, for lists and counts.

Only a contact that counts resets it: by the owner's policy where that judges follow-ups, else one that was answered, stands
uncorrected and was not rejected. Never read to decide who owns a customer.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from activities.models import FollowUp
from activities.models.choices import Check, FollowUpKind
from assignment.domain.followup_queries import not_voided
from assignment.domain.policies.lookup import PolicyBook
from crm_project.accounts.models import Department
from crm_project.lib.database.prepared import prepared
from crm_project.lib.json_values import JsonObject
from crm_project.lib.once_a_minute import OnceAMinute
from customers.domain.rhythm import Rhythm
from customers.models import Collaborator, Customer, Ownership
from customers.models.choices import Segment
from deals.models import Deal
from deals.models.choices import Status

from .rhythm import every, watched
from .rhythm import of_class as rhythm_of

# A class without a segment is read as one of direct customers.
_SEGMENT = Case(When(customer__segment="", then=Value(Segment.DIRECT)), default=F("customer__segment"))


@OnceAMinute
def _paths() -> tuple[tuple[int, str], ...]:
    """(id, path) of all departments; read at most once a minute and process, as every home page asks."""
    return tuple(Department.objects.order_by("path").values_list("pk", "path"))


def forget() -> None:
    """Read the tree anew."""
    _paths.forget()


def departments(at: datetime, book: PolicyBook | None = None) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """(ids where the policy reads follow-ups by a standard of its own: the stored contact is a judged one, ids of the others in
    which a follow-up waits for the manager's check)."""
    book, judged, checked = book or PolicyBook(), [], []
    for pk, path in _paths():
        policy = book.for_path(path, at)
        if policy and policy.uses_followups and policy.standard.strict:
            judged.append(pk)
        elif policy and policy.standard.check:
            checked.append(pk)
    return tuple(judged), tuple(checked)


def with_contact(rows: QuerySet[Ownership], judged: tuple[int, ...], checked: tuple[int, ...]) -> QuerySet[Ownership]:
    """Ownership rows with `contact`: when the customer was last contacted so that it counts, else when it became the owner's."""
    helpers = Collaborator.objects.filter(customer=OuterRef("customer"), until=None, user=OuterRef("author"))
    real = (
        FollowUp.objects.filter(
            not_voided(),
            Q(author=OuterRef("owner")) | Exists(helpers),
            customer=OuterRef("pk"),
            answered=True,
            occurred_at__gte=OuterRef("since"),
        )
        .exclude(check_state=Check.REJECTED)
        .exclude(kind=FollowUpKind.NOTE)
        .order_by("-occurred_at")
        .values("occurred_at")
    )
    contacted = Case(
        When(department__in=judged, then=F("contacted_at")),
        When(department__in=checked, then=Subquery(real.filter(check_state=Check.CONFIRMED)[:1])),
        default=Subquery(real[:1]),
    )
    return rows.alias(contact=Coalesce(contacted, F("since")))


def of_class(segment: str, level: str) -> Q:
    """Ownerships of a class."""
    segments = [segment, ""] if segment == Segment.DIRECT else [segment]
    return Q(customer__segment__in=segments, customer__level=level)


def of_timed_class() -> Q:
    """Ownerships of a class of which regular contact is asked."""
    out = Q(pk__in=[])
    for (segment, level), rhythm in watched().items():
        if rhythm.timed:
            out |= of_class(segment, level)
    return out


def late(classes: tuple[tuple[tuple[str, str], Rhythm], ...], silent_since: Mapping[int, datetime]) -> Q:
    """Of Ownership with `contact`: the time that its class leaves between contacts is over. `silent_since`: {days: moment}."""
    out = Q(pk__in=[])
    for (segment, level), rhythm in classes:
        if rhythm.timed:
            out |= of_class(segment, level) & _late_by_line(rhythm, silent_since)
    return out


def _late_by_line(rhythm: Rhythm, silent_since: Mapping[int, datetime]) -> Q:
    """The shortest time among the lines of the open deals holds; without an open deal, `other`."""
    out, shorter = Q(pk__in=[]), Q()
    for days, line in sorted((days, line) for line, days in rhythm.days.items() if line and days):
        out |= shorter & _open(line) & Q(contact__lt=silent_since[days])
        shorter &= ~_open(line)
    if rhythm.other:
        out |= ~_open() & Q(contact__lt=silent_since[rhythm.other])
    return out


def _open(line: str | None = None) -> Q:
    deals = Deal.objects.filter(customer=OuterRef("pk"), status=Status.OPEN)
    return Q(Exists(deals.filter(line=line) if line else deals))


def _asked(classes: tuple[tuple[tuple[str, str], Rhythm], ...], at: datetime) -> tuple[tuple[int, ...], list[datetime]]:
    """(days in order, moments before which a contact is too old, both as long)."""
    days = sorted({n for _key, rhythm in classes for n in rhythm.days.values() if n})
    return tuple(days), [at - timedelta(days=n) for n in days]


def late_ownerships(
    at: datetime, rows: QuerySet[Ownership] | None = None, classes: Mapping[tuple[str, str], Rhythm] | None = None
) -> QuerySet[Ownership]:
    """Those among `rows` (default: all) that are overdue for a contact."""
    asked = tuple((watched() if classes is None else classes).items())
    days, moments = _asked(asked, at)
    rows = with_contact(Ownership.objects.all() if rows is None else rows, *departments(at))
    return rows.filter(late(asked, dict(zip(days, moments, strict=True))))


def contact_counts(
    at: datetime, *, owner: int | None = None, of_departments: Collection[int] = (), book: PolicyBook | None = None
) -> list[JsonObject]:
    """[{owner_id, name, user, segment, level, n, late}] for the classes of which something is asked: of one owner, or of everybody
    in departments (ids); one query beside those for policies."""
    classes = tuple(watched().items())
    days, moments = _asked(classes, at)
    if not classes:
        return []
    judged, checked = departments(at, book)
    fixed = {"days": days, "classes": classes, "judged": judged, "checked": checked}
    # A list must not be empty: of classes with numbers and no days nothing is ever late.
    moments = moments or [at]
    return _of_owner(owner, moments, **fixed) if owner else _of_team(sorted(of_departments), moments, **fixed)


@prepared
def _of_owner(owner: int, moments: Sequence[datetime], **fixed: Any) -> QuerySet[Ownership, Mapping[str, Any]]:
    return _counted(Ownership.objects.filter(owner=owner), moments, **fixed)


@prepared
def _of_team(ids: Sequence[int], moments: Sequence[datetime], **fixed: Any) -> QuerySet[Ownership, Mapping[str, Any]]:
    return _counted(Ownership.objects.filter(department__pk__in=ids), moments, **fixed)


def _counted(
    rows: QuerySet[Ownership],
    moments: Sequence[datetime],
    *,
    days: tuple[int, ...],
    classes: tuple[tuple[tuple[str, str], Rhythm], ...],
    judged: tuple[int, ...],
    checked: tuple[int, ...],
) -> QuerySet[Ownership, Mapping[str, Any]]:
    asked = Q(pk__in=[])
    for (segment, level), _rhythm in classes:
        asked |= of_class(segment, level)
    is_late = late(classes, dict(zip(days, moments, strict=False)))
    found = with_contact(rows, judged, checked).filter(asked).order_by()
    names = {"name": F("owner__full_name"), "user": F("owner__username")}
    grouped: QuerySet[Ownership, Any] = found.values("owner_id", **names, level=F("customer__level"), segment=_SEGMENT)
    return grouped.annotate(n=Count("pk"), late=Count("pk", filter=is_late))


def due_of(customer: Customer, ownership: Ownership | None, at: datetime) -> tuple[int, str, datetime, datetime] | None:
    """(days, line, last contact, due): when the owner contacts this customer again; line "" without an open deal. None: not asked."""
    asked = rhythm_of(customer.segment, customer.level)
    if ownership is None or asked is None or not asked.timed:
        return None
    lines = {line for (line,) in _lines(customer.pk)}
    days = every(asked, lines)
    if not days:
        return None
    judged, checked = departments(at)
    (row,) = _contact(customer.pk, judged=judged, checked=checked) or (None,)
    if row is None:
        return None
    shortest = next((line for line in ("short", "mid", "long") if line in lines and asked.days[line] == days), "")
    return days, shortest, row["last"], row["last"] + timedelta(days=days)


@prepared
def _lines(customer: int) -> QuerySet[Deal, tuple[Any, ...]]:
    return Deal.objects.filter(customer=customer, status=Status.OPEN).order_by().values_list("line").distinct()


@prepared
def _contact(
    customer: int, *, judged: tuple[int, int], checked: tuple[Any, ...]
) -> QuerySet[Ownership, Mapping[str, Any]]:
    return with_contact(Ownership.objects.filter(pk=customer), judged, checked).values(last=F("contact"))
