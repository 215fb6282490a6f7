"""The regular security check: everything a careful admin looks at, on one page."""

import html
import re
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse

from crm_project import catalogue
from crm_project.accounts.domain import people, rights, sign_in, unusual
from crm_project.accounts.models import Role, User
from crm_project.accounts.models.choices import Action
from crm_project.accounts.models.who_may import who_may
from crm_project.accounts.presenters import security
from crm_project.audit.domain import log
from crm_project.audit.forms import EntryFilter
from crm_project.audit.models import Entry
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


def exported(by, rows, at):
    log.record(by=by, action="export.made", at=at, subject_type="export", changes={"rows": [None, rows]})


def test_an_export_far_beyond_what_its_person_usually_takes_stands_out(cast):
    before = NOW - timedelta(days=60)
    for person, usual in ((cast.clerk, 400), (cast.manager, 100)):
        exported(person, usual, before)
    exported(cast.manager, 9000, NOW - timedelta(days=200))
    exported(cast.clerk, 1200, NOW)
    exported(cast.manager, 301, NOW)
    exported(cast.rep, 199, NOW)
    exported(cast.director, 200, NOW)
    found = [(row["who"], row["n"], row["usual"]) for row in security.report(NOW)["large"]]
    assert found == [("Director", 200, 0), ("Manager", 301, 100)], "three times 400 is not more; 199 is not large"


def test_who_lifted_masks_and_opened_restricted_files_most_stands_first(cast):
    for person, times in ((cast.rep, 1), (cast.manager, 3)):
        for _n in range(times):
            log.record(by=person, action="customer.looked", at=NOW, subject=customer(cast.rep), reason="audit")
    log.record(by=cast.rep, action="customer.looked", at=NOW - timedelta(days=31), subject=customer(cast.rep))
    log.record(by=cast.service, action="customer.revealed", at=NOW, subject=customer(cast.rep), reason="call")
    report = security.report(NOW)
    assert [(row["who"], row["n"]) for row in report["looked"]] == [("Manager", 3), ("Rep", 1)]
    assert [(row["who"], row["n"]) for row in report["revealed"]] == [("Service", 1)]
    assert report["looked"][0]["query"] == "action=looks&who=manager"


def test_a_right_that_nobody_used_for_ninety_days_is_named_with_who_has_it(cast):
    User.objects.update(date_joined=NOW - timedelta(days=400))
    exported(cast.clerk, 10, NOW - timedelta(days=89))
    exported(cast.director, 10, NOW - timedelta(days=91))
    User.objects.filter(pk=cast.manager.pk).update(date_joined=NOW - timedelta(days=89))
    holders = User.objects.active().filter(who_may("customer.export"))
    (people,) = [found for right, found in unusual.unused(NOW) if right == "customer.export"]
    assert cast.director in people and {cast.clerk, cast.manager}.isdisjoint(people)
    assert len(people) == holders.count() - sum(one in holders for one in (cast.clerk, cast.manager))


def test_uses_name_rights_and_recorded_actions():
    known = {action for audit in catalogue.audits() for action in audit.actions}
    for right, actions in unusual.uses().items():
        assert right in Action.values and set(actions) <= known, (right, set(actions) - known)


def test_its_links_lead_to_what_the_audit_offers(cast, signed_in):
    log.record(by=cast.manager, action="customer.looked", at=NOW, subject=customer(cast.rep), reason="audit")
    client = signed_in(cast.admin)
    page = client.get(reverse("accounts:security")).text
    links = set(re.findall(r'href="(/audit/\?action=[^"]+)"', page))
    assert len(links) >= 4
    for link in links:
        asked = QueryDict(html.unescape(link).partition("?")[2])
        assert EntryFilter(asked, Entry.objects.all()).form.is_valid(), link
