"""The public pool: seen in scope, told in advance, claimed in one click, and the loser reads who was faster."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assignment.domain import ownership, pool
from assignment.domain.policies.lookup import PolicyBook
from assignment.models import PolicyVersion
from crm_project.approvals.models import Request
from tests.cast import NOW, customer, followup, moment, owner_of

POOL = reverse("assignment:pool")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def set_policy(key, **changes):
    """Change the policy in force as if it had always said so."""
    version = PolicyVersion.objects.get(policy__key=key)
    version.body = {**version.body, **changes}
    version.decided_at = version.decided_at + timedelta(
        seconds=len(changes) + PolicyVersion.objects.count() + hash(str(changes)) % 10**6
    )
    version.save()


def pooled(department, **fields):
    return customer(department=department, **fields)


@pytest.mark.req("Nc14")
def test_the_pool_shows_reason_time_former_owners_and_the_last_words(cast, signed_in):
    row = customer(cast.rep, since=moment("2026-02-01 09:00"))
    followup(row, cast.rep, moment("2026-02-10 09:00"), content="与采购负责人沟通了明年的预算和付款方式")
    ownership.give_up(customer_id=row.pk, by=cast.rep, reason="客户今年没有预算", at=NOW - timedelta(days=2))
    text = signed_in(cast.mate).get(POOL).content.decode()
    assert row.name in text
    assert "Given up" in text and "客户今年没有预算" in text
    assert "2 days" in text
    assert "与采购负责人沟通了明年的预算和付款方式" in text


def test_a_department_pool_is_closed_to_others_and_a_company_pool_open(cast, signed_in):
    open_one, closed_one = pooled(cast.departments["sales"]), pooled(cast.departments["direct"])
    text = signed_in(cast.stranger).get(POOL + "?pool=company").content.decode()
    assert open_one.name in text, "tracking opens its pool to the company"
    text = signed_in(cast.rep).get(POOL + "?pool=company").content.decode()
    assert closed_one.name not in text
    assert signed_in(cast.hr).get(POOL).status_code == 403


def test_one_click_claims(cast, signed_in):
    row = pooled(cast.departments["sales"])
    answer = signed_in(cast.rep).post(reverse("assignment:claim", args=[row.pk]), follow=True)
    assert "You are now the owner of" in answer.content.decode()
    assert owner_of(row) == "rep"


@pytest.mark.req("Nc14")
def test_whoever_is_slower_reads_who_was_faster(cast, signed_in):
    row = pooled(cast.departments["sales"])
    ownership.claim(customer_id=row.pk, by=cast.mate, at=NOW)
    answer = signed_in(cast.rep).post(reverse("assignment:claim", args=[row.pk]), follow=True)
    assert "Somebody else was faster: Mate owns" in answer.content.decode()
    assert owner_of(row) == "mate"


def test_an_owned_customer_of_others_is_not_named_by_typing_its_address(cast, signed_in):
    row = customer(cast.stranger, since=moment("2026-02-01 09:00"))
    answer = signed_in(cast.rep).post(reverse("assignment:claim", args=[row.pk]))
    assert answer.status_code == 404


@pytest.mark.req("D1", "D3")
def test_full_slots_are_told_before_the_click_and_lead_to_the_exchange(cast, signed_in):
    for _ in range(15):
        customer(cast.stranger)
    row = pooled(cast.departments["direct"])
    client = signed_in(cast.stranger)
    text = client.get(POOL).content.decode()
    assert "All 15 slots of Stranger are taken" in text
    assert f"{reverse('assignment:slots')}?claim={row.pk}" in text
    answer = client.post(reverse("assignment:claim", args=[row.pk]))
    assert answer.url == f"{reverse('assignment:slots')}?claim={row.pk}"


@pytest.mark.req("Nc8")
def test_the_cool_down_is_told_in_advance_with_its_end(cast, signed_in):
    row = customer(cast.stages_rep)
    ownership.give_up(customer_id=row.pk, by=cast.stages_rep, reason="no budget", at=NOW)
    client = signed_in(cast.stages_rep)
    text = client.get(POOL).content.decode()
    assert "Cool-down: you can claim it again from 2026-03-05 10:00." in text
    assert reverse("assignment:claim_form", args=[row.pk]) not in text


def test_what_hinders_is_the_same_as_what_the_verb_refuses(cast):
    set_policy("stages", claims_per_day=1)
    cooling = customer(cast.stages_rep, stage="potential")
    ownership.give_up(customer_id=cooling.pk, by=cast.stages_rep, reason="no budget", at=NOW)
    foreign, free = pooled(cast.departments["direct"]), pooled(cast.departments["stages"])
    told = pool.claim_eligibility(cast.stages_rep, NOW)
    rows = [(c.pk, c.department_id, c.department.path) for c in (cooling, foreign, free)]
    said = {pk: refusal.code for pk, refusal in told.refusals(rows).items()}
    for row in (cooling, foreign, free):
        row.refresh_from_db()
        refusal = ownership.claim_refusal(row, cast.stages_rep, NOW, book=PolicyBook(), contacted=True)
        assert said.get(row.pk) == (refusal.code if refusal else None)
    ownership.claim(customer_id=free.pk, by=cast.stages_rep, at=NOW, contacted=True)
    assert pool.claim_eligibility(cast.stages_rep, NOW).refusal.code == "quota"


@pytest.mark.req("Nc14")
def test_where_the_policy_wants_it_claiming_takes_the_first_contact(cast, signed_in):
    row = pooled(cast.departments["stages"])
    client, url = signed_in(cast.stages_rep), reverse("assignment:claim_form", args=[row.pk])
    assert "Contact and claim" in client.get(POOL).content.decode()
    assert client.post(reverse("assignment:claim", args=[row.pk])).url == url
    answer = client.post(url, {"contact_name": "", "kind": "call_out", "content": "谈了明年的采购计划"})
    assert answer.status_code == 422 and "谈了明年的采购计划" in answer.content.decode()
    answer = client.post(url, {"contact_name": "王经理", "kind": "call_out", "content": "谈了明年的采购计划和报价"})
    assert answer.status_code == 302
    assert owner_of(row) == "stages_rep"
    assert row.followups.get().author == cast.stages_rep


def test_where_the_policy_wants_it_one_asks_the_manager(cast, signed_in):
    set_policy("tracking", pool_claim="request")
    row = pooled(cast.departments["sales"])
    client, url = signed_in(cast.rep), reverse("assignment:claim_form", args=[row.pk])
    assert "Apply for it" in client.get(POOL).content.decode()
    client.post(url, {"reason": "I know their purchaser"})
    ask = Request.objects.get(kind="claim")
    assert ask.decider == cast.manager and owner_of(row) is None


@pytest.mark.req("Nf15")
def test_what_was_said_to_a_vip_is_not_shown_in_the_pool(cast, signed_in):
    row = customer(cast.rep, since=moment("2026-02-01 09:00"), vip=True)
    followup(row, cast.rep, moment("2026-02-10 09:00"), content="董事长的私人电话已经记录在案")
    ownership.give_up(customer_id=row.pk, by=cast.rep, reason="away", at=NOW)
    text = signed_in(cast.stranger).get(POOL + "?pool=company").content.decode()
    assert row.name in text and "董事长的私人电话" not in text and "hidden (VIP)" in text


def test_search_and_filters_narrow_the_pool(cast, signed_in):
    from customers.domain.duplicates import matching

    one, two = (
        pooled(cast.departments["sales"], name="杭州蓝鲸软件有限公司"),
        pooled(cast.departments["sales"], name="宁波红岩机械有限公司", stage="intent"),
    )
    matching.index([(one.pk, one.name), (two.pk, two.name)])
    client = signed_in(cast.rep)
    text = client.get(POOL, {"q": "蓝鲸"}).content.decode()
    assert one.name in text and two.name not in text
    text = client.get(POOL, {"stage": "intent"}).content.decode()
    assert two.name in text and one.name not in text
    assert "Remove the filter Stage Intent" in text
    assert (
        "No customer in this pool matches. Search for something else, or remove a filter."
        in client.get(POOL, {"q": "没有这个"}).content.decode()
    )
    assert client.get(reverse("assignment:pool_filter")).status_code == 200


def test_an_empty_pool_says_so(cast, signed_in):
    assert "The pool is empty" in signed_in(cast.rep).get(POOL).content.decode()


@pytest.mark.embedded
def test_thirty_rows_take_as_many_queries_as_one(cast, signed_in, queries):
    signed_in(cast.rep)

    def fill(n):
        for _ in range(n):
            row = customer(cast.mate)
            followup(row, cast.mate, NOW)
            ownership.give_up(customer_id=row.pk, by=cast.mate, reason="no budget", at=NOW)

    fill(1)
    one = queries(POOL)
    fill(29)
    assert queries(POOL) == one
