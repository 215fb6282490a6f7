"""What the stories of the appraisal are told with: work of February, a scheme, closed scores, an upheld record."""

from datetime import date, timedelta
from decimal import Decimal

from crm_project.accounts.models import Role
from reports.domain.appraisal import closing, schemes
from reports.domain.spot_checks import verifying
from reports.models import AppraisalScheme, DrawnRow, Score
from reports.rules.appraisal.scheme import Item, Scheme
from tests.cast import NOW, VALID, customer, followup, moment
from tests.reports.spot_checks.checks import drawn

FEBRUARY = date(2026, 2, 1)
# The fifth working day after February, when its scores are closed.
CLOSING = moment("2026-03-06 01:40")


def items(*rows):
    return [Item(key, Decimal(points), Decimal(full)) for key, points, full in rows]


PLAIN = Scheme(items(("valid_followups", 60, 10), ("calls", 40, 5)), [], zero=True)


def scheme(
    cast, rules=PLAIN, *, by=None, at=NOW, department=None, month=date(2026, 3, 1), roles=("rep",), close_days=5
):
    """By the verb: from the present month on."""
    chosen = list(Role.objects.filter(key__in=roles))
    return schemes.set_scheme(
        department=department,
        month=month,
        scheme=rules,
        roles=chosen,
        close_days=close_days,
        by=by or cast.hr,
        at=at,
    )


def held_in_february(cast, rules=PLAIN, **given):
    """The same as somebody set it in January, so that February is scored."""
    row = scheme(cast, rules, at=NOW, **given)
    AppraisalScheme.objects.filter(pk=row.pk).update(holds_from=FEBRUARY)
    row.refresh_from_db()
    return row


def worked(author, number, kind="call_out"):
    """So many valid follow-ups in February, each at a customer of theirs."""
    return [
        followup(
            customer(author, since=moment("2026-01-05 09:00")),
            author,
            moment(f"2026-02-{n + 2:02d} 10:00"),
            f"{VALID} {n}",
            kind=kind,
        )
        for n in range(number)
    ]


def closed(cast, person=None):
    """The score of February, closed."""
    closing.close_due(at=CLOSING)
    return Score.objects.get(person=person or cast.rep, first=FEBRUARY)


def drawn_of(cast, person=None, at=NOW):
    """A drawn row of February about this person, found untrue, with a statement."""
    row = drawn(cast, size=50, figure="followups").drawn.filter(person=person or cast.rep).first()
    row = verifying.verify(
        row_id=row.pk, result="untrue", how="called", note="nobody called", by=cast.manager, at=at + timedelta(hours=2)
    )
    return verifying.state(
        row_id=row.pk, statement="it was the other number", by=row.person, at=at + timedelta(hours=3)
    )


def uphold(cast, row, at=NOW + timedelta(hours=4)) -> DrawnRow:
    return verifying.decide(row_id=row.pk, decision="upheld", reason="the customer denies it", by=cast.manager, at=at)
