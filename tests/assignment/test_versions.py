"""Policies change by versions that the general manager approves, and nobody is ambushed."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from assignment.domain.forecast.compute import forecast
from assignment.domain.policies import versions
from assignment.domain.policies.lookup import PolicyBook, policy_for
from assignment.domain.sweep.run import preview, run
from assignment.models import Policy, PolicyVersion
from assignment.rules.policy_body import read_policy
from assignment.rules.presets import PRESETS
from crm_project.accounts.models import Department
from crm_project.approvals.domain.requests import decide
from crm_project.lib.refused import Refused
from crm_project.lib.time import zone
from customers.models import Ownership
from tests.cast import NOW, customer, followup, moment, owner_of

pytestmark = pytest.mark.django_db


def shorter(days=5, key="direct"):
    body = json.loads(json.dumps(PRESETS[key]))
    body["rules"][0]["days"] = days
    return body


def approved(cast, body, *, key="direct", holds_from=date(2026, 3, 9), at=NOW):
    version = versions.save_draft(policy=Policy.objects.get(key=key), body=body, note="", by=cast.direct_manager, at=at)
    request = versions.submit_draft(
        version_id=version.pk, holds_from=holds_from, reason="more movement", by=cast.direct_manager, at=at
    )
    decide(request_id=request.pk, by=cast.general_manager, approve=True, decision="", at=at)
    return PolicyVersion.objects.get(pk=version.pk)


def sweep_lines(at):
    """What a run tells, in the published order."""
    lines = []
    run(at=at, tell_line=lines.append)
    return sorted(lines, key=lambda line: line["customer"])


@pytest.mark.req("M15")
def test_a_change_takes_effect_only_after_the_general_managers_approval(cast):
    policy = Policy.objects.get(key="direct")
    version = versions.save_draft(policy=policy, body=shorter(), note="", by=cast.direct_manager, at=NOW)
    department = cast.departments["direct"]
    request = versions.submit_draft(
        version_id=version.pk, holds_from=date(2026, 3, 9), reason="more movement", by=cast.direct_manager, at=NOW
    )
    assert request.decider == cast.general_manager
    assert policy_for(department, moment("2026-03-10 09:00")).rules[0].days == 15
    decide(request_id=request.pk, by=cast.general_manager, approve=True, decision="", at=NOW)
    assert policy_for(department, moment("2026-03-08 23:59")).rules[0].days == 15
    assert policy_for(department, moment("2026-03-09 00:00")).rules[0].days == 5


@pytest.mark.req("M15")
def test_a_refused_version_never_holds(cast):
    version = versions.save_draft(
        policy=Policy.objects.get(key="direct"), body=shorter(), note="", by=cast.direct_manager, at=NOW
    )
    request = versions.submit_draft(
        version_id=version.pk, holds_from=date(2026, 3, 9), reason="more movement", by=cast.direct_manager, at=NOW
    )
    decide(request_id=request.pk, by=cast.general_manager, approve=False, decision="too hard", at=NOW)
    assert policy_for(cast.departments["direct"], moment("2026-06-01 09:00")).rules[0].days == 15
    assert PolicyVersion.objects.get(pk=version.pk).status == "refused"


@pytest.mark.req("M15")
def test_nothing_is_changed_for_today_or_the_past(cast):
    version = versions.save_draft(
        policy=Policy.objects.get(key="direct"), body=shorter(), note="", by=cast.direct_manager, at=NOW
    )
    with pytest.raises(Refused):
        versions.submit_draft(
            version_id=version.pk, holds_from=NOW.date(), reason="now", by=cast.direct_manager, at=NOW
        )


def test_a_body_that_cannot_be_meant_is_refused_with_every_problem_named(cast):
    body = shorter(days=0)
    body["slots"] = -3
    with pytest.raises(Refused) as error:
        versions.save_draft(policy=Policy.objects.get(key="direct"), body=body, note="", by=cast.direct_manager, at=NOW)
    assert "rules[0].days" in error.value.sentence and "slots" in error.value.sentence
    assert not PolicyVersion.objects.filter(status="draft").exists()


@pytest.mark.req("M15", "D4")
def test_a_shortened_clock_reminds_first_and_releases_after_the_reminder_time(cast):
    row = customer(cast.stranger, since=NOW - timedelta(days=6))
    approved(cast, shorter(5))
    morning = moment("2026-03-09 10:00")
    versions.take_effect(at=moment("2026-03-09 00:01"))
    assert Ownership.objects.get(pk=row.pk).release_at == moment("2026-03-10 10:00")
    assert [line["outcome"] for line in preview(morning)] == ["remind"]
    run(at=morning)
    assert owner_of(row) == "stranger"
    run(at=morning + timedelta(days=1))
    assert owner_of(row) is None


def test_a_department_put_under_another_policy_gets_the_same_notice_and_grace(cast):
    row = customer(cast.rep, since=NOW - timedelta(days=60))
    followup(row, cast.rep, NOW - timedelta(days=1))
    sales, direct = cast.departments["sales"], Policy.objects.get(key="direct")
    with pytest.raises(Refused, match="choose 2026-03-09 or later"):
        versions.put_under(
            department=sales, policy=direct, by=cast.general_manager, at=NOW, holds_from=date(2026, 3, 8)
        )
    versions.put_under(department=sales, policy=direct, by=cast.general_manager, at=NOW)
    stored = Ownership.objects.get(pk=row.pk)
    assert (stored.coming_from, stored.coming_at) == (date(2026, 3, 9), moment("2026-03-10 10:00"))
    versions.take_effect(at=moment("2026-03-09 00:01"))
    stored = Ownership.objects.get(pk=row.pk)
    assert (stored.release_at, stored.coming_at) == (moment("2026-03-10 10:00"), None)


def test_departments_below_inherit_and_an_empty_scope_means_nobody(cast):
    assert policy_for(cast.departments["east"], NOW).rules == policy_for(cast.departments["sales"], NOW).rules
    assert policy_for(cast.departments["company"], NOW) is None
    lonely = Department.objects.create(name="Lonely")
    assert PolicyBook().for_department(lonely, NOW) is None


@pytest.mark.req("M15")
def test_the_forecast_is_what_the_sweep_then_does(cast):
    owned = [customer(cast.stranger, since=NOW - timedelta(days=d)) for d in range(-5, 9, 2)]
    until = moment("2026-03-11 23:59")
    told = forecast(read_policy(shorter(5), zone=zone()), [cast.departments["direct"]], at=NOW, until=until)
    approved(cast, shorter(5))
    for day in range(3, 12):
        at = moment(f"2026-03-{day:02d} 10:00")
        assert preview(at) == sweep_lines(at)
    lost = [row for row in owned if owner_of(row) is None]
    assert told["draft"] == len(lost)
    assert [(r["rep"], r["now"], r["draft"]) for r in told["by_rep"]] == [("stranger", told["now"], len(lost))]
    assert 0 < told["now"] < told["draft"] < len(owned)


def test_a_draft_with_another_standard_is_judged_by_that_standard(cast):
    row = customer(cast.rep, since=NOW - timedelta(days=5))
    followup(row, cast.rep, NOW - timedelta(days=1), content="谈了价格")
    body = {"preset": "tracking", "standard": {"min_chinese": 4}}
    told = forecast(
        read_policy(body, zone=zone()), [cast.departments["sales"]], at=NOW, until=moment("2026-03-13 00:00")
    )
    assert (told["now"], told["draft"]) == (1, 0)


def test_the_forecast_command_prints_one_object_and_refuses_a_bad_draft(cast, tmp_path, capsys):
    customer(cast.stranger, since=NOW)
    draft = tmp_path / "draft.json"
    draft.write_text(json.dumps({"preset": "direct", "slots": 20}))
    call_command("forecast", policy=str(draft), department="Company/Direct", json=True)
    assert json.loads(capsys.readouterr().out)["total"] == 1
    draft.write_text(json.dumps({"rules": [{"kind": "no_contact", "days": -3, "outcome": "release"}]}))
    with pytest.raises(CommandError) as error:
        call_command("forecast", policy=str(draft))
    assert error.value.returncode == 1 and "rules[0].days must be from 1 to 3650, not -3" in str(error.value)
    with pytest.raises(CommandError):
        call_command("forecast", policy=str(draft), department="Nowhere")


@pytest.mark.req("M15")
def test_another_policy_is_put_over_a_department_only_by_whoever_approves_the_rules(cast):
    direct, sales = Policy.objects.get(key="direct"), cast.departments["sales"]
    for person in (cast.manager, cast.admin):
        with pytest.raises(Refused, match="only the general manager can make"):
            versions.put_under(department=sales, policy=direct, by=person, at=NOW)
    with pytest.raises(Refused):
        versions.put_under(department=cast.departments["east"], policy=direct, by=cast.manager, at=NOW)
    assert policy_for(sales, NOW + timedelta(days=8)).slots is None
    versions.put_under(department=sales, policy=direct, by=cast.general_manager, at=NOW)
    assert policy_for(sales, NOW + timedelta(days=8)).slots == 15
    # A first policy is no change of one, nor is what a new department begins with.
    versions.put_under(department=Department.objects.create(name="New"), policy=direct, by=cast.admin, at=NOW)
    versions.put_under(
        department=Department.objects.create(name="Team", parent=sales), policy=direct, by=cast.admin, at=NOW
    )
