"""Owners are reminded of customers overdue for contact: on Mondays of all, on other days of those overdue since yesterday (Ni13)."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import F
from django.urls import reverse

from assignment.policies import local_date
from crm_project.notices.notify import notice, send

from .contact_due import late_ownerships

MONDAY, NAMED = 0, 3
OVERDUE = "?overdue=on"


def remind(*, at):
    """One notice to each owner; a second run on the same day tells nobody again. Returns how many owners were meant."""
    rows = late_ownerships(at)
    if local_date(at).weekday() != MONDAY:
        rows = rows.exclude(pk__in=late_ownerships(at - timedelta(days=1)).values("pk"))
    by_owner = defaultdict(list)
    found = rows.filter(owner__is_active=True).order_by("owner_id", "customer__name")
    for owner, name in found.values_list("owner_id", F("customer__name")).iterator():
        by_owner[owner].append(name)
    send(
        notice(
            owner,
            "contact_overdue",
            at=at,
            url=f"{reverse('customers:list')}{OVERDUE}",
            key=f"contact-overdue:{local_date(at)}",
            n=len(names),
            names=names[:NAMED],
        )
        for owner, names in by_owner.items()
    )
    return len(by_owner)
