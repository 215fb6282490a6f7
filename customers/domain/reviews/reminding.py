"""Reminding of reviews that come due, and telling the manager of those that are overdue: each date once (row M5)."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse

from crm_project.accounts.domain.access import decider, scope
from crm_project.accounts.models import Department, User
from crm_project.accounts.models.choices import Scope
from crm_project.lib.time import local_date
from crm_project.notices.domain.notify import notice, send
from customers.models import ReviewDate

from . import stored
from .access import RIGHT

NAMED, HEADS = 3, 1


def remind(*, at: datetime) -> tuple[int, int]:
    """Work out all dates, then one notice a person for what comes due and one for what is overdue; (files reminded of, told of)."""
    stored.refresh_all(at=at)
    today = local_date(at)
    with transaction.atomic():
        coming = _tell(_dates(remind_on__lte=today).exclude(reminded_for=F("due_on")), "review_due", "soon", at)
        ReviewDate.objects.filter(pk__in=coming).update(reminded_for=F("due_on"))
        late = _tell(_dates(escalate_on__lte=today).exclude(escalated_for=F("due_on")), "review_overdue", "overdue", at)
        ReviewDate.objects.filter(pk__in=late).update(escalated_for=F("due_on"))
    return len(coming), len(late)


def _dates(**which: Any) -> QuerySet[ReviewDate]:
    rows = ReviewDate.objects.filter(customer__merged_into=None, customer__removed_at=None, **which)
    return rows.select_for_update(no_key=True, of=("self",)).order_by("due_on", "pk")


def _tell(rows: QuerySet[ReviewDate], kind: str, tab: str, at: datetime) -> list[int]:
    """Keepers hear of what comes due, the head of the department of what is overdue; the keys of the files."""
    found = list(
        rows.values_list("pk", "customer__name", "customer__department_id", "customer__ownership__department_id")
    )
    if not found:
        return []
    common = keepers() if kind == "review_due" else []
    heads: dict[int, list[User]] = {}
    names: dict[int, list[str]] = defaultdict(list)
    for _pk, name, home, owned in found:
        place = owned or home
        if not common and place not in heads:
            head = decider(Department.objects.get(pk=place), HEADS, RIGHT)
            heads[place] = [head] if head else []
        for person in common or heads[place]:
            names[person.pk].append(name)
    url, key = f"{reverse('customers:reviews')}?tab={tab}", f"{kind}:{local_date(at)}"
    send(
        [
            notice(person, kind, at=at, url=url, key=key, n=len(files), names=files[:NAMED])
            for person, files in names.items()
        ]
    )
    return [pk for pk, *_rest in found]


def keepers() -> list[User]:
    """Who keeps the files of the whole company: of those whose right reaches everywhere, the ones of the lowest level."""
    people = User.objects.active().filter(role__isnull=False).select_related("role").order_by("pk")
    found = [person for person in people if scope(person, RIGHT) == Scope.ALL]
    lowest = min((person.role.level for person in found if person.role), default=0)
    return [person for person in found if person.role and person.role.level == lowest]
