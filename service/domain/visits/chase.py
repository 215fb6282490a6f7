"""What the timetable tells of open visits: due, report due, late; each once (row T23)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from crm_project.lib.time import local_date
from crm_project.notices.domain.notify import tell
from service.domain.access import managers
from service.models import ReturnVisit
from service.rules import visits as rules

from .telling import page

AT_ONCE = 100


def chase(*, at: datetime) -> int:
    """Tell of every visit of which something is to be told; a killed run is finished by the next, and nobody hears twice.

    A reminder goes to whoever makes the visit, or to the service managers while nobody does; what is late to both.
    """
    told, today = 0, local_date(at)
    told_late = ~Q(chased__in=(rules.LATE, rules.REPORT_LATE)) & Q(report_due_on__lt=today)
    told_report = Q(status=rules.HELD, report_due_on__lte=today) & ~Q(chased__in=(rules.REPORT_DUE, rules.REPORT_LATE))
    told_visit = Q(status=rules.PLANNED, due_on__lte=today, chased="")
    while True:
        with transaction.atomic():
            rows = list(
                ReturnVisit.objects.filter(told_late | told_report | told_visit, status__in=rules.OPEN)
                .select_for_update(no_key=True, skip_locked=True, of=("self",))
                .select_related("customer")
                .order_by("pk")[:AT_ONCE]
            )
            if not rows:
                return told
            heads = list(managers().values_list("pk", flat=True))
            for visit in rows:
                what = rules.to_tell(visit.status, visit.due_on, visit.report_due_on, visit.chased, today)
                visit.chased = what
                _tell(visit, what, heads, at)
            ReturnVisit.objects.bulk_update(rows, ["chased"])
            told += len(rows)


def _tell(visit: ReturnVisit, what: str, heads: list[int], at: datetime) -> None:
    people = [visit.person_id] if visit.person_id else []
    if what in (rules.LATE, rules.REPORT_LATE) or not people:
        people += heads
    day = visit.report_due_on if visit.status == rules.HELD else visit.due_on
    tell(
        people,
        f"visit_{what}",
        at=at,
        url=page(visit),
        key=f"visit:{visit.pk}:{what}:{visit.report_due_on:%F}",
        customer=visit.customer.name,
        day=day.isoformat(),
    )
