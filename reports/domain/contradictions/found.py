"""What the queries of contradictions have in common: the days, the people, what was found (row Nf9)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from activities.models import FollowUp
from activities.models.choices import FollowUpKind
from assignment.domain.followup_queries import not_voided
from crm_project.lib.time import day_bounds, zone
from reports.models import Contradiction, Trip
from reports.models.contradictions import State
from reports.models.trips import STANDING
from reports.rules.contradictions.facts import Visit

from .rule_versions import Part


@dataclass(frozen=True)
class Found:
    """One contradiction: whose, about what, its evidence [(what, key)], and what its sentence names."""

    kind: str
    subject_id: int
    person_id: int
    customer_id: int | None
    day: date
    evidence: tuple[tuple[str, int], ...]
    said: Mapping[str, Any] = field(default_factory=dict)
    suffix: str = ""

    @property
    def key(self) -> str:
        """What names it once."""
        return f"{self.kind}:{self.subject_id}{self.suffix}"


@dataclass(frozen=True)
class Asked:
    """What is compared: a part of the company and of the calendar, as of a day; `only`: of these subjects, whatever the days;
    `again`: those found already too."""

    part: Part
    today: date
    only: Collection[int] | None = None
    again: bool = False

    def people(self, name: str) -> Q:
        """Condition that the person under this name works in the departments."""
        places = self.part.departments
        return Q() if places is None or self.only is not None else Q(**{f"{name}__department__in": places})

    def moments(self, name: str) -> Q:
        """Condition that this moment lies on the days."""
        begin, end = day_bounds(self.part.first, self.part.last)
        return Q() if self.only is not None else Q(**{f"{name}__gte": begin, f"{name}__lt": end})

    def days(self, name: str) -> Q:
        """Condition that this day is one of them."""
        return Q() if self.only is not None else Q(**{f"{name}__gte": self.part.first, f"{name}__lte": self.part.last})

    def subjects(self, kind: str) -> Q:
        """Condition on what is asked about: those not found already, or `only` these."""
        if self.only is not None:
            return Q(pk__in=self.only)
        if self.again:
            return Q()
        known = Contradiction.objects.filter(kind=kind, subject_id=OuterRef("pk")).exclude(state=State.GONE)
        return ~Q(Exists(known))


def visits(asked: Asked) -> QuerySet[Any]:
    """Visits to customers that stand, of these people and days, with the company's day of each."""
    rows = FollowUp.objects.filter(
        not_voided(), asked.people("author"), asked.moments("occurred_at"), kind=FollowUpKind.VISIT_OUT
    )
    return rows.annotate(day=TruncDate("occurred_at", tzinfo=zone()))


def on_trip(person: str, day: str) -> Exists:
    """Whether the person was on a trip on the day; both by the names of the row outside."""
    return Exists(
        Trip.objects.filter(
            traveller=OuterRef(person), state__in=STANDING, first__lte=OuterRef(day), last__gte=OuterRef(day)
        )
    )


def moved(name: str, by: timedelta) -> ExpressionWrapper:
    """A moment moved by so much."""
    return ExpressionWrapper(F(name) + by, output_field=DateTimeField())


def as_visit(row: FollowUp) -> Visit:
    """A follow-up as the rules take it."""
    return Visit(row.pk, row.customer_id, row.occurred_at, row.recorded_at)


def moment_text(moment: datetime) -> str:
    """As it is kept for the sentence."""
    return f"{moment.astimezone(zone()):%Y-%m-%d %H:%M}"
