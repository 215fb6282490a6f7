"""Numbers that people typed into texts of service are masked for whoever may not read the customer's numbers (rows Nb4, Nf15)."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from service.models import VisitCorrection
from tests.cast import NOW, customer

from .orders import order
from .questionnaires.asked import GOOD, answered, contact, published
from .visits.made import report, visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nb4", "Nf15")]
TYPED = "13905719876"
RING = f"ring {TYPED}"


def test_on_the_page_of_an_order_and_of_a_visit(cast, signed_in):
    row = customer(cast.rep)
    made = order(row, cast.rep, description=RING)
    held = report(visit(row, cast.service_manager, person=cast.service_manager), cast.service_manager, words=RING)
    row.vip = True
    row.save()
    for url in (reverse("service:order", args=[made.pk]), reverse("service:visit", args=[held.pk])):
        assert TYPED in signed_in(cast.rep).get(url).text, "the owner reads them"
        for person in (cast.service_manager, cast.auditor):
            page = signed_in(person).get(url)
            assert page.status_code == 200 and "ring 139****9876" in page.text and TYPED not in page.text, (url, person)


def test_in_what_a_contact_answered_and_in_the_file_of_it(cast, signed_in):
    row, made = customer(cast.rep, vip=True), published(cast)
    given = answered(cast, made, contact(row), answers=GOOD | {"q10": RING})
    client = signed_in(cast.service_manager)
    pages = (
        reverse("service:questionnaire_answered", args=[made.pk, given.pk]),
        reverse("service:questionnaire_texts", args=[made.pk], query={"question": "q10"}),
    )
    for url in pages:
        assert "ring 139****9876" in client.get(url).text and TYPED not in client.get(url).text, url
    taken = client.post(reverse("service:questionnaire_export", args=[made.pk]), {"reason": "for the board"})
    cells = [cell for sheet in load_workbook(BytesIO(taken.content)) for line in sheet.values for cell in line]
    assert "ring 139****9876" in cells and RING not in cells
    given.answers.get(text=RING)  # what was answered stays as it was


def test_in_what_a_corrected_report_said_before(cast, signed_in):
    row = customer(cast.rep)
    held = report(visit(row, cast.service_manager, person=cast.service_manager), cast.service_manager, words=RING)
    row.vip = True
    row.save()
    VisitCorrection.objects.create(
        visit=held, at=NOW, by=cast.service_manager, reason=RING, before={"words": RING}, after={"words": "a shop"}
    )
    url = reverse("service:visit", args=[held.pk])
    assert TYPED in signed_in(cast.rep).get(url).text
    page = signed_in(cast.service_manager).get(url).text
    assert page.count("139****9876") > 1 and TYPED not in page
