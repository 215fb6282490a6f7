"""A sheet is signed on the screen: the very text, the picture, the PDF with its hash; and nothing of it changes any more (row Ni21)."""

from decimal import Decimal
from hashlib import sha256
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from service.domain.orders import ending, files, recording
from service.domain.sheets import picture, signing
from service.models import OrderFile, ServiceOrder, VisitSheet
from service.presenters.sheets import document
from service.rules import sheets as rules
from tests.cast import NOW, customer
from tests.pdf_fonts import all_embedded

from .made import HOUR, WORK, done, drawn, sheet

pytestmark = [pytest.mark.django_db, pytest.mark.req("Ni21")]
LATER = NOW + 3 * HOUR


def signed(made, by, *, signature=None, signer="王经理", at=LATER):
    return signing.sign_sheet(
        sheet_id=made.pk, signer=signer, signature=signature or drawn(), document=document.pdf, by=by, at=at
    )


def refused(verb, *args, **given):
    with pytest.raises(Refused) as refusal:
        verb(*args, **given)
    return refusal.value.code


def lines(made):
    return dict(made.body["lines"])


def test_the_sheet_says_what_was_done_in_its_language_and_is_hashed(cast):
    made = sheet(cast, done(cast))
    said = lines(made)
    assert (
        made.body["title"] == "上门服务单"
        and said["到达时间"] == "2026-03-02 08:00"
        and said["离开时间"] == "2026-03-02 09:00"
    )
    assert (said["工时（小时）"], said["客户在场人员"], said["处理内容"]) == ("2", "王经理、李工", WORK["content"])
    assert said["向客户收取"] == "¥350.00" and "成本" not in said
    assert made.digest == rules.digest(made.body)
    english = sheet(cast, made.order, language="en", with_cost=True, cost=Decimal(120))
    assert english.number == 2 and lines(english)["Cost"] == "¥120.00" and english.digest != made.digest


def test_what_is_corrected_on_the_sheet_is_corrected_in_the_order(cast):
    order = done(cast)
    sheet(cast, order, hours=Decimal(3))
    order.refresh_from_db()
    assert order.hours == 3
    entry = Entry.objects.get(action="service.changed", subject_id=str(order.pk))
    assert list(entry.changes) == ["hours"]


def test_signed_the_pdf_is_kept_with_its_hash_and_the_order_is_confirmed(cast):
    order = done(cast)
    made = signed(sheet(cast, order), cast.service)
    order.refresh_from_db()
    assert (order.status, order.confirmed_at) == ("confirmed", LATER)
    kept = OrderFile.objects.get(order=order)
    content = kept.file.read()
    assert all_embedded(content) and made.file == kept and kept.name == f"{order.number}-1.pdf"
    assert made.file_sha256 == sha256(content).hexdigest()
    said = Entry.objects.get(action="service.sheet_signed").changes
    assert said["sha256"] == [None, made.file_sha256] and said["digest"] == [None, made.digest]
    assert said["signer"] == [None, "王经理"]
    assert Entry.objects.filter(action="service.confirmed", subject_id=str(order.pk)).exists()


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (lambda: SimpleUploadedFile("signature.png", b"GIF89a" + b"0" * 500), "file"),
        (lambda: SimpleUploadedFile("signature.png", b"\x89PNG\r\n\x1a\n" + b"0" * 500), "png"),
        (lambda: SimpleUploadedFile("signature.png", b""), "file"),
        (lambda: drawn(name="signature.jpg", kind="JPEG"), "png"),
        (lambda: drawn(lines=False), "empty"),
        (lambda: drawn(size=(4100, 2000)), "large"),
        (lambda: SimpleUploadedFile("signature.png", b"\x89PNG\r\n\x1a\n" + b"0" * 3 * 1024 * 1024), "large"),
    ],
)
def test_what_is_no_signature_is_refused_and_nothing_is_kept(cast, upload, code):
    order = done(cast)
    made = sheet(cast, order)
    assert refused(signed, made, cast.service, signature=upload()) == code
    made.refresh_from_db()
    order.refresh_from_db()
    assert made.signed_at is None and order.status == "done" and not OrderFile.objects.exists()


def test_a_picture_of_thirty_megabytes_is_refused_by_the_guard_of_all_uploads(cast):
    big = SimpleUploadedFile("signature.png", b"\x89PNG\r\n\x1a\n" + b"0" * 30 * 1024 * 1024)
    with pytest.raises(Refused, match="larger than 20 MB"):
        picture.read_signature(big)


def test_the_picture_that_is_kept_is_of_our_own_making():
    given = drawn()
    made = picture.read_signature(given)
    with Image.open(BytesIO(made)) as read:
        assert (read.format, read.mode) == ("PNG", "L") and read.size[0] <= 600
        assert read.getextrema()[0] < 80, "the ink is there"


def test_a_sheet_of_an_order_that_somebody_changed_is_not_signed(cast):
    order = done(cast)
    made = sheet(cast, order)
    fields = {"subject": "another", "lines": []}
    recording.update_order(order_id=order.pk, by=cast.service_manager, at=NOW + 2 * HOUR, fields=fields)
    assert refused(signed, made, cast.service) == "changed"
    again = sheet(cast, ServiceOrder.objects.get(pk=order.pk), at=NOW + 2 * HOUR)
    assert signed(again, cast.service).signed_at == LATER


def test_an_older_version_is_not_signed_nor_one_that_is_signed_already(cast):
    order = done(cast)
    first, second = sheet(cast, order), sheet(cast, order)
    assert refused(signed, first, cast.service) == "newer"
    signed(second, cast.service)
    assert refused(signed, second, cast.service) == "status", "the order is confirmed"
    assert refused(sheet, cast, order) == "status"


def test_only_who_works_on_the_order_has_it_signed(cast):
    made = sheet(cast, done(cast))
    for stranger in (cast.rep, cast.stranger):
        assert refused(signed, made, stranger) == "denied"
    assert refused(signed, made, cast.service, signer="  ") == "signer"


def test_the_signed_file_is_not_withdrawn(cast):
    made = signed(sheet(cast, done(cast)), cast.service)
    assert refused(files.withdraw_file, file_id=made.file_id, by=cast.service, at=LATER) == "signed"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"left_at": NOW - 2 * HOUR}, "order"),
        ({"left_at": NOW + 9 * HOUR}, "late"),
        ({"content": "  "}, "content"),
    ],
)
def test_a_sheet_that_can_not_be_right_is_refused(cast, fields, code):
    assert refused(sheet, cast, done(cast), **fields) == code
    assert not VisitSheet.objects.exists()


def test_the_contact_is_one_of_the_customer(cast):
    other = done(cast).contact
    assert refused(sheet, cast, done(cast, customer(cast.rep)), contact=other) == "contact"


def test_a_long_text_goes_on_on_the_next_page(cast):
    made = sheet(cast, done(cast), content="检修记录。" * 790, people="王经理" * 90)
    assert document.pdf(made).count(b"/Type /Page\n") >= 2


def test_without_the_signature_the_customer_confirms_as_before(cast):
    order = done(cast)
    sheet(cast, order)
    ending.confirm_order(order_id=order.pk, by=cast.service, at=LATER)
    assert ServiceOrder.objects.get(pk=order.pk).status == "confirmed"
