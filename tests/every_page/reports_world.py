"""Work reports at every place where somebody holds a customer: one that was handed in, and a draft."""

from datetime import date, timedelta

from reports.models import WorkReport
from tests.cast import NOW

from .rights import BELOW, DEPT, GRANTS, OTHER, OWN

LAST_WEEK, THIS_WEEK = (date(2026, 2, 23), date(2026, 3, 1)), (date(2026, 3, 2), date(2026, 3, 8))


def furnish_reports(world):
    """Nobody is the superior: who reads them does so by right."""
    for role in GRANTS:
        _of(world, OWN, world.viewers[role], role)
    for place in (DEPT, BELOW, OTHER):
        _of(world, place, world.owners[place])


def _of(world, place, author, role=None):
    common = {"author": author, "department": author.department, "kind": "weekly"}
    moments = {"created_at": NOW - timedelta(days=2), "saved_at": NOW - timedelta(days=1)}
    world.keep(
        "work report",
        place,
        WorkReport.objects.create(
            **common,
            **moments,
            first=LAST_WEEK[0],
            last=LAST_WEEK[1],
            state="submitted",
            submitted_at=NOW - timedelta(hours=3),
            texts={"assessment": "three visits went well"},
            figures={"valid_followups": "1"},
        ),
        role,
    )
    world.keep(
        "work report begun",
        place,
        WorkReport.objects.create(**common, **moments, first=THIS_WEEK[0], last=THIS_WEEK[1]),
        role,
    )
