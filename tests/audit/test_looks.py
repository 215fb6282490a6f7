"""Every look at a restricted file is kept with its reason."""

from datetime import timedelta

import pytest

from crm_project.audit.domain.looks import record_look, record_opened
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from tests.cast import NOW, customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.mark.req("M10")
def test_a_look_is_kept_with_who_when_and_why(cast):
    row = customer(cast.rep, restricted=True)
    record_look(by=cast.manager, customer=row, reason="complaint of 2 March", at=NOW)
    entry = Entry.objects.get(action="customer.looked")
    assert (entry.actor, entry.customer_id, entry.reason) == (cast.manager, row.pk, "complaint of 2 March")


@pytest.mark.parametrize("reason", ["", "  ", "ab", None])
def test_no_reason_no_look(cast, reason):
    with pytest.raises(Refused) as refusal:
        record_look(by=cast.manager, customer=customer(cast.rep), reason=reason, at=NOW)
    assert refusal.value.field == "reason"


def test_a_reason_stands_for_four_hours_for_this_person_and_this_customer(cast):
    row, other = customer(cast.rep), customer(cast.rep)
    record_look(by=cast.manager, customer=row, reason="complaint", at=NOW)
    assert record_opened(cast.manager, row.pk, NOW + timedelta(hours=3, minutes=59))
    assert not record_opened(cast.manager, row.pk, NOW + timedelta(hours=4, minutes=1))
    assert not record_opened(cast.director, row.pk, NOW) and not record_opened(cast.manager, other.pk, NOW)
