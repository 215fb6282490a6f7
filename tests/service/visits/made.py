"""What return visits are made of in tests."""

from datetime import date

from service.domain.visits import planning, reporting
from service.models import VisitAspect, VisitPlan
from tests.cast import NOW

TODAY = NOW.date()


def visit(row, by, *, person=None, due_on=TODAY, at=NOW, **fields):
    """A visit planned by the verb."""
    given = {"purpose": "after the repair", "channel": "call", "due_on": due_on, **fields}
    return planning.plan_visit(customer_id=row.pk, by=by, at=at, fields=given, person=person)


def scores(*given):
    """{aspect: score} of the first aspects."""
    return dict(zip(VisitAspect.objects.order_by("position"), given, strict=False))


def report(made, by, *given, at=NOW, **fields):
    """The report by the verb; its scores, else all 4."""
    told = {"held_on": at.date(), "scores": scores(*(given or (4, 4, 4, 4, 4))), "words": "fine", **fields}
    return reporting.record_report(visit_id=made.pk, by=by, at=at, **told)


def plan(**fields):
    """A plan as it stands in the table."""
    given = {
        "name": "quarterly",
        "whom": "official",
        "days": 30,
        "visitor": "least_busy",
        "starts_on": date(2026, 1, 1),
    }
    return VisitPlan.objects.create(**given | {"changed_at": NOW} | fields)
