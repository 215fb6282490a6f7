"""What is sent twice is saved once, and the second answer leads to what the first one made."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from crm_project.ops.form_tokens import FIELD, forget_old, token
from crm_project.ops.models import UsedForm
from customers.models import Contact
from tests.cast import NOW, VALID, assemble, customer
from tests.forms_of import form_of

pytestmark = pytest.mark.django_db


def contact_form(client, row):
    return form_of(client.get(f"/customers/{row.pk}/contacts/new/"), "title")


def test_a_form_that_was_refused_may_be_sent_again(cast, clock, signed_in):
    row, client = customer(cast.rep), signed_in(cast.rep)
    url, page = f"/customers/{row.pk}/contacts/new/", contact_form(client, row)
    assert client.post(url, page.typed(name="")).status_code == 422
    assert client.post(url, page.typed(name="王芳")).status_code == 302
    assert Contact.objects.count() == 1 and UsedForm.objects.count() == 1


def test_a_token_of_somebody_else_says_nothing(cast, clock, signed_in):
    row, client = customer(cast.rep), signed_in(cast.rep)
    url, page = f"/customers/{row.pk}/contacts/new/", contact_form(client, row)
    answer = client.post(url, page.typed(name="王芳", **{FIELD: token(cast.mate)}))
    assert answer.status_code == 302 and not UsedForm.objects.exists()


def test_two_forms_make_two(cast, clock, signed_in):
    row, client = customer(cast.rep), signed_in(cast.rep)
    url = f"/customers/{row.pk}/contacts/new/"
    for _n in range(2):
        client.post(url, contact_form(client, row).typed(name="王芳"))
    assert Contact.objects.count() == 2


def test_old_tokens_are_forgotten(db):
    for days in (1, 40):
        UsedForm.objects.create(token=str(days), person_id=1, at=NOW - timedelta(days=days))
    assert forget_old(NOW) == 1
    assert UsedForm.objects.get().token == "1"


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_at_the_same_moment_is_saved_once(clock):
    cast = assemble()
    row, clients = customer(cast.rep), [Client() for _n in range(4)]
    for client in clients:
        client.force_login(cast.rep)
    url, page = f"/customers/{row.pk}/contacts/new/", contact_form(clients[0], row)
    barrier, answers = Barrier(len(clients)), []

    def send(client):
        barrier.wait()
        answers.append(client.post(url, page.typed(name="王芳")))
        connection.close()

    threads = [Thread(target=send, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Contact.objects.count() == 1
    assert {answer.url for answer in answers} == {f"/customers/{row.pk}/?part=contacts"}


def test_judging_what_is_typed_leaves_the_token_for_the_saving(cast, clock, signed_in):
    row, client = customer(cast.rep), signed_in(cast.rep)
    typed = {"form_token": token(cast.rep), "kind": "call_out", "counterpart": "王经理", "content": VALID}
    assert client.post(f"/activities/customers/{row.pk}/followups/judge/", typed, headers={"HX-Request": "true"}).text
    assert not UsedForm.objects.exists()
    client.post(f"/activities/customers/{row.pk}/followups/new/", typed)
    assert row.followups.count() == 1 and UsedForm.objects.count() == 1
