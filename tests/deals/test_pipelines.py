"""Stages that a company does not use: switched off and on by the admin, with the deals that stand there (rows Na9, Ni17)."""

from decimal import Decimal

import pytest

from crm_project.lib.refused import Refused
from deals.domain import pipelines, progress
from deals.models import Deal, Stage
from tests.cast import NOW, customer
from tests.deals.world import deal, product, stage

pytestmark = [pytest.mark.req("Na9", "Ni17"), pytest.mark.django_db]


def refused(code, verb, /, **arguments):
    with pytest.raises(Refused) as refusal:
        verb(**arguments)
    assert refusal.value.code == code, refusal.value.sentence
    return refusal.value.sentence


def switch(cast, row):
    return pipelines.switch_stage(stage_id=row.pk, by=cast.admin, at=NOW)


def test_open_deals_of_a_stage_switched_off_go_to_the_one_before_with_a_record(cast, clock, signed_in):
    made, closed = (deal(customer(cast.rep), cast.rep) for _ in range(2))
    Deal.objects.filter(pk=made.pk).update(stage=stage(4))
    Deal.objects.filter(pk=closed.pk).update(stage=stage(4), status="lost", closed_at=NOW)
    switch(cast, stage(3))
    page = signed_in(cast.admin).post(f"/deals/stages/one/{stage(4).pk}/switch/", follow=True)
    assert "1 open deal was moved" in page.text and "switched off" in page.text
    made.refresh_from_db()
    closed.refresh_from_db()
    # Stage 3 is off too: the nearest in use is 2. What is closed stays where it was closed.
    assert (made.stage, closed.stage) == (stage(2), stage(4))
    assert made.progress.first().changes["stage"] == [4, 2] and made.progress.first().author == cast.admin


def test_a_stage_switched_off_asks_nothing_takes_nothing_and_shows_nowhere(cast, clock, signed_in):
    made = deal(customer(cast.rep), cast.rep, products=[(product(), Decimal(1))])
    # Stage 1 asks for a follow-up that counts; without it the way to 2 asks for products only.
    refused("missing", progress.move_stage, deal_id=made.pk, stage_id=stage(2).pk, by=cast.rep, at=NOW)
    switch(cast, stage(1))
    assert "is switched off" in refused(
        "off", progress.move_stage, deal_id=made.pk, stage_id=stage(1).pk, by=cast.rep, at=NOW
    )
    progress.move_stage(deal_id=made.pk, stage_id=stage(2).pk, by=cast.rep, at=NOW)
    board = signed_in(cast.rep).get("/deals/")
    assert [column["stage"].number for column in board.context["columns"]] == [0, 2, 3, 4, 5, 6, 7, 8, 9]
    assert (
        stage(1) not in board.context["stages"]
        and stage(1) not in signed_in(cast.rep).get(f"/deals/{made.pk}/").context["stages"]
    )
    switch(cast, stage(1))
    assert 1 in [column["stage"].number for column in signed_in(cast.rep).get("/deals/").context["columns"]]


def test_a_new_deal_begins_in_the_first_stage_in_use_and_the_first_one_off_moves_on(cast, clock):
    made = deal(customer(cast.rep), cast.rep)
    switch(cast, stage(0))
    made.refresh_from_db()
    assert made.stage == stage(1) and deal(customer(cast.rep), cast.rep).stage == stage(1)


def test_the_stage_of_winning_stays_and_one_open_one_besides(cast):
    refused("last", pipelines.switch_stage, stage_id=stage(10).pk, by=cast.admin, at=NOW)
    for number in range(9):
        switch(cast, stage(number))
    refused("few", pipelines.switch_stage, stage_id=stage(9).pk, by=cast.admin, at=NOW)
    assert Stage.objects.filter(pipeline__key="standard", active=True).count() == 2


def test_stages_are_kept_by_whoever_manages_prices(cast):
    refused("forbidden", pipelines.switch_stage, stage_id=stage(3).pk, by=cast.manager, at=NOW)
    refused(
        "forbidden",
        pipelines.add_stage,
        pipeline_id=stage(3).pipeline_id,
        name="x",
        name_zh="",
        by=cast.manager,
        at=NOW,
    )
