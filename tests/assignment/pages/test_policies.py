"""Policies in the browser: read as sentences, drafted with blanks, forecast before saving, approved by the general manager."""

import json
import re
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from assignment.domain.forecast import jobs as forecast_jobs
from assignment.domain.policies import versions
from assignment.forms.policy import PolicyForm
from assignment.models import ForecastJob, Policy, PolicyScope, PolicyVersion
from assignment.presenters import policy_text
from assignment.rules.policy_body import body_of, read_policy
from assignment.rules.presets import PRESETS
from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from crm_project.lib.time import zone
from tests.cast import NOW, customer, followup, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LIST = reverse("assignment:policies")


def tracking():
    return Policy.objects.get(key="tracking")


def url(name, policy=None):
    return reverse(f"assignment:{name}", args=[(policy or tracking()).pk])


def typed(body=None, **changes):
    """What the browser sends for this body, with some fields typed over."""
    form = PolicyForm(body=body or PRESETS["tracking"])
    data = {}
    for part in form.forms:
        for name in part.fields:
            value = part[name].value()
            if value is not None and value is not False and value != "":
                data[part.add_prefix(name)] = value
    return {**data, **changes}


@pytest.mark.req("M15", "Nh7")
def test_a_version_from_an_older_preset_stays_and_its_page_says_what_the_preset_says_now(cast, signed_in):
    stages = Policy.objects.get(key="stages")
    client = signed_in(cast.general_manager)
    assert "Compared with the preset" not in client.get(url("policy", stages)).content.decode()
    row = PolicyVersion.objects.get(policy=stages)
    older = {**row.body, "after_sales": "none"}
    PolicyVersion.objects.filter(pk=row.pk).update(body=older)
    text = client.get(url("policy", stages)).content.decode().partition("Compared with the preset")[2]
    assert "stays as it was approved" in text and "service staff" in text and "as the product had them then" in text
    versions.preset("stages", at=NOW)
    assert PolicyVersion.objects.get(pk=row.pk).body == older, "picking the preset again changes no version"


@pytest.mark.req("Ne5", "M15")
def test_the_list_reads_as_sentences_with_the_departments_under_each(cast, signed_in):
    text = signed_in(cast.general_manager).get(LIST).content.decode()
    assert "Release to the public pool 15 days after the last valid follow-up; remind 1 day before." in text
    assert "East" in text and "Sales" in text, "departments below inherit"
    assert "version 1, in force always" in text
    assert "An empty scope means nobody" in text


def test_a_rep_reads_the_policy_she_lives_under_and_no_other(cast, signed_in):
    text = signed_in(cast.east_rep).get(LIST).content.decode()
    assert "15 days after the last valid follow-up" in text and "90 days" not in text
    client = signed_in(cast.rep)
    assert client.get(url("policy")).status_code == 200
    assert client.get(url("policy", Policy.objects.get(key="solar"))).status_code == 404
    assert client.get(url("policy_draft")).status_code == 403
    assert signed_in(cast.hr).get(LIST).status_code == 403


def test_a_manager_drafts_only_what_she_is_responsible_for(cast, signed_in):
    client = signed_in(cast.manager)
    assert client.get(url("policy_draft")).status_code == 200
    assert client.get(url("policy_draft", Policy.objects.get(key="solar"))).status_code == 404
    PolicyScope.objects.create(
        department=cast.departments["solar"], policy=tracking(), holds_from=date(2026, 2, 1), set_at=NOW
    )
    assert client.get(url("policy_draft")).status_code == 404, "it holds for another department too"


@pytest.mark.parametrize("key", list(PRESETS))
def test_what_the_form_sends_back_is_the_policy_it_was_filled_from(key, cast):
    form = PolicyForm(_query(typed(PRESETS[key])), body=PRESETS[key])
    assert form.is_valid(), form.errors
    sent, kept = body_of(read_policy(form.body())), body_of(read_policy(PRESETS[key]))
    assert sorted(map(str, sent.pop("rules"))) == sorted(map(str, kept.pop("rules")))
    assert sent == kept


def _query(data):
    from django.http import QueryDict

    out = QueryDict(mutable=True)
    for name, value in data.items():
        out.setlist(name, [str(one) for one in (value if isinstance(value, list) else [value])])
    return out


@pytest.mark.parametrize("days", ["0", "-3"])
@pytest.mark.req("Ne5")
def test_zero_or_fewer_days_are_refused_in_a_sentence_and_nothing_is_lost(cast, signed_in, days):
    answer = signed_in(cast.manager).post(
        url("policy_draft"), typed(**{"no_contact-days": days, "note": "a note typed before"})
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter at least 1: with 0 or fewer every customer would be released at once, so nothing was changed." in text
    assert f'value="{days}"' in text and "a note typed before" in text
    assert not PolicyVersion.objects.filter(status="draft").exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("no_contact-remind_days", "15", "Remind fewer days before than the 15 days of the rule."),
        ("no_contact-days", "many", "Enter a whole number."),
        ("slots", "0", "Enter at least 1."),
        ("release_hour", "24", "Enter at most 23."),
        ("standard-min_chinese", "", "Enter a number."),
        ("tier1-grants", "upto", "Enter the number of days."),
    ],
)
def test_each_wrong_entry_is_said_at_its_field(cast, signed_in, field, value, said):
    answer = signed_in(cast.manager).post(url("policy_draft"), typed(**{field: value}))
    assert answer.status_code == 422 and said in answer.content.decode()


def test_rules_are_put_in_and_taken_out_without_losing_what_was_typed(cast, signed_in):
    client = signed_in(cast.manager)
    text = client.post(
        url("policy_draft"), typed(**{"no_contact-days": "21", "do": "add:protection_term"})
    ).content.decode()
    assert 'name="protection_term-days"' in text and 'value="21"' in text
    text = client.post(
        url("policy_draft"), typed(**{"no_contact-days": "21", "do": "remove:no_contact"})
    ).content.decode()
    assert 'name="no_contact-days"' not in text
    data = typed(**{"do": "save"})
    data.pop("no_contact-on")
    client.post(url("policy_draft"), data)
    draft = PolicyVersion.objects.get(status="draft")
    assert "no_contact" not in {r["kind"] for r in draft.body["rules"]}


@pytest.mark.req("M15")
def test_a_draft_goes_to_the_general_manager_and_holds_only_once_approved(cast, signed_in):
    row = customer(cast.rep, since=moment("2026-02-25 09:00"))
    client = signed_in(cast.manager)
    answer = client.post(url("policy_draft"), typed(**{"no_contact-days": "10", "note": "faster"}))
    assert answer.url == url("policy_submit")
    text = client.get(url("policy_submit")).content.decode()
    assert "Release to the public pool 10 days after" in text and "Release to the public pool 15 days after" in text, (
        "old and new"
    )
    answer = client.post(url("policy_submit"), {"holds_from": "2026-03-02", "reason": "faster"})
    assert answer.status_code == 422
    assert "takes effect 7 days after its approval at the earliest" in answer.content.decode()
    assert "choose 2026-03-09 or later" in answer.content.decode()
    client.post(url("policy_submit"), {"holds_from": "2026-03-10", "reason": "faster"})
    ask = Request.objects.get(kind="policy")
    assert ask.decider == cast.general_manager
    row.ownership.refresh_from_db()
    assert row.ownership.release_at == moment("2026-03-12 10:00"), "nothing changes before the approval"
    boss = signed_in(cast.general_manager)
    text = boss.get(reverse("approvals:request", args=[ask.pk])).content.decode()
    assert "Release to the public pool 10 days after" in text and "Forecast" in text
    boss.post(reverse("approvals:decide", args=[ask.pk]), {"do": "approve"})
    version = PolicyVersion.objects.get(number=2)
    assert (
        version.status == "approved"
        and version.holds_from == date(2026, 3, 10)
        and version.decided_by == cast.general_manager
    )
    text = boss.get(url("policy")).content.decode()
    assert (
        "Version 2 is approved and applies from 2026-03-10." in text and "1 change against the version before" in text
    )
    for person in (cast.general_manager, cast.rep):
        listed = signed_in(person).get(LIST).content.decode()
        assert "version 2 from 2026-03-10" in listed and "version 1" in listed, "both, until the day"


@pytest.mark.req("M15")
def test_the_general_manager_sees_what_a_version_would_do_as_of_now(cast, signed_in):
    customer(cast.rep, since=moment("2026-02-25 09:00"))
    body = PolicyVersion.objects.get(policy=tracking()).body
    body = {**body, "rules": [{**body["rules"][0], "days": 4}, *body["rules"][1:]]}
    version = versions.save_draft(policy=tracking(), body=body, note="", by=cast.manager, at=NOW)
    ask = versions.submit_draft(
        version_id=version.pk, holds_from=date(2026, 3, 10), reason="faster", by=cast.manager, at=NOW
    )
    boss, page = signed_in(cast.general_manager), reverse("approvals:request", args=[ask.pk])
    assert "This version has no forecast yet: run one before you decide." in boss.get(page).content.decode()
    answer = boss.post(url("policy_forecast_waiting"), follow=True)
    assert answer.status_code == 200 and "Forecast per rule" in answer.content.decode()
    text = boss.get(page).content.decode()
    assert "Forecast for 30 days, as of 2026-03-02" in text and "1 under the rules in force, 1 under the draft" in text
    # Both sums are alike: what whoever decides has to read is that everybody loses days, how many, and who.
    told = re.sub(r"<[^>]+>", " ", text)
    assert re.search(r"1 customer&#x27;s deadline becomes earlier, by 1\d?\.0 days on average\.", told), told[:3000]
    assert "(7 days after the change)" in told and "(30 days after the change)" in told
    assert re.search(r"Rep\s+1\s+1\s+1, by 1\d?\.0 days", told)
    assert signed_in(cast.rep).post(url("policy_forecast_waiting")).status_code == 404


@pytest.mark.req("M15")
def test_a_policy_submitted_in_english_is_read_in_chinese_by_whoever_reads_chinese(cast, signed_in):
    version = versions.save_draft(
        policy=tracking(),
        body=PolicyVersion.objects.get(policy=tracking()).body,
        note="",
        by=cast.manager,
        at=NOW,
    )
    ask = versions.submit_draft(
        version_id=version.pk, holds_from=date(2026, 3, 10), reason="x", by=cast.manager, at=NOW
    )
    boss, shown = signed_in(cast.general_manager), {}
    for language in ("en", "zh-hans"):
        User.objects.filter(pk=cast.general_manager.pk).update(language=language)
        boss.cookies["django_language"] = language
        pages = (
            reverse("approvals:request", args=[ask.pk]),
            reverse("approvals:inbox"),
            reverse("notices:list"),
        )
        with translation.override("en"):
            shown[language] = [boss.get(url).content.decode() for url in pages]
    name = f"{tracking().name_zh} v2"
    assert all("Tracking v2" in page and name not in page for page in shown["en"])
    assert all(name in page and "Tracking v2" not in page for page in shown["zh-hans"])


def test_without_a_draft_there_is_nothing_to_submit(cast, signed_in):
    answer = signed_in(cast.manager).get(url("policy_submit"), follow=True)
    assert "There is no draft to submit" in answer.content.decode()


@pytest.mark.req("Z17")
def test_the_forecast_in_the_browser_is_the_one_of_the_command(cast, signed_in, tmp_path, capsys):
    for n in range(4):
        row = customer([cast.rep, cast.mate][n % 2], since=moment("2026-02-01 09:00"))
        followup(row, row.ownership.owner, moment(f"2026-02-{16 + n * 2} 11:00"))
    kept = customer(cast.east_rep, since=moment("2026-03-01 09:00"))
    client = signed_in(cast.manager)
    answer = client.post(url("policy_forecast"), typed(**{"no_contact-days": "5"}), headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert answer.status_code == 200 and "Customers with a different outcome" in text and kept.name in text
    job = ForecastJob.objects.get()
    draft = tmp_path / "draft.json"
    draft.write_text(json.dumps(job.body))
    call_command("forecast", policy=str(draft), department="Company/Sales", json=True)
    assert json.loads(capsys.readouterr().out) == job.result
    assert not PolicyVersion.objects.exclude(status="approved").exists(), "nothing was saved"
    assert client.get(reverse("assignment:forecast", args=[job.pk])).status_code == 200
    assert signed_in(cast.stranger).get(reverse("assignment:forecast", args=[job.pk])).status_code == 404


def test_a_forecast_of_a_wrong_draft_says_what_is_wrong(cast, signed_in):
    answer = signed_in(cast.manager).post(
        url("policy_forecast"), typed(**{"no_contact-days": "0"}), headers={"HX-Request": "true"}
    )
    assert answer.status_code == 422 and "Enter at least 1" in answer.content.decode()
    assert not ForecastJob.objects.exists()


def test_a_big_department_is_forecast_in_the_background_with_progress(cast, signed_in, monkeypatch):
    from assignment import tasks

    sent = []
    monkeypatch.setattr(forecast_jobs, "AT_ONCE", 0)
    monkeypatch.setattr(tasks.run_forecast, "delay_on_commit", sent.append)
    customer(cast.rep)
    client = signed_in(cast.manager)
    answer = client.post(url("policy_forecast"), typed(), headers={"HX-Request": "true"})
    job = ForecastJob.objects.get()
    assert sent == [job.pk] and reverse("assignment:forecast", args=[job.pk]) in answer.content.decode(), "it polls"
    tasks.run_forecast(job.pk)
    text = client.get(reverse("assignment:forecast", args=[job.pk]), headers={"HX-Request": "true"}).content.decode()
    assert (
        "No customer has a different outcome within these 30 days." in text
        or "Customers with a different outcome" in text
    )


def test_a_forecast_that_fails_says_so(cast, signed_in):
    from assignment import tasks

    job = forecast_jobs.start_forecast(policy=tracking(), body={"rules": "nonsense"}, by=cast.manager, at=NOW)
    with pytest.raises(Exception, match="rules"):
        tasks.run_forecast(job.pk)
    text = signed_in(cast.manager).get(reverse("assignment:forecast", args=[job.pk])).content.decode()
    assert "It could not be computed" in text


@pytest.mark.req("M15")
def test_another_policy_for_a_department_is_the_general_managers(cast, signed_in):
    page = reverse("assignment:policy_scope")
    data = {"department": cast.departments["sales"].pk, "policy": Policy.objects.get(key="solar").pk, "holds_from": ""}
    answer = signed_in(cast.admin).post(page, data)
    assert answer.status_code == 422 and "only the general manager can make" in answer.content.decode()
    signed_in(cast.general_manager).post(page, data)
    scope = PolicyScope.objects.order_by("-id").first()
    assert scope.policy.key == "solar" and scope.holds_from == date(2026, 3, 9)
    answer = signed_in(cast.general_manager).post(page, {**data, "holds_from": "2026-03-01"})
    assert answer.status_code == 422, "never from yesterday"
    assert signed_in(cast.manager).post(page, {**data, "department": cast.departments["direct"].pk}).status_code == 422


def test_a_first_policy_may_be_a_preset_set_by_whoever_drafts(cast, signed_in):
    from crm_project.accounts.models import Department

    team = Department.objects.create(name="Fresh")
    signed_in(cast.admin).post(
        reverse("assignment:policy_scope"), {"department": team.pk, "policy": str(Policy.objects.get(key="stages").pk)}
    )
    assert PolicyScope.objects.get(department=team).policy.key == "stages"


@pytest.mark.req("Ne5")
def test_a_policy_of_ones_own_begins_as_a_copy_and_holds_for_nobody(cast, signed_in):
    client, page = signed_in(cast.general_manager), reverse("assignment:policy_new")
    answer = client.post(page, {"name": "North", "source": "preset:direct"})
    made = Policy.objects.get(name="North")
    assert answer.url == url("policy_draft", made)
    text = client.get(url("policy", made)).content.decode()
    assert "No department. With an empty scope it applies to nobody and releases no customers." in text
    answer = client.post(page, {"name": "north", "source": "preset:direct"})
    assert answer.status_code == 422 and "There is already a policy with this name." in answer.content.decode()


def test_two_policies_differ_by_sentences():
    old, new = (
        read_policy(PRESETS["direct"], zone=zone()),
        read_policy({**PRESETS["direct"], "slots": 20, "cooldown_days": 2}, zone=zone()),
    )
    assert policy_text.changes(old, old) == []
    assert [name for name, _old, _new in policy_text.changes(old, new)] == ["Slots", "Cool-down"]
    fewer = read_policy(
        {**PRESETS["tracking"], "standard": {**PRESETS["tracking"]["standard"], "filler": ["外出"]}}, zone=zone()
    )
    names = [name for name, _old, _new in policy_text.changes(read_policy(PRESETS["tracking"], zone=zone()), fewer)]
    assert names == ["Filler", "Filler phrases"]


@pytest.mark.embedded
def test_the_list_of_policies_costs_the_same_for_many(cast, signed_in, queries):
    signed_in(cast.general_manager)
    before = queries(LIST)
    for n in range(10):
        policy = Policy.objects.create(key=f"p{n}", name=f"P{n}")
        PolicyVersion.objects.create(
            policy=policy,
            number=1,
            body=PRESETS["direct"],
            status="approved",
            holds_from=date(2026, 1, 1),
            drafted_at=NOW,
        )
    assert queries(LIST) == before
