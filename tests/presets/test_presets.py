"""Rule book presets: what they set, what they leave alone, what the preview says (rows M15, Nf6, Ni8, D7)."""

import copy

import pytest
from django.urls import reverse

from assignment.models import PolicyScope
from crm_project.accounts.models import Department, Role
from crm_project.approvals import requests
from crm_project.approvals.models import Request
from crm_project.audit.models import Entry
from crm_project.catalogue import settings_by_key
from crm_project.lib.refused import Refused
from crm_project.presets.apply import apply_presets
from crm_project.presets.books import BOOKS
from crm_project.presets.plan import chosen, plan
from customers import class_rules, minimum
from tests.cast import NOW

KEYS = [preset.key for preset in BOOKS]


@pytest.fixture(autouse=True)
def fresh_classes():
    class_rules.forget()
    yield
    class_rules.forget()


def state(department):
    return copy.deepcopy({key: s.read(department, NOW) for key, s in settings_by_key().items()})


def made(keys, department, by):
    department = Department.objects.get(pk=department.pk)
    return plan(presets=chosen(keys), department=department, by=by, at=NOW)


def applied(keys, department, by):
    return apply_presets(
        presets=chosen(keys), department_id=department.pk, token=made(keys, department, by).token, by=by, at=NOW
    )


def unlike(department):
    """Settings of a company that rules everything otherwise than the books."""
    Department.objects.filter(pk=department.pk).update(stage_potential="A", stage_intent="B", stage_official="C")
    Role.objects.update(second_factor=False, masks={})


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
    after, sets = state(department), chosen([key])[0].sets
    assert {name: after[name] for name in sets} == sets
    assert {n: v for n, v in after.items() if n not in sets} == {n: v for n, v in before.items() if n not in sets}


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
    assert (field.preset.key, [p.key for p, _value in field.beaten]) == ("Nf", ["Nc"])
    assert changes["stage_words"].beaten == []
    applied(["Nc", "Nf"], department, cast.admin)
    assert set(minimum.asked(department)) == set(chosen(["Nf"])[0].sets["required_fields"])


def test_one_entry_of_the_audit_names_the_presets(cast):
    applied(["Nf", "Ni"], cast.departments["east"], cast.admin)
    entry = Entry.objects.get(action="preset.applied")
    assert (entry.actor, entry.changes["presets"]) == (cast.admin, [None, ["Nf", "Ni"]])


def test_what_changed_after_the_preview_is_not_overwritten(cast):
    department = cast.departments["east"]
    token = made(["Nf"], department, cast.admin).token
    minimum.set_asked(department=department, fields=["email"], by=cast.admin, at=NOW)
    with pytest.raises(Refused) as refusal:
        apply_presets(presets=chosen(["Nf"]), department_id=department.pk, token=token, by=cast.admin, at=NOW)
    assert refusal.value.code == "changed"
    assert minimum.asked(department) == ("email",)


@pytest.mark.req("M15")
def test_a_policy_over_a_department_that_has_one_goes_to_the_general_manager(cast):
    department = cast.departments["sales"]
    (change,) = made(["Z"], department, cast.admin).changes
    assert change.approval
    done, sent = applied(["Z"], department, cast.admin)
    assert (done, sent[0].decider) == (0, cast.general_manager)
    assert settings_by_key()["policy"].read(department, NOW) == "tracking"
    assert made(["Z"], department, cast.admin).needed == []  # asked once
    requests.decide(request_id=sent[0].pk, by=cast.general_manager, approve=True, decision="", at=NOW)
    assert settings_by_key()["policy"].read(department, NOW) == "solar"
    assert PolicyScope.objects.filter(department=department).latest("id").set_by == cast.general_manager


@pytest.mark.req("M15")
def test_refused_the_department_keeps_its_policy(cast):
    department = cast.departments["sales"]
    _done, sent = applied(["D"], department, cast.admin)
    requests.decide(request_id=sent[0].pk, by=cast.general_manager, approve=False, decision="not now", at=NOW)
    assert settings_by_key()["policy"].read(department, NOW) == "tracking"
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
    assert "Conflict" in shown and "Let Nc win" in shown and "general manager" in shown
    assert reverse("customers:minimum", args=[department.pk]) in shown
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
