"""The pages of a sheet: made, printed, signed, confirmed; what was typed and drawn comes back; restricted files behind the gate."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from service.domain.orders import recording
from service.models import OrderFile, ServiceOrder, VisitSheet
from tests.cast import NOW, customer
from tests.pdf_fonts import all_embedded
from tests.service.orders import order

from .made import HOUR, done, drawn, sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Ni21")]
FORM = {
    "arrived_at": "2026-03-02T07:00",
    "left_at": "2026-03-02T08:30",
    "content": "更换了启动电容",
    "charge": "350",
    "language": "en",
}


@pytest.fixture
def ready(cast):
    """An order that was done this morning, before the clock of the page."""
    made = done(cast, at=NOW - 3 * HOUR)
    ServiceOrder.objects.filter(pk=made.pk).update(accepted_at=NOW - 2 * HOUR, done_at=NOW - HOUR)
    made.refresh_from_db()
    return made


def page(made, name="sheet"):
    return reverse(f"service:{name}", args=[made.pk])


def test_made_signed_and_kept_in_the_browser(cast, ready, signed_in):
    client = signed_in(cast.service)
    assert page(ready) in client.get(page(ready, "order")).text
    form = client.get(page(ready), follow=True)
    assert form.context["form"]["content"].value() == "更换了启动电容"
    made = client.post(page(ready, "sheet_new"), FORM, follow=True)
    assert "What the customer confirms" in made.text
    row = VisitSheet.objects.get()
    answer = client.post(
        page(ready, "sheet_sign"), {"sheet": row.pk, "signer": "Wang", "signature": drawn()}, follow=True
    )
    assert "is confirmed: the sheet is kept with the order" in answer.text
    row.refresh_from_db()
    assert row.signer == "Wang" and row.file_sha256 in answer.text
    assert client.get(page(ready, "sheet_pdf"))["Location"] == reverse("service:file", args=[row.file_id])


def test_a_refused_signature_comes_back_with_its_lines_and_the_name(cast, ready, signed_in):
    row = sheet(cast, ready, at=NOW)
    client, lines = signed_in(cast.service), '[{"points":[]}]'
    given = {"sheet": row.pk, "signer": "", "signature": drawn(), "strokes": lines}
    answer = client.post(page(ready, "sheet_sign"), given)
    assert answer.status_code == 422 and answer.context["sign_form"]["strokes"].value() == lines
    bad = given | {"signer": "Wang", "signature": SimpleUploadedFile("signature.png", b"GIF89a")}
    answer = client.post(page(ready, "sheet_sign"), bad)
    assert answer.status_code == 422 and answer.context["sign_form"]["signer"].value() == "Wang"
    assert "does not match its file type" in answer.text


def test_somebody_changed_the_order_meanwhile(cast, ready, signed_in):
    row = sheet(cast, ready, at=NOW)
    fields = {"subject": "another", "lines": []}
    recording.update_order(order_id=ready.pk, by=cast.service_manager, at=NOW, fields=fields)
    client = signed_in(cast.service)
    answer = client.post(page(ready, "sheet_sign"), {"sheet": row.pk, "signer": "Wang", "signature": drawn()})
    assert answer.status_code == 422 and "was changed since this sheet was made" in answer.text
    assert page(ready, "sheet_new") in answer.text


def test_what_was_typed_comes_back_when_the_sheet_is_refused(cast, ready, signed_in):
    given = FORM | {"left_at": "2026-03-02T06:00", "people": "Wang, Li"}
    answer = signed_in(cast.service).post(page(ready, "sheet_new"), given)
    assert answer.status_code == 422 and "They left before they arrived" in answer.text and "Wang, Li" in answer.text


def test_an_empty_sheet_is_printed_in_either_language_from_the_beginning_on(cast, signed_in):
    made = order(customer(cast.rep), cast.service)
    client = signed_in(cast.service)
    for language in ("en", "zh-hans", "nonsense"):
        answer = client.get(page(made, "sheet_blank"), {"language": language})
        assert answer["Content-Type"] == "application/pdf" and all_embedded(answer.content)
        assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1, "a sheet to be written on is one sheet"
    assert client.get(page(made, "sheet")).status_code == 302
    assert client.get(page(made, "sheet_new")).status_code == 403, "nothing is done yet"


def test_a_code_is_entered_on_the_page_and_told_by_somebody_else(cast, ready, signed_in):
    row = sheet(cast, ready, at=NOW)
    service, desk = signed_in(cast.service), None
    assert service.get(page(ready, "sheet_tell")).status_code == 403
    service.post(page(ready, "sheet_call"), {"sheet": row.pk})
    desk = signed_in(cast.service_manager)
    assert "13800138000" in desk.get(page(ready, "sheet_tell")).text
    told = desk.post(page(ready, "sheet_tell"))
    code = told.context["code"]
    assert code in told.text and "no-store" in told["Cache-Control"]
    assert code not in desk.get(page(ready, "sheet_tell")).text, "shown once"
    service = signed_in(cast.service)
    assert "told the code on the phone" in service.get(page(ready)).text
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    answer = service.post(page(ready, "sheet_confirm"), {"sheet": row.pk, "code": wrong})
    assert answer.status_code == 422 and "tries left: 4" in answer.text
    assert VisitSheet.objects.get().code_tries == 1
    answer = service.post(page(ready, "sheet_confirm"), {"sheet": row.pk, "code": code}, follow=True)
    assert "is confirmed" in answer.text and OrderFile.objects.count() == 1


def test_who_may_not_have_it_signed_reads_it_only(cast, ready, signed_in):
    row = sheet(cast, ready, at=NOW)
    client = signed_in(cast.rep)
    answer = client.get(page(ready))
    assert answer.status_code == 200 and "Sign on the screen" not in answer.text
    for name in ("sheet_sign", "sheet_mail", "sheet_call", "sheet_confirm"):
        assert client.post(page(ready, name), {"sheet": row.pk}).status_code == 403
    assert signed_in(cast.stranger).get(page(ready)).status_code == 404
