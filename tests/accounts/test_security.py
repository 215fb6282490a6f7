"""The regular security check: everything a careful admin looks at, on one page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from crm_project.accounts.domain import people, rights, sign_in
from crm_project.accounts.models import Role, User
from crm_project.accounts.presenters import security
from customers.models import Contact
from tests.cast import NOW, customer

pytestmark = [pytest.mark.django_db, pytest.mark.req("Nb6"), pytest.mark.usefixtures("clock")]


def names(part):
    return {row["name"] for row in part["rows"]}


def test_failed_sign_ins_are_counted_by_name_and_address(cast):
    for _ in range(3):
        sign_in.failed(typed="rep", at=NOW)
    sign_in.failed(typed="rep", at=NOW - timedelta(days=8))
    report = security.report(NOW)
    assert report["failed_count"] == 3
    assert [(row["subject_name"], row["n"]) for row in report["failed"]] == [("Rep", 3)]


def test_dormant_accounts_are_open_and_unused_for_sixty_days(cast):
    User.objects.update(last_login=NOW)
    User.objects.filter(username="rep").update(last_login=NOW - timedelta(days=61))
    User.objects.filter(username="mate").update(last_login=NOW - timedelta(days=59))
    User.objects.filter(username="stranger").update(last_login=NOW - timedelta(days=90), is_active=False)
    User.objects.filter(username="hr").update(last_login=None, date_joined=NOW - timedelta(days=70))
    assert names(security.report(NOW)["dormant"]) == {"Rep", "Hr"}


def test_rights_given_lately_accounts_without_second_factor_and_untrained_people(cast):
    rights.set_rights(role_id=Role.objects.get(key="hr").pk, grants={}, by=cast.admin, at=NOW)
    people.update_person(person_id=cast.rep.pk, second_factor=True, by=cast.admin, at=NOW)
    User.objects.filter(username="mate").update(trained_at=None)
    report = security.report(NOW)
    assert names(report["given"]) == {"HR"}
    assert names(report["lacking"]) == {"Rep"}
    assert names(report["untrained"]) == {"Mate"}


@pytest.mark.req("Na4")
def test_every_way_of_taking_data_out_is_an_export(cast, signed_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    Contact.objects.create(customer=customer(cast.rep), name="王芳", mobile="13805710001", created_at=NOW)
    clerk = signed_in(cast.clerk)
    clerk.post(reverse("customers:export_make"), {"format": "csv", "reason": "year-end check"})
    clerk.get(reverse("customers:print"))
    signed_in(cast.rep).get(reverse("customers:vcard_book"))
    signed_in(cast.auditor).post(reverse("audit:export"))
    assert security.report(NOW)["exports"]["count"] == 4


@pytest.mark.req("Nb3")
@pytest.mark.parametrize(
    ("who", "status"),
    [("admin", 200), ("auditor", 200), ("general_manager", 200), ("manager", 403), ("rep", 403), ("hr", 403)],
)
def test_only_whoever_reads_the_audit_sees_it(cast, signed_in, who, status):
    assert signed_in(getattr(cast, who)).get(reverse("accounts:security")).status_code == status


def test_having_looked_is_noted_with_name_and_time(cast, signed_in):
    browser = signed_in(cast.admin)
    assert "Not done yet." in browser.get(reverse("accounts:security")).content.decode()
    browser.post(reverse("accounts:security_checked"))
    assert "Last done by Admin, 2026-03-02 09:00" in browser.get(reverse("accounts:security")).content.decode()
