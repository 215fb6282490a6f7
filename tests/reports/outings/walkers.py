"""What the stories of outings are told with: customers of a rep, an outing that is over, one that is not."""

from datetime import timedelta

from reports.domain.outings import going
from tests.cast import NOW, customer, moment

BACK = NOW + timedelta(hours=2)


def mine(owner, name=None, **fields):
    """A customer of this owner."""
    return customer(owner, since=moment("2026-01-05 09:00"), name=name, **fields)


def out(person, row, at=NOW):
    """Somebody goes out, by the verb."""
    return going.start_outing(customer_id=row.pk, by=person, at=at)


def been(person, row, left=NOW, back=BACK):
    """Somebody went out and came back, by the verbs."""
    return going.end_outing(outing_id=out(person, row, left).pk, by=person, at=back)


def entered(person, row, left, back, at=BACK, reason="no reception there"):
    """An outing entered afterwards, by the verb."""
    return going.enter_outing(customer=row, left_at=moment(left), back_at=moment(back), reason=reason, by=person, at=at)
