"""Owners are reminded of customers overdue for contact: on Mondays of all, on other days of those overdue since yesterday (Ni13, M13)."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import F, QuerySet
from django.urls import reverse

from crm_project.lib.time import local_date
from crm_project.notices.domain.notify import notice, send
from customers.models import Customer, Ownership

from .contact_due import late_ownerships
from .important import short_of_people

MONDAY, NAMED = 0, 3
OVERDUE, ALONE = "?overdue=on", "?alone=on"


def remind_owners(*, at: datetime) -> int:
    """One notice to each owner; a second run on the same day tells nobody again. Returns how many owners were meant."""
    rows = late_ownerships(at)
    if local_date(at).weekday() != MONDAY:
        rows = rows.exclude(pk__in=late_ownerships(at - timedelta(days=1)).values("pk"))
    return _tell(rows, "contact_overdue", OVERDUE, at)


def remind_of_people(*, at: datetime) -> int:
    """On Mondays: one notice to each owner of important new customers that too few people are in contact with (M13)."""
    if local_date(at).weekday() != MONDAY:
        return 0
    short = short_of_people(Customer.objects.filter(merged_into=None, removed_at=None))
    return _tell(Ownership.objects.filter(pk__in=short.values("pk")), "second_person", ALONE, at)


def _tell(rows: QuerySet[Ownership], kind: str, query: str, at: datetime) -> int:
    by_owner = defaultdict(list)
    found = rows.filter(owner__is_active=True).order_by("owner_id", "customer__name")
    for owner, name in found.values_list("owner_id", F("customer__name")).iterator():
        by_owner[owner].append(name)
    url, key = f"{reverse('customers:list')}{query}", f"{kind}:{local_date(at)}"
    send(
        [
            notice(owner, kind, at=at, url=url, key=key, n=len(names), names=names[:NAMED])
            for owner, names in by_owner.items()
        ]
    )
    return len(by_owner)
