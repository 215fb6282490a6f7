"""A one-time code confirms a sheet: random, kept as a hash, 30 minutes, five tries, never seen by who has it confirmed (row Ni21)."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from service.domain.sheets import sending, signing
from service.models import OrderFile, ServiceOrder, VisitSheet
from service.presenters.sheets import document, text
from service.presenters.sheets.letter import letter
from tests.cast import NOW, person

from .made import HOUR, done, sheet

pytestmark = [pytest.mark.django_db, pytest.mark.req("Ni21")]
LATER, MINUTE = NOW + 3 * HOUR, timedelta(minutes=1)


@pytest.fixture
def made(cast):
    return sheet(cast, done(cast))


def confirm(made, code, by, *, at=LATER + MINUTE):
    return signing.confirm_by_code(sheet_id=made.pk, code=code, document=document.pdf, by=by, at=at)


def refused(verb, *args, **given):
    with pytest.raises(Refused) as refusal:
        verb(*args, **given)
    return refusal.value.code


def mailed(made, by, *, at=LATER):
    """The code that the contact reads in their mail."""
    sending.ask_for_mail(sheet_id=made.pk, by=by, at=at)
    assert sending.mail_codes(letter=letter, at=at) == 1
    return next(line.strip() for line in mail.outbox[-1].body.splitlines() if line.strip().isdecimal())


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def test_the_contact_confirms_by_the_code_of_their_mail(cast, made):
    code = mailed(made, cast.service)
    letter_, fresh = mail.outbox[-1], VisitSheet.objects.get()
    assert letter_.to == ["wang@customer.example"] and len(code) == 6
    assert "更换了启动电容" in letter_.body and "如果以上内容属实" in letter_.body, "the whole text, in its language"
    assert code not in letter_.subject and code not in str(fresh.__dict__), "kept only as a hash"
    confirm(made, f" {code[:3]} {code[3:]} ", cast.service)
    fresh.refresh_from_db()
    order = ServiceOrder.objects.get()
    assert (fresh.signed_by, fresh.signer, order.status) == ("code", "王经理", "confirmed")
    assert OrderFile.objects.get(order=order) == fresh.file
    assert "w***@customer.example" in text.agreed(fresh) and "2026-03-02 12:00" in text.agreed(fresh)
    said = Entry.objects.get(action="service.sheet_signed").changes
    assert said["code_to"] == [None, "w***@customer.example"] and said["sha256"] == [None, fresh.file_sha256]
    assert code not in "".join(str(entry.changes) for entry in Entry.objects.all())


def test_five_wrong_tries_and_another_code_is_needed(cast, made):
    code = mailed(made, cast.service)
    for left in (4, 3, 2, 1, 0):
        assert refused(confirm, made, wrong(code), cast.service) == "wrong"
        assert VisitSheet.objects.get().code_tries == 5 - left, "a refused try counts"
    assert refused(confirm, made, code, cast.service) == "tried"
    fresh = mailed(made, cast.service)
    assert refused(confirm, made, code, cast.service) == "wrong" or code == fresh, "the one before holds no longer"
    confirm(made, fresh, cast.service)


def test_it_holds_for_thirty_minutes(cast, made):
    code = mailed(made, cast.service)
    assert refused(confirm, made, code, cast.service, at=LATER + timedelta(minutes=30)) == "expired"
    confirm(made, code, cast.service, at=LATER + timedelta(minutes=29))


def test_it_confirms_this_very_version(cast, made):
    code = mailed(made, cast.service)
    again = sheet(cast, made.order, people="李工")
    assert refused(confirm, made, code, cast.service) == "newer"
    assert refused(confirm, again, code, cast.service) == "none"


def test_five_codes_of_one_sheet_are_enough(cast, made):
    for _n in range(5):
        mailed(made, cast.service)
    assert refused(sending.ask_for_mail, sheet_id=made.pk, by=cast.service, at=LATER) == "many"


def test_the_service_desk_tells_it_on_the_phone_and_does_not_enter_it(cast, made):
    sending.ask_for_call(sheet_id=made.pk, by=cast.service, at=LATER)
    notice = Notice.objects.get(kind="service_code_wanted")
    assert notice.user == cast.service_manager
    code = sending.tell_code(sheet_id=made.pk, by=cast.service_manager, at=LATER)
    notice.refresh_from_db()
    assert notice.read_at == LATER, "it waits no longer"
    assert refused(confirm, made, code, cast.service_manager) == "told"
    confirm(made, code, cast.service)
    assert cast.service_manager.full_name in text.agreed(VisitSheet.objects.get())


def test_whoever_has_it_confirmed_never_sees_a_code(cast, made):
    assert refused(sending.tell_code, sheet_id=made.pk, by=cast.service, at=LATER) == "denied"
    assert refused(sending.tell_code, sheet_id=made.pk, by=cast.rep, at=LATER) == "denied"
    mate = person("service_mate", "service", cast.service.department)
    assert len(sending.tell_code(sheet_id=made.pk, by=mate, at=LATER)) == 6


def test_without_address_or_contact_it_says_what_to_do(cast):
    order = done(cast)
    order.contact.email = ""
    order.contact.save()
    made = sheet(cast, order)
    assert refused(sending.ask_for_mail, sheet_id=made.pk, by=cast.service, at=LATER) == "address"
    bare = sheet(cast, order, contact=None)
    assert refused(sending.ask_for_mail, sheet_id=bare.pk, by=cast.service, at=LATER) == "contact"
    assert refused(sending.ask_for_call, sheet_id=bare.pk, by=cast.service, at=LATER) == "contact"


def failing(error):
    class Mail(EmailMessage):
        def send(self, fail_silently=False):
            raise error

    return lambda sheet, code: Mail("x", "y", to=["a@b.example"])


def test_a_mail_that_fails_is_sent_by_the_next_run(cast, made):
    sending.ask_for_mail(sheet_id=made.pk, by=cast.service, at=LATER)
    assert sending.mail_codes(letter=failing(OSError()), at=LATER) == 0
    assert sending.mail_codes(letter=letter, at=LATER + MINUTE) == 1 and len(mail.outbox) == 1
    assert VisitSheet.objects.get().codes == 1
    assert sending.mail_codes(letter=letter, at=LATER + 2 * MINUTE) == 0


def test_an_address_that_is_refused_is_said(cast, made):
    sending.ask_for_mail(sheet_id=made.pk, by=cast.service, at=LATER)
    assert sending.mail_codes(letter=failing(SMTPRecipientsRefused({})), at=LATER) == 0
    assert VisitSheet.objects.get().code_refused_at == LATER
    assert sending.mail_codes(letter=letter, at=LATER + MINUTE) == 0
