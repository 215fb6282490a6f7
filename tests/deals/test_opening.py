"""Opening a deal: whose customer it is decides, also after the customer has changed hands (rows Z11, Ni18, Nb3)."""

from datetime import date
from decimal import Decimal

import pytest

from assignment.domain import ownership
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from customers.domain.duplicates import merge, unmerge
from customers.models import Collaborator
from deals.domain import access, deals, progress
from deals.models import Deal, Pipeline
from tests.cast import NOW, customer
from tests.deals.world import CLOSE, deal, product

pytestmark = pytest.mark.django_db
NEW = "/deals/new/"


def typed(row, **changes):
    return {
        "customer": row.pk,
        "name": "二期扩建",
        "intention": "needs a second line",
        "line": "mid",
        "amount": "250000",
        "currency": "CNY",
        "expected_close": "2026-05-31",
        "next_step": "send the plan",
        "lines-TOTAL_FORMS": "0",
        "lines-INITIAL_FORMS": "0",
        **changes,
    }


@pytest.mark.req("Ni18", "Na9", "Ni17")
def test_the_owner_opens_a_deal_with_intention_products_and_figures(cast, clock, signed_in):
    row, thing = customer(cast.rep), product()
    lines = {"lines-TOTAL_FORMS": "1", "lines-0-product": thing.pk, "lines-0-quantity": "12"}
    answer = signed_in(cast.rep).post(NEW, typed(row, **lines))
    made = Deal.objects.get()
    assert answer.url == f"/deals/{made.pk}/"
    assert (made.owner, made.stage.number, made.line, made.amount, made.next_step) == (
        cast.rep,
        0,
        "mid",
        Decimal(250000),
        "send the plan",
    )
    assert made.products.get().quantity == 12 and made.update_due == date(2026, 3, 16)
    assert Entry.objects.filter(action="deal.opened", customer_id=row.pk).exists()


@pytest.mark.req("Z11")
def test_a_colleague_is_refused_with_the_owners_name_and_a_collaborator_is_not(cast, clock):
    row = customer(cast.rep)
    for person in (cast.mate, cast.stranger, cast.manager, cast.general_manager):
        with pytest.raises(Refused) as refusal:
            deal(row, person)
        assert refusal.value.code == "not_owner" and "Rep owns" in refusal.value.sentence
    Collaborator.objects.create(customer=row, user=cast.mate, since=NOW)
    made = deal(row, cast.mate)
    assert made.owner == cast.rep and made.created_by == cast.mate


@pytest.mark.req("Z11")
def test_the_page_says_whose_customer_it_is_and_keeps_what_was_typed(cast, clock, signed_in):
    row = customer(cast.rep)
    page = signed_in(cast.manager).post(NEW, typed(row))
    assert page.status_code == 422 and "Rep owns" in page.text and "needs a second line" in page.text
    assert not Deal.objects.exists()


def test_a_customer_of_the_pool_is_claimed_first(cast, clock):
    with pytest.raises(Refused) as refusal:
        deal(customer(department=cast.departments["sales"]), cast.manager)
    assert refusal.value.code == "in_pool"


@pytest.mark.parametrize(
    "field, value, code", [("expected_close", date(2026, 3, 1), "past"), ("amount", Decimal(-1), "amount")]
)
def test_figures_that_cannot_be_are_refused(cast, clock, field, value, code):
    with pytest.raises(Refused) as refusal:
        deal(customer(cast.rep), cast.rep, **{field: value})
    assert refusal.value.code == code and not Deal.objects.exists()


@pytest.mark.req("D7", "Na9")
def test_a_department_works_by_the_pipeline_it_names_and_those_below_too(cast, clock):
    steps = Pipeline.objects.get(key="d7")
    steps.departments.add(cast.departments["sales"])
    assert deal(customer(cast.east_rep), cast.east_rep).stage.pipeline == steps
    assert deal(customer(cast.stranger), cast.stranger).stage.pipeline.key == "standard"
    assert [s.name for s in steps.stages.all()] == [
        "Call",
        "Appointment",
        "Follow-up",
        "Meeting",
        "Objections",
        "Closing",
        "Signed and paid",
    ]
    assert [s.number for s in Pipeline.objects.get(key="standard").stages.all()] == list(range(11))


@pytest.mark.req("Z11")
def test_the_open_deals_follow_a_customer_that_changes_hands(cast, clock):
    row = customer(cast.rep)
    made, done = deal(row, cast.rep), deal(row, cast.rep)
    Deal.objects.filter(pk=done.pk).update(status="lost", closed_at=NOW)
    ownership.transfer(customer_id=row.pk, to=cast.mate, by=cast.manager, reason="move", at=NOW)
    made.refresh_from_db()
    assert made.owner == cast.mate and made.progress.first().changes == {"owner": ["Rep", "Mate"]}
    assert set(access.visible(cast.rep)) == {done} and made in access.visible(cast.mate)
    with pytest.raises(Refused) as refusal:
        progress.record_progress(deal_id=made.pk, outline="x", next_step="", expected_close=CLOSE, by=cast.rep, at=NOW)
    assert refusal.value.code == "not_owner"
    progress.record_progress(
        deal_id=made.pk, outline="took over", next_step="", expected_close=CLOSE, by=cast.mate, at=NOW
    )
    assert "owner" not in made.progress.first().changes, "said once"


def test_a_released_customer_leaves_its_deals_to_the_manager(cast, clock):
    row = customer(cast.rep)
    made = deal(row, cast.rep)
    ownership.release(customer_id=row.pk, by=cast.manager, reason="test", at=NOW)
    assert made not in access.visible(cast.rep) and made in access.visible(cast.manager)
    made = access.visible(cast.manager).select_related(*access.NEAR).get(pk=made.pk)
    assert access.may_work(cast.manager, made) and not access.may_quote(cast.manager, made)


def test_a_change_leaves_both_values(cast, clock, signed_in):
    made = deal(customer(cast.rep), cast.rep)
    form = typed(
        made.customer,
        amount="99000",
        name=made.name,
        intention=made.intention,
        line="short",
        expected_close=CLOSE.isoformat(),
    )
    assert signed_in(cast.rep).post(f"/deals/{made.pk}/edit/", form).status_code == 302
    assert made.progress.first().changes == {"amount": ["120000.00", "99000.00"]}


@pytest.mark.req("Nb3")
def test_rows_and_page_agree_for_everybody(cast, clock, signed_in):
    rows = [deal(customer(o), o, name=o.username) for o in (cast.rep, cast.mate, cast.east_rep, cast.stranger)]
    pooled = deal(customer(cast.rep), cast.rep, name="pooled")
    ownership.release(customer_id=pooled.customer_id, by=cast.manager, reason="test", at=NOW)
    helped = deal(customer(cast.solar_rep), cast.solar_rep, name="helped")
    Collaborator.objects.create(customer=helped.customer, user=cast.rep, since=NOW)
    for person in cast.people.values():
        listed = set(access.visible(person).values_list("name", flat=True))
        client = signed_in(person)
        assert {
            d.name for d in [*rows, pooled, helped] if client.get(f"/deals/{d.pk}/").status_code == 200
        } == listed, person
    assert set(access.visible(cast.rep).values_list("name", flat=True)) == {"rep", "helped"}
    assert set(access.visible(cast.manager).values_list("name", flat=True)) == {"rep", "mate", "east_rep", "pooled"}
    assert not access.visible(cast.finance).exists() and access.visible(cast.auditor).count() == 6


def test_merging_takes_the_deals_along_and_undoing_gives_them_back(cast, clock):
    kept, gone = customer(cast.rep), customer(cast.rep)
    made = deal(gone, cast.rep)
    record = merge.merge_customers(one_id=kept.pk, other_id=gone.pk, reason="", by=cast.general_manager, at=NOW)
    made.refresh_from_db()
    assert made.customer_id == kept.pk
    unmerge.undo_merge(record_id=record.pk, by=cast.general_manager, at=NOW)
    made.refresh_from_db()
    assert made.customer_id == gone.pk


def test_only_what_is_open_is_changed(cast, clock):
    made = deal(customer(cast.rep), cast.rep)
    Deal.objects.filter(pk=made.pk).update(status="lost", closed_at=NOW)
    with pytest.raises(Refused) as refusal:
        deals.update_deal(deal_id=made.pk, by=cast.rep, at=NOW, fields={"amount": Decimal(1), "expected_close": CLOSE})
    assert refusal.value.code == "closed"


@pytest.mark.req("Nf10", "Ni18")
@pytest.mark.parametrize("field", ["customer", "name", "intention", "amount", "currency", "expected_close"])
def test_what_a_deal_needs_is_demanded_at_its_field(cast, clock, signed_in, field):
    page = signed_in(cast.rep).post(NEW, typed(customer(cast.rep), **{field: ""}))
    assert page.status_code == 422 and field in page.context["form"].errors and not Deal.objects.exists()
