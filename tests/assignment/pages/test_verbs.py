"""The verbs of one customer as pages: told before, refused in words, nothing typed is lost."""

import pytest
from django.urls import reverse

from assignment.domain import ownership
from assignment.domain.disputes import conflict
from assignment.models import OwnershipEvent
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.domain.access.lookups import reference
from tests.cast import NOW, customer, moment, owner_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def url(name, row):
    return reverse(f"assignment:{name}", args=[row.pk])


@pytest.mark.req("Nc8", "Nd9")
def test_giving_up_tells_the_cool_down_and_asks_for_the_reason(cast, signed_in):
    row = customer(cast.stages_rep)
    client = signed_in(cast.stages_rep)
    assert "You may claim it again from 2026-03-05 10:00 (3 days)." in client.get(url("give_up", row)).content.decode()
    assert client.post(url("give_up", row), {"reason": "  "}).status_code == 422
    assert owner_of(row) == "stages_rep"
    client.post(url("give_up", row), {"reason": "no budget"})
    assert owner_of(row) is None


def test_only_the_owner_gives_up(cast, signed_in):
    row = customer(cast.rep)
    assert signed_in(cast.stranger).get(url("give_up", row)).status_code == 404
    assert signed_in(cast.manager).get(url("give_up", row)).status_code == 403, "managers hold no customers"
    ownership.release(customer_id=row.pk, by=cast.manager, reason="too many", at=NOW)
    answer = signed_in(cast.rep).post(url("give_up", row), {"reason": "too late"}, follow=True)
    assert "is in the public pool: nobody owns it" in answer.content.decode()


@pytest.mark.req("D6")
def test_an_extension_says_who_decides_and_what_is_left(cast, signed_in):
    row, other = customer(cast.stranger), customer(cast.stranger)
    client = signed_in(cast.stranger)
    text = client.get(url("extension", row)).content.decode()
    assert (
        "1 of 1 left" in text and "Up to 5 days, decided by" in text and "Direct Manager" in text and "Director" in text
    )
    client.post(url("extension", row), {"days": "5", "reason": "the contract is being signed"})
    assert Request.objects.get(kind="extension").decider == cast.direct_manager
    answer = client.post(url("extension", other), {"days": "3", "reason": "this one too"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "You have used your 1 extension(s) for this month" in text and "this one too" in text


@pytest.mark.parametrize("days", ["0", "-3", "x", ""])
def test_impossible_days_are_refused_in_words(cast, signed_in, days):
    row = customer(cast.stranger)
    answer = signed_in(cast.stranger).post(url("extension", row), {"days": days, "reason": "because"})
    assert answer.status_code == 422 and "because" in answer.content.decode()
    assert not Request.objects.exists()


@pytest.mark.req("Nc9")
def test_turning_to_intent_is_an_application_with_a_detailed_reason(cast, signed_in):
    row = customer(cast.stages_rep)
    client = signed_in(cast.stages_rep)
    answer = client.post(url("intent", row), {"reason": "want it"})
    assert answer.status_code == 422 and "at least 10 characters" in answer.content.decode()
    client.post(url("intent", row), {"reason": "They asked for a formal quotation this week"})
    ask = Request.objects.get(kind="intent")
    assert ask.decider == cast.stages_manager
    row.refresh_from_db()
    assert row.stage == "potential", "nothing changes before the approval"


@pytest.mark.req("Nd9", "Nf5")
def test_a_manager_transfers_inside_the_department_with_free_slots_shown(cast, signed_in):
    row = customer(cast.stranger)
    second = customer(cast.rep)
    client = signed_in(cast.direct_manager)
    text = client.get(url("transfer", row)).content.decode()
    assert "Mate" not in text, "across departments the admin moves"
    text = signed_in(cast.admin).get(url("transfer", second)).content.decode()
    assert "14 free slots" in text, "of the stranger, who holds one of fifteen"
    signed_in(cast.manager).post(url("transfer", second), {"to": cast.mate.pk, "reason": "holidays"})
    assert owner_of(second) == "mate"
    assert signed_in(cast.rep).get(url("transfer", second)).status_code == 403


@pytest.mark.req("D1")
def test_a_transfer_to_somebody_without_a_slot_is_refused_at_the_field(cast, signed_in):
    for _ in range(15):
        customer(cast.stranger)
    row = customer(department=cast.departments["direct"])
    answer = signed_in(cast.admin).post(url("transfer", row), {"to": cast.stranger.pk})
    assert answer.status_code == 422
    assert "All 15 slots of Stranger are taken" in answer.content.decode()


def test_a_manager_releases_with_a_reason_that_the_owner_reads(cast, signed_in):
    row = customer(cast.rep)
    client = signed_in(cast.manager)
    assert client.post(url("release", row), {"reason": ""}).status_code == 422
    client.post(url("release", row), {"reason": "not worked on"})
    assert owner_of(row) is None
    assert OwnershipEvent.objects.filter(customer=row, kind="released", reason="not worked on").exists()
    assert signed_in(cast.direct_manager).get(url("release", customer(cast.rep))).status_code == 404


@pytest.mark.req("D8", "Z11")
def test_collaborators_are_registered_and_ended(cast, signed_in):
    row = customer(cast.rep, since=moment("2026-02-01 09:00"))
    client = signed_in(cast.rep)
    client.post(url("collaborator_new", row), {"user": cast.mate.pk, "note": "product questions"})
    entry = row.collaborators.get()
    assert entry.user == cast.mate and entry.until is None
    told = Notice.objects.get(user=cast.manager, kind="collaborator")
    assert told.params["person"] == "Mate", "reported to the manager"
    assert signed_in(cast.mate).get(reverse("customers:detail", args=[row.pk])).status_code == 200
    assert signed_in(cast.east_rep).post(reverse("assignment:collaborator_end", args=[entry.pk])).status_code == 404
    signed_in(cast.rep).post(reverse("assignment:collaborator_end", args=[entry.pk]))
    entry.refresh_from_db()
    assert entry.until is not None
    assert signed_in(cast.mate).get(url("collaborator_new", row)).status_code == 404


@pytest.mark.req("Nd3", "Nd6")
def test_a_validity_query_about_somebody_elses_customer_shows_no_more_than_the_duplicate_check(cast, signed_in):
    row = customer(cast.mate, phone="0571-88888888", introduction="a secret")
    client = signed_in(cast.rep)
    address = url("validity", row) + "?ref=" + reference(cast.rep, row.pk)
    text = client.get(address).content.decode()
    assert row.name in text and row.code in text and "Mate" in text
    assert "88888888" not in text and "a secret" not in text
    client.post(address, {"reason": "nobody has called them for two weeks"})
    ask = Request.objects.get(kind="validity")
    assert ask.decider == cast.manager and ask.asked_by == cast.rep
    answer = client.post(address, {"reason": "again"})
    assert "You have already requested this: please wait for the answer." in answer.content.decode()


@pytest.mark.req("Nd4", "Nf5")
def test_a_conflict_names_the_other_person(cast, signed_in):
    row = customer(cast.mate)
    client = signed_in(cast.rep)
    address = url("conflict", row) + "?ref=" + reference(cast.rep, row.pk)
    assert client.post(address, {"reason": "we both quoted"}).status_code == 422
    client.post(address, {"other": cast.mate.pk, "reason": "we both quoted"})
    assert Request.objects.get(kind="conflict").arguments["other_id"] == cast.mate.pk
    assert signed_in(cast.finance).get(url("conflict", row)).status_code == 403


@pytest.mark.req("Nd3")
def test_nobody_asks_about_a_customer_of_their_own_or_of_the_pool(cast):
    mine, pooled = customer(cast.rep), customer(department=cast.departments["sales"])
    for row, code in ((mine, "yours"), (pooled, "in_pool")):
        with pytest.raises(Refused) as refusal:
            conflict.ask_validity(customer_id=row.pk, reason="is it worked on?", by=cast.rep, at=NOW)
        assert refusal.value.code == code
    assert not Request.objects.exists()


@pytest.mark.req("Nd4", "Nf5")
def test_nobody_decides_a_conflict_of_their_own(cast):
    row = customer(cast.mate)
    usual = conflict.ask_conflict(customer_id=row.pk, other_id=cast.mate.pk, reason="both", by=cast.rep, at=NOW)
    assert usual.decider == cast.manager
    for by, other in ((cast.mate, cast.manager), (cast.manager, cast.mate)):
        asked = conflict.ask_conflict(customer_id=row.pk, other_id=other.pk, reason="both", by=by, at=NOW)
        assert asked.decider == cast.director


@pytest.mark.req("M14")
def test_a_letter_tells_the_customer_who_is_in_charge_now(cast, signed_in, mailoutbox):
    row = customer(cast.rep, email="info@example.com")
    row.contacts.create(name="王经理", key=True, created_at=NOW)
    cast.mate.mobile = "13800000000"
    cast.mate.save()
    ownership.transfer(customer_id=row.pk, to=cast.mate, by=cast.manager, reason="", at=NOW)
    client = signed_in(cast.mate)
    text = client.get(url("letter", row)).content.decode()
    assert "Dear 王经理" in text and "Rep has looked after" in text and "13800000000" in text
    client.post(url("letter_mail", row))
    assert mailoutbox[0].to == ["info@example.com"] and "Mate is your contact" in mailoutbox[0].body


@pytest.mark.req("D3")
def test_slots_full_exchange_gives_up_and_claims_in_one_step(cast, signed_in):
    held = [customer(cast.stranger) for _ in range(15)]
    wanted = customer(department=cast.departments["direct"])
    client, page = signed_in(cast.stranger), reverse("assignment:slots")
    text = client.get(page, {"claim": wanted.pk}).content.decode()
    assert wanted.name in text and held[0].name in text and "of 15" in text
    answer = client.post(page, {"claim": wanted.pk, "reason": "weak"})
    assert answer.status_code == 422 and "Choose a customer to give up" in answer.content.decode()
    client.post(page, {"claim": wanted.pk, "give_up": held[3].pk, "reason": "weak"})
    assert owner_of(wanted) == "stranger" and owner_of(held[3]) is None


@pytest.mark.req("D3")
def test_a_refused_claim_gives_nothing_up(cast, signed_in):
    held = [customer(cast.stranger) for _ in range(15)]
    wanted = customer(department=cast.departments["direct"])
    ownership.transfer(
        customer_id=wanted.pk, to=cast.rep, by=cast.admin, reason="", at=NOW, kind=OwnershipEvent.Kind.CLAIMED
    )
    answer = signed_in(cast.stranger).post(
        reverse("assignment:slots"), {"claim": wanted.pk, "give_up": held[0].pk, "reason": "weak"}
    )
    assert "Somebody else was faster: Rep owns" in answer.content.decode()
    assert owner_of(held[0]) == "stranger"


def test_nobody_gives_up_what_is_not_hers(cast, signed_in):
    customer(cast.stranger)
    foreign = customer(cast.rep)
    answer = signed_in(cast.stranger).post(reverse("assignment:slots"), {"give_up": foreign.pk, "reason": "mine?"})
    assert answer.status_code == 422
    assert owner_of(foreign) == "rep"


def test_after_giving_up_one_goes_on_to_what_one_wanted(cast, signed_in):
    row = customer(cast.stranger)
    answer = signed_in(cast.stranger).post(
        reverse("assignment:slots"), {"give_up": row.pk, "reason": "weak", "next": "/customers/new/"}
    )
    assert answer.url == "/customers/new/"
    row = customer(cast.stranger)
    answer = signed_in(cast.stranger).post(
        reverse("assignment:slots"), {"give_up": row.pk, "reason": "weak", "next": "https://evil.example/"}
    )
    assert not answer.url.startswith("https://evil")


@pytest.mark.parametrize(
    ("name", "who"), [("give_up", "rep"), ("extension", "rep"), ("transfer", "manager"), ("release", "manager")]
)
def test_a_form_that_comes_back_with_nothing_says_what_is_missing(cast, signed_in, name, who):
    answer = signed_in(cast.people[who]).post(url(name, customer(cast.rep)), {})
    assert answer.status_code == 422 and "This field is required" in answer.content.decode()
