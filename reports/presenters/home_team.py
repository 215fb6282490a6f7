"""The home page of whoever heads people: what waits for them, what their team will lose, what to check (rows Nf4, Nf11, Ne7)."""

from datetime import timedelta

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.domain import same_day
from activities.domain.access import to_check
from activities.domain.tasks import still_valid
from activities.models import Task
from crm_project.accounts.domain.access import department_ids
from crm_project.accounts.models import Department
from crm_project.lib.paging import capped_number, capped_text
from crm_project.lib.time import day_bounds, local_date
from customers.domain.classes.class_rules import label
from customers.domain.contact_due import contact_counts, late_ownerships
from customers.domain.rhythm import watched
from customers.models import Ownership
from customers.models.choices import Level, Segment
from reports.domain.queue import next_to_go

from .queue import team as rows

PEOPLE, EXPIRING, DAYS = 10, 5, 7


def held_by_team(user):
    """Ownership rows of the departments that this person heads, without their own."""
    ids = department_ids(user, "followup.review")
    rows = Ownership.objects.exclude(owner=user)
    return rows if ids is None else rows.filter(department_id__in=ids)


def coming(user, at):
    """Per rep: how many customers run out by tomorrow and within a week, most first; one query."""
    soon, week = (day_bounds(local_date(at) + timedelta(days=n))[1] for n in (1, DAYS))
    rows = (
        held_by_team(user)
        .filter(release_at__lt=week)
        .order_by()
        .values("owner_id", name=F("owner__full_name"), user=F("owner__username"))
        .annotate(n=Count("pk"), soon=Count("pk", filter=Q(release_at__lt=soon)))
        .order_by("-n", "user")
    )
    people = [
        {
            "name": r["name"] or r["user"],
            "n": r["n"],
            "soon": r["soon"],
            "url": f"{reverse('customers:list')}?owner={r['owner_id']}&due={DAYS}",
        }
        for r in rows
    ]
    return {
        "people": people[:PEOPLE],
        "n": sum(p["n"] for p in people),
        "soon": sum(p["soon"] for p in people),
        "most": max((p["n"] for p in people), default=1),
    }


def overdue(user, at):
    """Per person of the team: tasks not done on their day; one query."""
    start, _end = day_bounds(local_date(at))
    ids = department_ids(user, "followup.review")
    tasks = Task.objects.filter(
        still_valid(), done_at__isnull=True, due_at__lt=start, assignee__is_active=True
    ).exclude(assignee=user)
    tasks = tasks if ids is None else tasks.filter(assignee__department_id__in=ids)
    rows = (
        tasks.order_by()
        .values("assignee_id", name=F("assignee__full_name"), user=F("assignee__username"))
        .annotate(n=Count("pk"))
        .order_by("-n", "user")
    )
    return [
        {
            "name": r["name"] or r["user"],
            "n": r["n"],
            "url": f"{reverse('activities:tasks')}?tab=overdue&of={r['assignee_id']}",
        }
        for r in rows[:PEOPLE]
    ]


def rhythm(user, at):
    """[{name, note, late, url}] of the reps who have customers overdue for contact or hold fewer than asked (Ni13).

    Whoever watches the whole company reads it by department: over everybody it would be a report.
    """
    ids = department_ids(user, "followup.review")
    if ids is None:
        return _late_by_department(at)
    classes, held = watched(), {}
    for row in contact_counts(at, of_departments=ids):
        if row["owner_id"] != user.pk:
            held.setdefault(row["owner_id"], []).append(row)
    out = []
    for owner, found in held.items():
        late = sum(row["late"] for row in found)
        numbers = {(row["segment"], row["level"]): row["n"] for row in found}
        short = [
            f"{_class(*key)} {numbers.get(key, 0)}/{asked.least}"
            for key, asked in classes.items()
            if numbers.get(key, 0) < asked.least
        ]
        if late or short:
            url = f"{reverse('customers:list')}?owner={owner}" + ("&overdue=on" if late else "")
            name = found[0]["name"] or found[0]["user"]
            out.append({"name": name, "note": _(", ").join(short), "late": late, "url": url})
    return sorted(out, key=lambda row: (-row["late"], row["name"]))


def _late_by_department(at):
    """The same of departments in which customers are overdue for contact, counted no further than lists count."""
    out = []
    holding = Ownership.objects.order_by().values("department")
    for department in Department.objects.filter(pk__in=holding).order_by("path"):
        late = capped_number(late_ownerships(at, Ownership.objects.filter(department=department)))
        if late:
            url = f"{reverse('customers:list')}?department={department.pk}&overdue=on"
            out.append({"name": department.name, "note": "", "late": capped_text(late), "n": late, "url": url})
    return sorted(out, key=lambda row: (-row["n"], row["name"]))


def _class(segment, level):
    """“Core”; the segment only where it is not the usual one."""
    return str(Level(level).label) if segment == Segment.DIRECT else label(segment, level)


def team_rows(user, at, *, unchecked=None, expires=True):
    """Rows of the queue; three queries. `unchecked`: how many entries wait, where that is known."""
    unchecked = capped_number(to_check(user, at)) if unchecked is None else unchecked
    week = day_bounds(local_date(at) + timedelta(days=DAYS))[1]
    expiring = next_to_go(held_by_team(user).filter(release_at__lt=week))[:EXPIRING] if expires else ()
    return [
        *rows.approvals(user, at),
        *rows.reviews(unchecked, capped_text(unchecked), at),
        *rows.expiring(expiring, at),
    ]


def context(user, at):
    """Everything the page shows to whoever heads people; ten queries. `team_rows` stand in the queue."""
    team = coming(user, at)
    late = overdue(user, at)
    unchecked = capped_number(to_check(user, at))
    entered = same_day.shares(user, at)
    return {
        "team": team,
        "team_rows": team_rows(user, at, unchecked=unchecked, expires=bool(team["n"])),
        "unchecked": unchecked,
        "unchecked_text": capped_text(unchecked),
        "same_day": entered[: same_day.LOWEST],
        "same_day_total": same_day.total(entered),
        "team_overdue": late,
        "team_overdue_n": sum(p["n"] for p in late),
    }
