"""Two plans of one person at the same instant: never on two trips on one day."""

from datetime import date

import pytest

from crm_project.lib.refused import Refused
from reports.domain.trips import planning
from reports.models import Trip
from tests.cast import NOW, assemble
from tests.parallel import at_once

from .planners import plan, planned, there

pytestmark = [pytest.mark.postgres, pytest.mark.soak, pytest.mark.django_db(transaction=True)]


@pytest.mark.req("Ni2")
def test_a_plan_and_a_change_to_the_same_days_at_once_leave_one_trip_there(clock):
    cast = assemble()
    row = there(cast.rep, "杭州甲电子有限公司")
    other = planned(cast.rep, row, first=date(2026, 3, 10), last=date(2026, 3, 10))
    day = {"first": date(2026, 3, 4), "last": date(2026, 3, 5)}

    def moved():
        return planning.change_trip(trip_id=other.pk, plan=plan(row, **day), reason="earlier", by=cast.rep, at=NOW)

    results = at_once([moved, lambda: planned(cast.rep, row, **day)])
    refused = [one for one in results if isinstance(one, Exception)]
    assert [type(one) for one in refused] == [Refused] and refused[0].code == "twice", results
    assert Trip.objects.filter(traveller=cast.rep, **day).count() == 1
