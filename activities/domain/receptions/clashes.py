"""Who of those taking part is expected elsewhere at the same time: told, not refused (row M11)."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import Q

from activities.models import Reception, Task
from activities.models.choices import TaskKind
from crm_project.accounts.models import User

from .access import PEOPLE

# How long an appointment takes that names no end.
USUAL = timedelta(minutes=30)
APPOINTMENTS = (TaskKind.MEETING, TaskKind.VISIT)


def clashes(row: Reception) -> dict[User, list[tuple[datetime, datetime]]]:
    """{person: times at which they are expected elsewhere} of host and people; what it is about is theirs. Three queries."""
    people = {person.pk: person for person in (row.host, *row.team.all())}
    found: dict[User, list[tuple[datetime, datetime]]] = defaultdict(list)
    others = Reception.objects.filter(
        state=Reception.State.PLANNED, begins_at__lt=row.ends_at, ends_at__gt=row.begins_at
    )
    others = others.exclude(pk=row.pk)
    for host, begins, ends in others.filter(host__in=people).values_list("host_id", "begins_at", "ends_at"):
        found[people[host]].append((begins, ends))
    taking = PEOPLE.objects.filter(user__in=people, reception__in=others)
    for person, begins, ends in taking.values_list("user_id", "reception__begins_at", "reception__ends_at"):
        found[people[person]].append((begins, ends))
    appointments = Task.objects.filter(
        Q(ends_at__gt=row.begins_at) | Q(ends_at=None, due_at__gt=row.begins_at - USUAL),
        assignee__in=people,
        kind__in=APPOINTMENTS,
        done_at=None,
        due_at__lt=row.ends_at,
    )
    for assignee, due, until in appointments.values_list("assignee_id", "due_at", "ends_at"):
        found[people[assignee]].append((due, until or due + USUAL))
    return {person: sorted(found[person]) for person in people.values() if person in found}
