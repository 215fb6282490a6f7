"""What stands beside a request is built with the rights of whoever looks at it (rows Nd3, Nd6, Nb3)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from assignment.domain.disputes import conflict
from assignment.domain.ownership.claim_requests import ask_duplicate
from contracts.models import Expense
from crm_project.accounts.models import Role, User
from crm_project.approvals.domain.requests import decide
from crm_project.approvals.models import Request
from crm_project.approvals.presenters.cards import evidence_of
from customers.domain.records import update_customer
from deals.domain import quotes
from tests.cast import NOW, customer, followup
from tests.deals.world import deal, product

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
    told = evidence_of(request, cast.rep, NOW)
    assert (
        not told["history"] and not told.get("why") and [side["person_id"] for side in told["sides"]] == [cast.rep.pk]
    )


@pytest.mark.req("Nd6")
@pytest.mark.parametrize("kind", ["validity", "conflict", "duplicate"])
def test_whoever_decides_sees_both_sides_before_and_after(cast, contested, signed_in, kind):
    request = asked(kind, contested, cast)
    text = signed_in(cast.manager).get(reverse("approvals:request", args=[request.pk])).text
    assert SECRET in text and MINE in text
    assert "Why it is in the pool" not in text and (kind != "validity" or "Why this deadline?" in text)
    decide(request_id=request.pk, by=cast.manager, at=NOW, approve=False, decision="well kept")
    assert SECRET in signed_in(cast.manager).get(reverse("approvals:request", args=[request.pk])).text


@pytest.mark.req("Nd3")
def test_the_answer_reaches_whoever_asked_without_the_file(cast, contested, signed_in):
    request = asked("validity", contested, cast)
    decide(request_id=request.pk, by=cast.manager, at=NOW, approve=False, decision="well kept")
    text = signed_in(cast.rep).get(reverse("approvals:request", args=[request.pk])).text
    assert "well kept" in text and SECRET not in text


RIGHTS = {
    "discount": "deal.view",
    "deal_figure": "deal.view",
    "contract_figure": "contract.view",
    "overdue": "contract.view",
    "expense": "expense.record",
    "key_customer": "rating.view",
}


def asked_about(kind, row, cast):
    """A request of the kind about something that this customer really has."""
    arguments = {}
    if kind in ("discount", "deal_figure"):
        made = deal(row, cast.rep)
        lines = [(product(), Decimal(1), Decimal(0))]
        quote = quotes.write_quote(
            deal_id=made.pk, lines=lines, valid_until=NOW.date() + timedelta(days=30), terms="", by=cast.rep, at=NOW
        )
        arguments = {"discount": {"quote_id": quote.pk}, "deal_figure": {"deal_id": made.pk}}[kind]
    if kind == "expense":
        expense = Expense.objects.create(
            customer=row,
            claimant=cast.rep,
            kind="visit",
            spent_on=NOW.date(),
            amount=1,
            what="x",
            file="x",
            file_name="x",
            claimed_at=NOW,
        )
        arguments = {"expense_id": expense.pk}
    return Request.objects.create(
        kind=kind,
        customer_id=row.pk,
        subject=row.name,
        arguments=arguments,
        asked_by=cast.rep,
        asked_at=NOW,
        due_at=NOW,
        decider=cast.manager,
        department=row.department,
    )


@pytest.mark.req("Nb3")
@pytest.mark.parametrize(("kind", "right"), RIGHTS.items())
def test_what_a_request_is_about_takes_its_own_right_besides_seeing_the_customer(cast, kind, right):
    row = customer(cast.rep)
    request = asked_about(kind, row, cast)
    seen = {}
    for key, grants in {"without": {}, "with": {right: "all"}}.items():
        role = Role.objects.create(key=key, name=key, level=1, grants={"customer.view": "all", **grants})
        User.objects.filter(pk=cast.stranger.pk).update(role=role)
        seen[key] = evidence_of(request, User.objects.get(pk=cast.stranger.pk), NOW)
    head = seen["without"]["facts"]
    assert (str(head[0][0]), len(head)) == ("Customer", 4) and not seen["without"].get("links")
    more = seen["with"]
    assert len(more["facts"]) > len(head) or len(more["panels"]) > len(seen["without"]["panels"])
