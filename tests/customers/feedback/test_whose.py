"""Feedback goes along with the customer and with who leaves; bad answers become feedback; service takes it over (row Nh8)."""

import pytest
from django.urls import reverse

from assignment.domain import ownership
from assignment.domain.handover import leaving
from assignment.domain.undo.closing import held_before
from customers.models import CustomerFeedback, FeedbackKind
from service.models import OrderKind, ServiceOrder
from tests.cast import NOW, customer
from tests.service.orders import order
from tests.service.questionnaires.asked import GOOD, answered, contact, published
from tests.undo.steps import remembered, undo

from .test_feedback import entered

pytestmark = [pytest.mark.django_db, pytest.mark.req("Nh8"), pytest.mark.usefixtures("clock")]


def answerers(*rows):
    return [CustomerFeedback.objects.get(pk=row.pk).answerer for row in rows]


def test_what_the_owner_answers_follows_the_customer(cast):
    row = customer(cast.rep)
    mine, heads = entered(row, cast.rep), entered(row, cast.rep, "Complaint")
    ownership.transfer(customer_id=row.pk, to=cast.mate, by=cast.manager, at=NOW, reason="other region")
    assert answerers(mine, heads) == [cast.mate, cast.manager]


@pytest.mark.req("Ne9")
def test_of_somebody_who_leaves_it_passes_on_and_comes_back_with_them(cast):
    row = entered(customer(cast.mate), cast.mate)
    CustomerFeedback.objects.filter(pk=row.pk).update(answerer=cast.finance)
    held = held_before(cast.finance)
    leaving.close_account(person_id=cast.finance.pk, by=cast.admin, at=NOW, reason="leaves")
    action = remembered("close_account", cast.admin, NOW, person_id=cast.finance.pk, **held)
    assert answerers(row) == [cast.mate], "a question is the owner's to answer"
    undone = undo(action)
    assert answerers(row) == [cast.finance] and undone.stayed == ()
    assert list(row.entries.values_list("kind", flat=True)) == ["recorded", "passed", "passed"]


@pytest.mark.req("T22")
def test_a_bad_answer_becomes_feedback_by_itself_and_a_good_one_does_not(cast):
    form = published(cast)
    answered(cast, form, answers=GOOD)
    assert not CustomerFeedback.objects.exists()
    who = contact(customer(cast.rep), name="Li", email="li@customer.example")
    answered(cast, form, who, answers=GOOD | {"q2": "1", "q3": "Nobody called back", "q7": "6"})
    row = CustomerFeedback.objects.get()
    assert (row.kind.name, row.answerer, row.recorded_by, row.contact) == ("Complaint", cast.manager, None, who)
    said = ["How was our service? 1 / 5", "Would you recommend us? 6 / 10", "What was poor? Nobody called back"]
    assert [line in row.text for line in said] == [True, True, True]
    FeedbackKind.objects.update(of_bad_answers=False)
    other = contact(customer(cast.rep), name="Wu", email="wu@customer.example")
    answered(cast, form, other, answers=GOOD | {"q7": "0"})
    assert CustomerFeedback.objects.count() == 1, "the company wants none"


def test_service_takes_it_over_by_an_order_that_names_it(cast, signed_in):
    row = entered(customer(cast.rep), cast.rep)
    client, page = signed_in(cast.rep), reverse("customers:feedback_one", args=[row.pk])
    new = f"{reverse('service:new')}?customer={row.customer_id}&feedback={row.pk}"
    assert f"feedback={row.pk}" in client.get(page).text
    form = client.get(new).context["form"]
    assert form.initial["description"] == row.text
    sent = {
        "customer": row.customer_id,
        "feedback": row.pk,
        "kind": OrderKind.objects.filter(active=True).first().pk,
        "subject": "The invoice",
        "description": row.text,
        "priority": "normal",
        "reported_at": "2026-03-02T08:30",
        "channel": "phone",
    }
    answer = client.post(reverse("service:new"), sent)
    made = ServiceOrder.objects.get()
    assert answer.url == reverse("service:order", args=[made.pk]) and made.feedback == row
    assert made.number in client.get(page).text and page in client.get(answer.url).text
    assert list(row.entries.values_list("kind", "text"))[1:] == [("ordered", made.number)]
    other = client.post(reverse("service:new"), sent | {"customer": customer(cast.rep).pk})
    assert other.status_code == 422 and ServiceOrder.objects.count() == 1


def test_entered_from_an_order_it_says_so(cast, signed_in):
    row = customer(cast.rep)
    made = order(row, cast.rep)
    client = signed_in(cast.rep)
    url = reverse("customers:feedback_new", args=[row.pk])
    assert f"{url}?source=order" in client.get(reverse("service:order", args=[made.pk])).text
    said = {"kind": FeedbackKind.objects.get(name="Praise").pk, "text": "Well done", "channel": "visit"}
    said |= {"received_at": "2026-03-02T08:30", "source": "order", "of": made.pk}
    client.post(url, said)
    feedback = CustomerFeedback.objects.get()
    assert (feedback.source, feedback.source_id) == ("order", made.pk)
    shown = client.get(reverse("customers:feedback_one", args=[feedback.pk])).text
    assert reverse("service:order", args=[made.pk]) in shown
