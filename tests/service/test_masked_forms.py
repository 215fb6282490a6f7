"""A form shows a reader the texts with their numbers masked, and what is left masked is saved as it stands (row Nb4)."""

import pytest
from django.urls import reverse

from tests.cast import customer
from tests.forms_of import form_of

from .orders import order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nb4")]
TYPED = "13905719876"


@pytest.fixture
def made(cast):
    return order(customer(cast.rep, vip=True), cast.rep, description=f"ring {TYPED} or 057188001234 first")


def test_the_form_of_an_order_never_saves_a_masked_number_back(cast, signed_in, made):
    url, client = reverse("service:edit", args=[made.pk]), signed_in(cast.service_manager)
    page = client.get(url)
    assert TYPED not in page.text and "ring 139****9876 or 057*****1234 first" in page.text
    form = form_of(page, "description")
    assert client.post(url, form.typed(subject="压缩机漏油")).status_code == 302
    made.refresh_from_db()
    assert (made.subject, made.description) == ("压缩机漏油", f"ring {TYPED} or 057188001234 first")
    typed = form_of(client.get(url), "description").typed(description="057*****1234 is busy: ring 139****9876, room 12")
    assert client.post(url, typed).status_code == 302
    made.refresh_from_db()
    assert made.description == f"057188001234 is busy: ring {TYPED}, room 12"


def test_a_form_that_is_refused_comes_back_masked(cast, signed_in, made):
    url, client = reverse("service:edit", args=[made.pk]), signed_in(cast.service_manager)
    answer = client.post(url, form_of(client.get(url), "description").typed(subject=""))
    assert answer.status_code == 422 and TYPED not in answer.text and "139****9876" in answer.text


def test_the_owner_reads_the_number(cast, signed_in, made):
    assert TYPED in signed_in(cast.rep).get(reverse("service:order", args=[made.pk])).text
