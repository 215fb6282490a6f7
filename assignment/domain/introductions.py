"""Introductions of new owners after a handover: whose turn, since when, overdue for whom (rows Z16, Ne9, M14)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from assignment.company_settings import INTRODUCTION_DAYS
from assignment.domain.handover.left_behind import chase_handovers
from assignment.models import HandoverItem
from assignment.open_work import introductions
from crm_project.accounts.domain.access import decider, department_ids, may
from crm_project.accounts.domain.settings_store import value
from crm_project.accounts.models import User
from crm_project.notices.domain.notify import tell
from customers.domain.access.gate import openable


def introduction_days() -> int:
    """Days within which a new owner is introduced; read from the process's memory."""
    return value(INTRODUCTION_DAYS)


def mine(user: User) -> QuerySet[HandoverItem]:
    """Customers this person received and has not been introduced to yet."""
    return introductions().filter(to=user)


def of_team(user: User) -> QuerySet[HandoverItem]:
    """The same of everybody in the departments where the user runs handovers; restricted files only where they may be opened."""
    if not may(user, "handover.run"):
        return HandoverItem.objects.none()
    ids = department_ids(user, "handover.run")
    rows = introductions().filter(openable(user, "customer_id"))
    return rows if ids is None else rows.filter(to__department_id__in=ids)


def overdue(rows: QuerySet[HandoverItem], at: datetime, days: int | None = None) -> QuerySet[HandoverItem]:
    """Those of `rows` that wait longer than the term."""
    return rows.filter(moved_at__lte=at - timedelta(days=days or introduction_days()))


def remind_of_introductions(*, at: datetime) -> int:
    """Ask for overdue introductions once a term, and for for handovers that are not carried out every day; returns how many people."""
    days = introduction_days()
    again = Q(reminded_at__isnull=True) | Q(reminded_at__lte=at - timedelta(days=days))
    late = overdue(introductions(), at, days).filter(again, to__is_active=True)
    count = 0
    for person in User.objects.filter(pk__in=late.order_by().values("to")).select_related("department").order_by("pk"):
        count += _remind(person, late, days, at)
    return count + chase_handovers(at=at)


def _remind(person: User, late: QuerySet[HandoverItem], days: int, at: datetime) -> int:
    with transaction.atomic():
        ids = list(
            late.select_for_update(skip_locked=True, of=("self",)).filter(to=person).values_list("pk", flat=True)
        )
        if not ids:
            return 0
        HandoverItem.objects.filter(pk__in=ids).update(reminded_at=at)
        url = reverse("assignment:introductions")
        key = f"introductions:{person.pk}:{at:%F}"
        tell([person], "introductions_late", at=at, key=key, url=url, n=len(ids), days=days)
        boss = decider(person.department, 1, "handover.run", exclude=[person]) if person.department_id else None
        tell([boss], "introductions_late_team", at=at, key=key, url=f"{url}?show=late", n=len(ids), person=str(person))
        return 1
