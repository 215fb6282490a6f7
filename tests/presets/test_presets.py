"""Rule book presets: what they set, what they leave alone, what the preview says (rows M15, Nf6, Ni8, D7)."""

import copy
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from assignment.domain.policies.lookup import PolicyBook
from assignment.models import Policy, PolicyScope
from contracts.ratings.domain.scorecards import Cards
from contracts.ratings.rules.quarters import Quarter
from contracts.ratings.rules.scorecard import SEGMENTS
from crm_project.accounts.domain import settings_store
from crm_project.accounts.models import Department, Role, StoredSetting
from crm_project.approvals.domain import requests
from crm_project.approvals.models import Request
from crm_project.audit.models import Entry
from crm_project.catalogue import company_settings, settings_by_key
from crm_project.lib.refused import Refused
from crm_project.presets.domain.apply import apply_presets
from crm_project.presets.domain.books import BOOKS
from crm_project.presets.domain.plan import chosen, plan, says
from customers.domain import required_fields
from customers.models import ListItem
from tests.cast import NOW, customer, followup

OTHERWISE = {
    "file.complete": ["email"],
    "export.rows": 7,
    "idle.minutes": 11,
    "security.days": 3,
    "expense.owner": False,
    "contract.promises": False,
    "contract.checks": False,
    "contract.text": False,
}
KEYS = [preset.key for preset in BOOKS]


def state(department):
    return copy.deepcopy({key: s.read(department, NOW) for key, s in settings_by_key().items()})


def policy_of(department):
    return settings_by_key()["policy"].read(department, NOW)


def made(keys, department, by):
    department = Department.objects.get(pk=department.pk)
    return plan(presets=chosen(keys), department=department, by=by, at=NOW)


def applied(keys, department, by):
    return apply_presets(
        presets=chosen(keys), department_id=department.pk, token=made(keys, department, by).token, by=by, at=NOW
    )


def book(key):
    """{setting: what the rule book says of it}."""
    preset = chosen([key])[0]
    return {name: says(preset, name) for name in preset.sets}


def approved(keys, department, cast):
    """Applied by the admin; whatever has to be decided is approved by the general manager."""
    for request in applied(keys, department, cast.admin)[1]:
        requests.decide(request_id=request.pk, by=cast.general_manager, approve=True, decision="", at=NOW)


def unlike(department):
    """Settings of a company that rules everything otherwise than the books."""
    Department.objects.filter(pk=department.pk).update(stage_potential="A", stage_intent="B", stage_official="C")
    Role.objects.update(second_factor=False, masks={})
    ListItem.objects.update(active=False)
    for key, value in OTHERWISE.items():
        StoredSetting.objects.create(key=key, value=value, set_at=NOW)
    settings_store.forget()


def test_ten_rule_books_name_only_settings_that_an_app_declares():
    assert KEYS == ["Z", "M", "Na-Nb", "Nc", "Nd", "Ne-Ng-Nh", "Nf", "Ni", "T", "D"]
    assert {key for preset in BOOKS for key in preset.sets} <= set(settings_by_key())


@pytest.mark.parametrize("key", [preset.key for preset in BOOKS if preset.sets])
def test_a_preset_sets_what_it_names_and_nothing_else(cast, key):
    department = Department.objects.create(name="South", parent=cast.departments["company"])
    unlike(department)
    department.refresh_from_db()
    before = state(department)
    applied([key], department, cast.admin)
    department.refresh_from_db()
    after, sets = state(department), book(key)
    for name, value in sets.items():
        if settings_by_key()[name].parts:
            assert after[name] == before[name] | value
        else:
            assert after[name] == value
    # Both books of company types name distributors.
    others = {name for name in before if name not in sets and not name.startswith("offered.type.")}
    assert {name: after[name] for name in others} == {name: before[name] for name in others}


@pytest.mark.parametrize("key", [preset.key for preset in BOOKS if preset.sets])
def test_applied_twice_changes_nothing(cast, key):
    department = Department.objects.create(name="South", parent=cast.departments["company"])
    applied([key], department, cast.admin)
    before, entries = state(department), Entry.objects.count()
    assert made([key], department, cast.admin).needed == []
    assert applied([key], department, cast.admin) == (0, [])
    assert (state(department), Entry.objects.count()) == (before, entries)


def test_of_two_that_disagree_the_later_wins_and_the_preview_shows_both(cast):
    department = cast.departments["east"]
    changes = {c.setting.key: c for c in made(["Nc", "Nf"], department, cast.admin).changes}
    field = changes["required_fields"]
    assert ([p.key for p in field.presets], [p.key for p, _value in field.beaten]) == (["Nf"], ["Nc"])
    assert changes["stage_words"].beaten == []
    applied(["Nc", "Nf"], department, cast.admin)
    assert set(required_fields.required_fields(department)) == set(chosen(["Nf"])[0].sets["required_fields"])


def test_one_entry_of_the_audit_names_the_presets(cast):
    applied(["Nf", "Ni"], cast.departments["east"], cast.admin)
    entry = Entry.objects.get(action="preset.applied")
    assert (entry.actor, entry.changes["presets"]) == (cast.admin, [None, ["Nf", "Ni"]])


@pytest.mark.req("Ne3")
def test_the_audit_says_in_the_readers_language_what_was_set(cast, clock, signed_in):
    settings_store.set_value(setting=company_settings()["file.complete"], value=["email"], by=cast.admin, at=NOW)
    applied(["Nf", "Ni", "Z"], cast.departments["company"], cast.admin)
    page = signed_in(cast.auditor).get(reverse("audit:search"), headers={"accept-language": "zh-hans"}).text
    assert "新客户必填项" in page and "完整档案的字段" in page and "去电" in page
    for code in ("required_fields", "file.complete", "contact_name", "counterpart", "next_step", "call out", "class."):
        assert not re.search(rf"[ >]{re.escape(code)}[ ,:<]", page), code


def test_what_changed_after_the_preview_is_not_overwritten(cast):
    department = cast.departments["east"]
    token = made(["Nf"], department, cast.admin).token
    required_fields.set_required_fields(department=department, fields=["email"], by=cast.admin, at=NOW)
    with pytest.raises(Refused) as refusal:
        apply_presets(presets=chosen(["Nf"]), department_id=department.pk, token=token, by=cast.admin, at=NOW)
    assert refusal.value.code == "changed"
    assert required_fields.required_fields(department) == ("email",)


@pytest.mark.req("M15")
def test_a_policy_over_a_department_that_has_one_goes_to_the_general_manager(cast):
    department = cast.departments["sales"]
    (change,) = made(["Z"], department, cast.admin).needed
    assert change.approval
    done, sent = applied(["Z"], department, cast.admin)
    assert (done, sent[0].decider) == (0, cast.general_manager)
    assert policy_of(department)["policy"] == "tracking"
    assert made(["Z"], department, cast.admin).needed == []  # asked once
    requests.decide(request_id=sent[0].pk, by=cast.general_manager, approve=True, decision="", at=NOW)
    assert policy_of(department)["policy"] == "solar"
    assert PolicyScope.objects.filter(department=department).latest("id").set_by == cast.general_manager


@pytest.mark.req("M15")
def test_refused_the_department_keeps_its_policy(cast):
    department = cast.departments["sales"]
    _done, sent = applied(["D"], department, cast.admin)
    requests.decide(request_id=sent[0].pk, by=cast.general_manager, approve=False, decision="not now", at=NOW)
    assert policy_of(department)["policy"] == "tracking"
    assert Request.objects.get(pk=sent[0].pk).status == "refused"


def test_only_who_manages_the_whole_company_applies_presets(cast):
    with pytest.raises(Refused) as refusal:
        apply_presets(
            presets=chosen(["Nf"]), department_id=cast.departments["east"].pk, token="", by=cast.manager, at=NOW
        )
    assert refusal.value.code == "forbidden"


def test_the_pages_show_set_and_link_to_where_each_value_is_edited(cast, clock, signed_in):
    client, department = signed_in(cast.admin), cast.departments["sales"]
    assert "Six classes of customers" in client.get(reverse("presets:choose")).content.decode()
    asked = {"department": department.pk, "preset": ["Nc", "Nf"]}
    page = client.get(reverse("presets:preview"), asked)
    shown = page.content.decode()
    assert "Conflict" in shown and "Use Nc instead" in shown and "general manager" in shown
    assert reverse("customers:required_fields_edit", args=[department.pk]) in shown
    answer = client.post(reverse("presets:preview"), asked | {"token": page.context["plan"].token}, follow=True)
    assert "were set" in answer.content.decode() and "Nothing left to change." in answer.content.decode()
    stale = client.post(reverse("presets:preview"), {"department": department.pk, "preset": "Ni", "token": "x"})
    assert stale.status_code == 422


def test_without_a_choice_the_page_says_so(cast, clock, signed_in):
    answer = signed_in(cast.admin).get(
        reverse("presets:preview"), {"department": cast.departments["east"].pk}, follow=True
    )
    assert "Choose at least one rule book." in answer.content.decode()
    assert signed_in(cast.admin).get(reverse("presets:preview"), {"department": "9" * 30}).status_code == 404


def test_the_pages_speak_chinese(cast, clock, signed_in):
    client = signed_in(cast.admin)
    asked = {"department": cast.departments["sales"].pk, "preset": ["Nc", "Nf"]}
    shown = client.get(reverse("presets:preview"), asked, headers={"accept-language": "zh-hans"}).content.decode()
    assert "规则手册预设" in shown and "改以 Nc 为准" in shown and "需提交总经理审批" in shown


def test_every_book_sets_something_and_says_what_the_product_lacks():
    assert all(preset.sets for preset in BOOKS)
    assert {preset.key for preset in BOOKS if preset.later} == {"M", "Ne-Ng-Nh", "Nf"}


@pytest.mark.req("Nf11", "Nf13")
@pytest.mark.parametrize(("order", "check"), [(["Nd", "Nf"], True), (["Nf", "Nd"], False)])
def test_a_conflict_inside_the_policy_is_shown_part_by_part_and_the_later_book_wins(cast, order, check):
    department = Department.objects.create(name="South", parent=cast.departments["company"])
    (change,) = [c for c in made(order, department, cast.admin).changes if c.setting.key == "policy"]
    assert change.new == {"policy": "tracking", "check": check, "late_hours": 24}
    assert [(p.key, parts) for p, parts in change.beaten] == [(order[0], {"check": not check})]
    with translation.override("en"):
        assert "Valid" in change.setting.text(change.beaten[0][1])
    applied(order, department, cast.admin)
    policy = PolicyBook().for_department(department, NOW)
    assert (policy.standard.check, policy.standard.late_hours, policy.standard.strict) == (check, 24, True)
    assert [rule.number for rule in policy.rules] == [15, 3, 30]


def test_the_check_comes_on_top_of_whatever_policy_a_department_has_and_is_made_once(cast):
    south, north = (
        Department.objects.create(name=name, parent=cast.departments["company"]) for name in ("South", "North")
    )
    for department in (south, north):
        approved(["D"], department, cast)
        approved(["Nf"], department, cast)
        assert policy_of(department) == {"policy": "direct", "check": True, "late_hours": 24}
    made_for_both = Policy.objects.get(adjusted=True)
    assert made_for_both.adjusts.key == "direct"
    # Going back to the plain policy takes the plain one.
    approved(["D"], south, cast)
    assert policy_of(south) == {"policy": "direct", "check": False, "late_hours": None}
    assert Policy.objects.filter(adjusted=True).count() == 1


def test_without_a_policy_the_check_alone_holds_and_nothing_is_released(cast):
    department = Department.objects.create(name="South", parent=cast.departments["company"])
    PolicyScope.objects.create(department=department, policy=None, holds_from="2000-01-01", set_at=NOW)
    approved(["Nf"], department, cast)
    assert policy_of(department) == {"policy": "", "check": True, "late_hours": 24}
    policy = PolicyBook().for_department(department, NOW + timedelta(days=1))
    assert (policy.rules, policy.standard.check) == ((), True)


@pytest.mark.req("M15")
def test_the_general_manager_reads_what_the_other_policy_changes(cast, clock, signed_in):
    _done, sent = applied(["Nd", "Nf"], cast.departments["sales"], cast.admin)
    page = signed_in(cast.general_manager).get(reverse("approvals:request", args=[sent[0].pk]))
    changed = {name: (old, new) for name, old, new in page.context["told"]["changes"]}
    assert changed["Check"] == ("Valid without a check.", "Valid only after the manager has checked it.")
    assert "Changes" in page.content.decode()


@pytest.mark.req("M15")
def test_the_preview_says_what_another_policy_would_do_to_the_customers_there(cast, clock, signed_in):
    row = customer(cast.rep, since=NOW - timedelta(days=40))
    followup(row, cast.rep, NOW - timedelta(days=1))
    asked = {"department": cast.departments["sales"].pk, "preset": "Nf"}
    page = signed_in(cast.admin).get(reverse("presets:preview"), asked).content.decode()
    assert "deadline becomes earlier" in page and "Forecast: 1 releases within 30 days" in page


def test_the_scorecards_of_the_book_ask_for_papers(cast):
    applied(["T"], cast.departments["company"], cast.admin)
    assert [Cards(Quarter(2026, 1))[segment].papers for segment in SEGMENTS] == [True, True]


def test_the_list_entries_of_a_book_are_offered_again_and_others_stay(cast):
    ListItem.objects.filter(kind="type", name__in=["EPC", "Bank"]).update(active=False)
    ListItem.objects.filter(kind="site", name="Home").delete()
    applied(["Z"], cast.departments["company"], cast.admin)
    assert ListItem.objects.get(kind="type", name="EPC").active
    assert not ListItem.objects.get(kind="type", name="Bank").active
    assert ListItem.objects.get(kind="site", name="Home").name_zh == "居家办公"


@pytest.mark.parametrize("key", KEYS)
def test_what_a_book_set_is_edited_on_its_page(cast, clock, signed_in, key):
    applied([key], cast.departments["company"], cast.admin)
    Role.objects.update(second_factor=False)  # else the admin sets it up first
    client = signed_in(cast.admin)
    for change in made([key], cast.departments["company"], cast.admin).changes:
        if not change.forbidden:
            assert client.get(change.setting.page(cast.departments["company"])).status_code == 200, change.setting.key


def test_a_lower_limit_of_the_operator_is_what_a_book_sets(cast, settings):
    settings.EXPORT_LIMIT = 50
    StoredSetting.objects.create(key="export.rows", value=9, set_at=NOW)
    settings_store.forget()
    department = cast.departments["company"]
    applied(["Na-Nb"], department, cast.admin)
    assert state(department)["export.rows"] == 50
    assert made(["Na-Nb"], department, cast.admin).needed == []
