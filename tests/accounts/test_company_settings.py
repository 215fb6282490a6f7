"""Settings of the whole company: read, changed on their page, obeyed where they rule (rows Z3, Z12, Na4, Nb6, Nc16, Ng3, T3)."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from contracts.company_settings import CHECKS, OWNER_PAYS, PROMISES, STANDARD_TEXT
from contracts.domain import expenses
from contracts.domain.preparation import completeness
from crm_project.accounts.company_settings import CHECK_DAYS, IDLE_MINUTES
from crm_project.accounts.domain import security_check, settings_store
from crm_project.accounts.models import StoredSetting
from crm_project.accounts.presenters.security import note_checked
from crm_project.audit.models import Entry
from crm_project.catalogue import company_settings
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.company_settings import COMPLETE, EXPORT_ROWS, FILE_FIELDS
from customers.domain.completeness import incomplete, missing
from customers.models import Contact, Customer
from tests.cast import NOW
from tests.cast import customer as a_customer


def choose(cast, setting, value):
    return settings_store.set_value(setting=setting, value=value, by=cast.admin, at=NOW)


def test_a_setting_nobody_chose_has_its_usual_value(cast):
    assert settings_store.value(EXPORT_ROWS) == django_settings.EXPORT_LIMIT
    choose(cast, EXPORT_ROWS, 20)
    assert settings_store.value(EXPORT_ROWS) == 20
    entry = Entry.objects.get(action="setting.set")
    assert entry.changes["value"] == [django_settings.EXPORT_LIMIT, 20]


def test_a_limit_lowered_by_the_operator_wins_over_what_was_chosen(cast, settings):
    choose(cast, EXPORT_ROWS, 20)
    settings.EXPORT_LIMIT = 10
    assert settings_store.value(EXPORT_ROWS) == 10


@pytest.mark.parametrize("value", [0, -1, 10**9, "5", True, None])
def test_what_can_t_be_meant_is_refused(cast, value):
    with pytest.raises(Refused):
        choose(cast, EXPORT_ROWS, value)
    assert not StoredSetting.objects.exists()


def test_only_who_manages_the_whole_company_changes_a_setting(cast):
    with pytest.raises(Refused) as refusal:
        settings_store.set_value(setting=EXPORT_ROWS, value=5, by=cast.manager, at=NOW)
    assert refusal.value.code == "forbidden"


def test_the_page_changes_only_what_was_changed_and_keeps_what_was_typed_wrongly(cast, clock, signed_in):
    client, url = signed_in(cast.admin), reverse("accounts:company_settings")
    page = client.get(url)
    form = page.context["form"]
    posted = {name: form.get_initial_for_field(form.fields[name], name) for name in form.fields}
    posted = {name: value for name, value in posted.items() if value is not False} | {"form_opened": form.opened}
    answer = client.post(url, posted | {"export.rows": "99999999"})
    assert answer.status_code == 422 and "99999999" in answer.content.decode()
    assert client.post(url, posted | {"export.rows": "123"}).status_code == 302
    assert list(StoredSetting.objects.values_list("key", "value")) == [("export.rows", 123)]
    assert set(form.fields) == set(company_settings())


@pytest.mark.req("M4", "T3", "Z3")
def test_a_complete_file_is_asked_for_what_the_company_chose(cast):
    customer = a_customer(cast.rep)
    for name in FILE_FIELDS:
        settings_store.set_value(setting=COMPLETE, value=[name], by=None, at=NOW)
        found = incomplete(Customer.objects.filter(pk=customer.pk)).exists()
        assert found == bool(missing(customer)), name
    choose(cast, COMPLETE, ["contact_second"])
    for n in (1, 2):
        assert missing(customer) and incomplete(Customer.objects.filter(pk=customer.pk)).exists()
        Contact.objects.create(customer=customer, name=f"P{n}", mobile=f"1380013800{n}", created_at=NOW)
    assert not missing(customer) and not incomplete(Customer.objects.filter(pk=customer.pk)).exists()


@pytest.mark.req("Z12")
def test_expenses_of_others_are_accepted_only_where_the_company_says_so(cast):
    customer = a_customer(cast.rep)
    with pytest.raises(Refused):
        expenses.check_owner(customer, cast.mate, NOW.date())
    choose(cast, OWNER_PAYS, False)
    expenses.check_owner(customer, cast.mate, NOW.date())


@pytest.mark.req("Ng3")
def test_whoever_is_away_longer_than_the_company_allows_is_signed_out(cast, clock, signed_in):
    choose(cast, IDLE_MINUTES, 5)
    client = signed_in(cast.rep)
    assert client.get(reverse("home")).context["idle_minutes"] == 5
    clock.shift(timedelta(minutes=4))
    assert client.get(reverse("home")).status_code == 200
    clock.shift(timedelta(minutes=7))
    assert client.get(reverse("home")).status_code == 302


@pytest.mark.req("Nb6")
def test_the_admin_is_reminded_once_a_day_while_the_security_check_is_overdue(cast):
    choose(cast, CHECK_DAYS, 30)
    note_checked(by=cast.admin, at=NOW)
    assert security_check.remind(at=NOW + timedelta(days=29)) == 0
    late = NOW + timedelta(days=30)
    security_check.remind(at=late)
    security_check.remind(at=late + timedelta(hours=2))
    assert [n.user for n in Notice.objects.filter(kind="security_check")] == [cast.admin]
    security_check.remind(at=late + timedelta(days=1))
    assert Notice.objects.filter(kind="security_check").count() == 2
    choose(cast, CHECK_DAYS, 0)
    assert security_check.remind(at=late + timedelta(days=9)) == 0


@pytest.mark.req("Nc16", "T18", "T19")
def test_a_contract_lacks_only_what_the_company_asks_for(cast):
    row = SimpleNamespace(
        text_id=None,
        promises="",
        buyer="B",
        credit_code="",
        customer=SimpleNamespace(kind="individual"),
        checks=_UNCHECKED,
    )
    asked = [CHECKS, STANDARD_TEXT, PROMISES]
    steps = ["checks", "text", "promises"]
    assert [bool(completeness.is_incomplete(row, step)) for step in steps] == [True, True, True]
    for setting in asked:
        choose(cast, setting, False)
    assert [bool(completeness.is_incomplete(row, step)) for step in steps] == [False, False, False]


class _UNCHECKED:
    @staticmethod
    def order_by(_name):
        return [SimpleNamespace(state="open", get_kind_display=lambda: "Legal person")]
