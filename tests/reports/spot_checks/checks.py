"""What the stories of spot checks are told with: follow-ups of a team, a check that was planned, one that was drawn."""

from datetime import date, timedelta

from reports.domain.spot_checks import drawing, planning
from tests.cast import NOW, customer, followup, moment

FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))
AT = NOW


def worked(cast, number=12):
    """So many follow-ups in February, by Rep and Mate in turn, each at a customer of theirs."""
    rows = []
    for n in range(number):
        author = (cast.rep, cast.mate)[n % 2]
        row = customer(author, since=moment("2026-01-05 09:00"))
        rows.append(
            followup(row, author, moment(f"2026-02-{n % 27 + 1:02d} 10:{n:02d}"), f"第{n}次沟通了样品的规格和交货日期")
        )
    return rows


def planned(cast, *, by=None, at=AT, **wanted):
    given = {
        "figure": "followups",
        "first": FEBRUARY[0],
        "last": FEBRUARY[1],
        "department": cast.departments["sales"],
        "people": [],
        "size": 4,
        "points": None,
        **wanted,
    }
    return planning.plan_check(by=by or cast.manager, at=at, **given)


def drawn(cast, **wanted):
    check = planned(cast, **wanted)
    return drawing.draw(check_id=check.pk, by=None, at=check.draws_at + timedelta(minutes=1))
