"""Numbers typed into the reason of a notice are masked for whoever may not read the customer's, in the bell, the list and the mail (row Nb4)."""

import pytest
from django.urls import reverse

from crm_project.notices.domain.notify import tell
from crm_project.notices.models import Notice
from crm_project.notices.presenters.letter import letter
from tests.cast import NOW, customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nb4")]
TYPED = "13905719876"


def told(person, url):
    tell([person], "request_passed", at=NOW, url=url, subject=f"HT-2026-0003: he rang from {TYPED}")
    return letter(person, list(Notice.objects.filter(user=person)))


@pytest.mark.parametrize("leads_to", ["the file", "nowhere"])
def test_it_is_masked_in_the_list_and_in_the_mail(cast, signed_in, leads_to):
    row = customer(cast.rep, vip=True)
    mail = told(cast.finance, reverse("customers:detail", args=[row.pk]) if leads_to == "the file" else "")
    html = mail.alternatives[0][0]
    for text in (signed_in(cast.finance).get(reverse("notices:list")).text, mail.subject, mail.body, html):
        assert TYPED not in text and "HT-2026-0003" in text
    assert "139****9876" in html


def test_the_owner_reads_it(cast, signed_in):
    row = customer(cast.rep, vip=True)
    mail = told(cast.rep, reverse("customers:detail", args=[row.pk]))
    assert TYPED in mail.body and TYPED in signed_in(cast.rep).get(reverse("notices:list")).text
