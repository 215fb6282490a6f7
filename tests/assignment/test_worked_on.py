"""Protection holds only for a customer that is really worked on."""

import pytest

from activities.domain.followup_corrections import check_followup
from assignment.domain.sweep import run as sweep
from customers.models import Customer, Ownership
from tests.cast import VALID, customer, followup, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

START, DUE = moment("2026-02-02 09:00"), moment("2026-02-17 10:00")


def owner_of(row):
    held = Ownership.objects.filter(pk=row.pk).select_related("owner").first()
    return held.owner.username if held else None


@pytest.mark.req("Nd5")
def test_of_four_customers_only_the_one_that_was_worked_on_is_kept(cast):
    worked, idle, feigned, rejected = (customer(cast.rep, since=START) for _ in range(4))
    followup(worked, cast.rep, moment("2026-02-10 10:00"))
    followup(feigned, cast.rep, moment("2026-02-10 10:00"), content="没找到人")
    row = followup(rejected, cast.rep, moment("2026-02-10 10:00"), content=f"{VALID}再说")
    check_followup(followup_id=row.pk, by=cast.manager, at=moment("2026-02-11 10:00"), confirm=False, reason="no")
    rows = (worked, idle, feigned, rejected)
    sweep.run(at=moment("2026-02-17 09:59"))
    assert [owner_of(row) for row in rows] == ["rep"] * 4, "until then the protection holds for all"
    sweep.run(at=DUE)
    assert [owner_of(row) for row in rows] == ["rep", None, None, None]
    pooled = set(Customer.objects.filter(pooled_at__isnull=False).values_list("pk", flat=True))
    assert pooled == {idle.pk, feigned.pk, rejected.pk}


@pytest.mark.req("Nd5")
def test_somebody_elses_work_does_not_protect_it(cast):
    row = customer(cast.rep, since=START)
    followup(row, cast.mate, moment("2026-02-10 10:00"))
    sweep.run(at=DUE)
    assert owner_of(row) is None
