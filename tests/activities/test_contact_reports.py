"""Contact reports on important new customers: when demanded, who writes them, how they are chased, who reads them (M13)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from activities.company_settings import CONTACT_REPORT, REPORT_DAYS
from activities.domain import contact_reports, follow_ups
from activities.domain.followup_corrections import correct_followup, void_followup
from activities.models import ContactReport
from crm_project.accounts.domain import settings_store
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.models import Ownership
from tests.cast import NOW, VALID, customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("M13")]
FIELDS = {"kind": "call_out", "counterpart": "王经理", "content": VALID}
REPORT = {"took_part": "王经理, Rep", "text": "报价已确认, 等待合同"}


@pytest.fixture(autouse=True)
def asked(cast):
    """The company asks for reports, within two days."""
    settings_store.set_value(setting=CONTACT_REPORT, value=True, by=None, at=NOW)


def said(row, by, at=NOW, **fields):
    return follow_ups.record_followup(customer_id=row.pk, by=by, at=at, fields={**FIELDS, "occurred_at": at, **fields})


def important(cast, **fields):
    return customer(cast.rep, since=NOW - timedelta(days=9), **{"vip": True, **fields})


@pytest.mark.parametrize(
    ("file", "fields", "wanted"),
    [
        ({"vip": True}, {}, True),
        ({"vip": False, "level": "core"}, {"kind": "visit_out", "result": "ok"}, True),
        ({"vip": True, "stage": "official"}, {}, False),
        ({"vip": False}, {}, False),
        ({"vip": True}, {"kind": "note"}, False),
        ({"vip": True}, {"answered": False}, False),
    ],
)
def test_each_contact_with_an_important_new_customer_asks_for_a_report(cast, file, fields, wanted):
    said(important(cast, **file), cast.rep, **fields)
    assert [report.due_at for report in ContactReport.objects.all()] == [NOW + timedelta(days=2)] * wanted


def test_nothing_is_asked_where_the_company_does_not_want_it(cast):
    settings_store.set_value(setting=CONTACT_REPORT, value=False, by=None, at=NOW)
    said(important(cast), cast.rep)
    assert not ContactReport.objects.exists()


def test_the_author_writes_it_once_and_nobody_else(cast):
    settings_store.set_value(setting=REPORT_DAYS, value=5, by=None, at=NOW)
    report = said(important(cast), cast.rep).report
    assert report.due_at == NOW + timedelta(days=5)
    refused = {"report_id": report.pk, "at": NOW}
    for by, fields, code in [
        (cast.mate, REPORT, "not_author"),
        (cast.rep, REPORT | {"text": " "}, "text"),
        (cast.rep, REPORT | {"took_part": ""}, "took_part"),
    ]:
        with pytest.raises(Refused) as refusal:
            contact_reports.write_report(**refused, by=by, **fields)
        assert refusal.value.code == code
    contact_reports.write_report(**refused, by=cast.rep, **REPORT)
    with pytest.raises(Refused) as refusal:
        contact_reports.write_report(**refused, by=cast.rep, **REPORT)
    assert refusal.value.code == "written" and not contact_reports.missing_reports().exists()


def test_a_voided_contact_needs_no_report_and_a_corrected_one_takes_it_along(cast):
    row = important(cast)
    first, second = said(row, cast.rep), said(row, cast.rep, at=NOW + timedelta(minutes=5), content=VALID + "和付款")
    void_followup(followup_id=first.pk, by=cast.rep, at=NOW + timedelta(minutes=9), reason="wrong customer")
    later = NOW + timedelta(days=2)
    corrected = correct_followup(followup_id=second.pk, by=cast.rep, at=later, fields={"content": VALID + "和交期"})
    assert corrected.pk != second.pk
    assert list(contact_reports.missing_reports().values_list("followup_id", flat=True)) == [corrected.pk]


def test_overdue_reports_are_chased_every_day_until_they_are_there(cast):
    report = said(important(cast), cast.rep).report
    assert contact_reports.remind_of_reports(at=NOW + timedelta(days=1)) == 0
    for day in (2, 2, 3):
        assert contact_reports.remind_of_reports(at=NOW + timedelta(days=day)) == 1
    told = Notice.objects.order_by("id").values_list("kind", "user__username")
    assert list(told) == [("report_overdue", "rep"), ("team_reports_overdue", "manager")] * 2
    contact_reports.write_report(report_id=report.pk, by=cast.rep, at=NOW + timedelta(days=3), **REPORT)
    assert contact_reports.remind_of_reports(at=NOW + timedelta(days=4)) == 0


def test_of_a_closed_account_the_present_owner_writes_it(cast):
    row = important(cast)
    report = said(row, cast.rep).report
    cast.rep.is_active = False
    cast.rep.save(update_fields=["is_active"])
    Ownership.objects.filter(pk=row.pk).update(owner=cast.mate)
    assert list(contact_reports.mine(cast.mate)) == [report]
    contact_reports.remind_of_reports(at=NOW + timedelta(days=2))
    assert Notice.objects.get(kind="report_overdue").user == cast.mate
    contact_reports.write_report(report_id=report.pk, by=cast.mate, at=NOW, **REPORT)


def test_the_rep_writes_it_on_its_page_and_the_manager_reads_it(cast, signed_in):
    row = important(cast)
    client = signed_in(cast.rep)
    page = client.post(reverse("activities:followup_new", args=[row.pk]), FIELDS | {"answered": "on"}, follow=True)
    report = ContactReport.objects.get()
    url = reverse("activities:contact_report", args=[report.pk])
    assert "A contact report is due" in page.content.decode()
    assert url in client.get(reverse("activities:timeline", args=[row.pk])).content.decode()
    assert url in client.get(reverse("activities:contact_reports")).content.decode()
    assert client.get(reverse("home")).context["reports"] == [{"key": "mine", "n": 1, "late": 0}]
    wrong = client.post(url, {"took_part": "", "text": "kept text"})
    assert wrong.status_code == 422 and "kept text" in wrong.content.decode()
    manager = signed_in(cast.manager)
    shown = manager.get(reverse("activities:contact_reports"), {"of": "team"}).content.decode()
    assert row.name in shown
    assert "has not written this report yet" in manager.get(url).content.decode()
    assert manager.get(reverse("home")).context["reports"] == [{"key": "team", "n": 1, "late": 0}]
    assert signed_in(cast.rep).post(url, REPORT).status_code == 302
    assert REPORT["text"] in signed_in(cast.manager).get(url).content.decode()
    assert signed_in(cast.stranger).get(url).status_code == 404
    assert (
        signed_in(cast.direct_manager).get(reverse("activities:contact_reports"), {"of": "team"}).context["rows"] == []
    )
