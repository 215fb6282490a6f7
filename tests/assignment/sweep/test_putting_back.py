"""What an entry of the ledger took is written back as it was, with the hold that the undo grants or an earlier one (D1)."""

from datetime import timedelta

import pytest

from assignment.domain.sweep import putting_back, run, undo
from customers.models import Ownership
from tests.cast import customer, moment

pytestmark = [pytest.mark.django_db, pytest.mark.req("D1")]
START, DUE, LATER = moment("2026-02-01 09:00"), moment("2026-02-16 10:00"), moment("2026-02-16 11:00")
EARLIER = START + timedelta(days=1)


@pytest.fixture
def released(cast):
    """The entry of a release; an earlier undo had spared its owner."""
    row = customer(cast.rep, since=START)
    Ownership.objects.filter(pk=row.pk).update(spared_until=EARLIER)
    entry = run.run(at=DUE).events.get(customer=row, kind="released")
    assert Ownership.of(row.pk) is None
    return entry


@pytest.mark.parametrize(("hold", "kept"), [(None, EARLIER), (LATER, LATER)], ids=["no hold", "a hold"])
def test_the_hold_of_the_undo_goes_before_an_earlier_one(released, hold, kept):
    putting_back.put_back([released], hold)
    assert Ownership.of(released.customer_id).spared_until == kept


def test_without_a_hold_of_its_own_an_undo_keeps_that_of_an_earlier_one(cast, released):
    assert undo.undo_run(run_id=released.run_id, by=cast.manager, at=LATER) == (1, [])
    assert Ownership.of(released.customer_id).spared_until == EARLIER
