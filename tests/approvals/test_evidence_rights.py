"""What stands beside a request is built with the rights of whoever looks at it (rows Nd3, Nd6, Nb3)."""

import pytest
from django.urls import reverse

from assignment.domain.disputes import conflict
from assignment.domain.ownership.claim_requests import ask_duplicate
from crm_project.approvals.domain.requests import decide
from crm_project.approvals.presenters.evidence import gathered
from customers.domain.records import update_customer
from tests.cast import NOW, customer, followup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

SECRET = "王总说下季度要采购三千套组件，价格可谈"
MINE = "我在展会上与李工谈过他们的屋顶项目"


@pytest.fixture
def contested(cast):
    row = customer(cast.mate, name="杭州争议科技有限公司")
    followup(row, cast.mate, NOW, SECRET)
    followup(row, cast.rep, NOW, MINE)
    update_customer(customer_id=row.pk, by=cast.mate, at=NOW, fields={"address": "保密路一号"})
    return row


def asked(kind, row, cast):
    if kind == "validity":
        return conflict.ask_validity(customer_id=row.pk, reason="idle for weeks", by=cast.rep, at=NOW)
    if kind == "conflict":
        return conflict.ask_conflict(
            customer_id=row.pk, other_id=cast.mate.pk, reason="both work on it", by=cast.rep, at=NOW
        )
    return ask_duplicate(customer_id=row.pk, reason="my customer", by=cast.rep, at=NOW)


@pytest.mark.req("Nd3", "Nd6", "Nb3")
@pytest.mark.parametrize("kind", ["validity", "conflict", "duplicate"])
def test_whoever_asks_reads_the_state_of_the_question_and_their_own_effort_only(cast, contested, signed_in, kind):
    request = asked(kind, contested, cast)
    for url in (
        reverse("approvals:request", args=[request.pk]),
        reverse("approvals:evidence", args=[request.pk]),
        reverse("approvals:mine"),
    ):
        text = signed_in(cast.rep).get(url).text
        assert SECRET not in text and "保密路" not in text, url
    page = signed_in(cast.rep).get(reverse("approvals:request", args=[request.pk])).text
    assert MINE in page and contested.code in page and "another person's customer" in page
    told = gathered(request, cast.rep, NOW)
    assert (
        not told["history"] and not told.get("why") and [side["person_id"] for side in told["sides"]] == [cast.rep.pk]
    )


@pytest.mark.req("Nd6")
@pytest.mark.parametrize("kind", ["validity", "conflict", "duplicate"])
def test_whoever_decides_sees_both_sides_before_and_after(cast, contested, signed_in, kind):
    request = asked(kind, contested, cast)
    text = signed_in(cast.manager).get(reverse("approvals:request", args=[request.pk])).text
    assert SECRET in text and MINE in text
    decide(request_id=request.pk, by=cast.manager, at=NOW, approve=False, decision="well kept")
    assert SECRET in signed_in(cast.manager).get(reverse("approvals:request", args=[request.pk])).text


@pytest.mark.req("Nd3")
def test_the_answer_reaches_whoever_asked_without_the_file(cast, contested, signed_in):
    request = asked("validity", contested, cast)
    decide(request_id=request.pk, by=cast.manager, at=NOW, approve=False, decision="well kept")
    text = signed_in(cast.rep).get(reverse("approvals:request", args=[request.pk])).text
    assert "well kept" in text and SECRET not in text
