"""Who answers a matter when its person leaves, comes back or is away, and what is kept of a text that came too late (row M8)."""

import pytest
from django.urls import reverse

from assignment.domain.handover import leaving
from assignment.domain.undo.closing import held_before
from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from customers.domain.matters import access, answering
from customers.models import Customer, Matter
from tests.cast import NOW, customer
from tests.undo.steps import remembered, undo

from .test_matters import refused, reported

pytestmark = [pytest.mark.django_db, pytest.mark.req("M8"), pytest.mark.usefixtures("clock")]
TEXT = "We give them until May"


def closed(cast, person):
    held = held_before(person)
    leaving.close_account(person_id=person.pk, by=cast.admin, at=NOW, reason="leaves")
    return remembered("close_account", cast.admin, NOW, person_id=person.pk, **held)


def history(row):
    return list(row.entries.values_list("kind", "text"))


@pytest.mark.req("M9")
@pytest.mark.parametrize("confidential", [False, True])
def test_who_comes_back_answers_again_and_the_history_says_so(cast, confidential):
    row = reported(customer(cast.rep), cast.rep, cast, answerer=cast.finance, confidential=confidential)
    action = closed(cast, cast.finance)
    row.refresh_from_db()
    taker = row.answerer
    assert taker != cast.finance and (taker == cast.rep) == confidential
    undone = undo(action)
    row.refresh_from_db()
    assert row.answerer == cast.finance and undone.stayed == ()
    assert history(row)[1:] == [("passed", f"→ {taker}"), ("passed", f"→ {cast.finance}")]
    assert not row.readers.exists(), "they are named by what they do"


def test_nothing_of_closing_and_undoing_tells_others_of_a_confidential_one(cast, signed_in):
    row = reported(customer(cast.rep), cast.rep, cast, answerer=cast.finance, confidential=True)
    page = signed_in(cast.admin).get(reverse("accounts:person_close", args=[cast.finance.pk])).text
    assert "major matter" not in page
    reported(customer(cast.mate), cast.mate, cast, answerer=cast.finance)
    page = signed_in(cast.admin).get(reverse("accounts:person_close", args=[cast.finance.pk])).text
    assert "1 major matter to answer" in page
    told = Entry.objects.count()
    action = closed(cast, cast.finance)
    passed = Entry.objects.get(action="handover.passed_on").changes["passed_on"][1]
    assert passed == {"matters": 1}
    Matter.objects.filter(pk=row.pk).update(status="answered")
    assert undo(action).stayed == ()
    assert Entry.objects.count() > told
    said = Entry.objects.filter(customer_id=row.customer_id).values_list("action", flat=True)
    assert set(said) == {"ownership.entered"}
    assert not Entry.objects.filter(subject_type="matter", subject_id=str(row.pk)).exists()


def test_once_who_answered_has_left_who_reported_it_names_somebody_else(cast, signed_in):
    row = reported(customer(cast.rep), cast.rep, cast, answerer=cast.finance)
    answering.answer_matter(matter_id=row.pk, by=cast.finance, text=TEXT, at=NOW)
    closed(cast, cast.finance)
    answering.ask_again(matter_id=row.pk, by=cast.rep, text="And in June?", due_on=row.due_at.date(), at=NOW)
    page = signed_in(cast.rep).get(reverse("customers:matter", args=[row.pk]))
    assert {"pass_on"} == set(page.context["forms"]) and "has left" in page.text
    given = {"matter_id": row.pk, "text": "Finance has left", "at": NOW}
    assert refused(answering.pass_on, by=cast.director, to=cast.manager, **given) == "status"
    answering.pass_on(by=cast.rep, to=cast.manager, **given)
    assert Matter.objects.get().answerer == cast.manager
    assert refused(answering.pass_on, by=cast.rep, to=cast.hr, **given) == "status", "it is the manager's now"


def test_what_was_typed_after_it_was_passed_on_is_kept(cast, signed_in):
    row = reported(customer(cast.rep), cast.rep, cast)
    client, url = signed_in(cast.manager), reverse("customers:matter_answer", args=[row.pk])
    client.post(reverse("customers:matter_pass", args=[row.pk]), {"to": cast.finance.pk, "text": "It is for finance"})
    late = client.post(url, {"text": TEXT})
    assert late.status_code == 422 and TEXT in late.text and "moved on meanwhile" in late.text
    assert signed_in(cast.director).post(url, {"text": TEXT}).status_code == 403, "reads it, and never had it"
    assert "answered" not in [kind for kind, _text in history(row)]


def away(person, stand_in):
    User.objects.filter(pk=person.pk).update(away_from=NOW.date(), away_until=NOW.date(), stand_in=stand_in)


@pytest.mark.req("Ne7")
def test_a_stand_in_answers_for_who_is_away_but_nothing_confidential_or_restricted(cast, signed_in):
    row = reported(customer(cast.stranger), cast.stranger, cast, answerer=cast.manager)
    secret = reported(customer(cast.rep), cast.rep, cast, answerer=cast.manager, confidential=True)
    shut = reported(customer(cast.rep), cast.rep, cast, answerer=cast.manager)
    Customer.objects.filter(pk=shut.customer_id).update(restricted=True)
    away(cast.manager, cast.service)
    waiting = Matter.objects.filter(access.to_answer(cast.service.pk, NOW.date()))
    assert list(waiting) == [row]
    client = signed_in(cast.service)
    for other in (secret, shut):
        assert client.get(reverse("customers:matter", args=[other.pk])).status_code == 404
    assert row.title in client.get(reverse("customers:matters")).text
    client.post(reverse("customers:matter_answer", args=[row.pk]), {"text": TEXT})
    assert history(row)[1:] == [("answered", TEXT)] and row.entries.last().by == cast.service
    own = reported(customer(cast.service), cast.service, cast, answerer=cast.manager)
    assert refused(answering.answer_matter, matter_id=own.pk, by=cast.service, text=TEXT, at=NOW) == "status"
