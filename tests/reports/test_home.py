"""The home page: for each role the day's work and the next action."""

from datetime import timedelta

import pytest
from django.urls import reverse

from activities.domain import follow_ups, tasks
from assignment.domain import ownership
from assignment.domain.ownership.extend import ask_extension
from assignment.domain.sweep import run as sweep
from assignment.models import PolicyVersion
from assignment.rules.policy_body import complete_body
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from customers.domain import rhythm
from customers.models import Ownership
from reports.presenters import home_team
from reports.presenters.own_requests import lately
from tests.activities.entries import SINCE
from tests.cast import NOW, VALID, customer, followup, moment
from tests.reports.pages import home, side

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


# --- the rep ---------------------------------------------------------------------------------------------------------------


@pytest.mark.req("D1")
def test_slots_are_shown_where_the_policy_has_them(cast, signed_in):
    customer(cast.stranger, since=SINCE)
    assert "1 / 15" in home(signed_in, cast.stranger) and "14 free" in home(signed_in, cast.stranger)
    assert "Slots" not in home(signed_in, cast.rep)


@pytest.mark.req("Z17", "D4")
def test_what_was_released_lately_opens_to_its_explanation(cast, signed_in):
    file = customer(cast.rep, since=moment("2026-02-10 09:00"))
    sweep.run(at=NOW)
    page = home(signed_in, cast.rep)
    lost = file.ownership_events.get(kind="released")
    gone = side(signed_in, cast.rep).content.decode()
    assert file.name in gone and "released to the pool" in gone and reverse("assignment:loss", args=[lost.pk]) in gone
    assert "You hold no customers yet" in page and reverse("assignment:pool") in page


@pytest.mark.req("Nd8")
def test_what_one_gave_up_oneself_is_not_told_as_gone(cast):
    file = customer(cast.rep, since=SINCE)
    ownership.give_up(customer_id=file.pk, by=cast.rep, reason="no demand", at=NOW)
    assert lately(cast.rep, NOW) == []
    other = customer(cast.rep, since=SINCE)
    ownership.transfer(customer_id=other.pk, to=cast.mate, by=cast.manager, reason="nearer", at=NOW)
    assert [(r["what"], r["why"]) for r in lately(cast.rep, NOW)] == [("transferred to Mate", "nearer")]


@pytest.mark.req("Ne7")
def test_ones_own_requests_under_way(cast, signed_in):
    file = customer(cast.rep, since=SINCE)
    ask_extension(customer_id=file.pk, days=3, reason="on a trip", by=cast.rep, at=NOW)
    rows = signed_in(cast.rep).get(reverse("home")).context["asked"]
    assert [(r["title"], r["state"], r["note"]) for r in rows] == [
        (file.name, "Waiting", "Extension · Manager, asked 2026-03-02")
    ]


@pytest.mark.req("Ni13")
def test_core_and_growth_customers_have_their_rhythm(cast, signed_in):
    for level, days in [("core", 20), ("core", 3), ("growth", 20), ("ordinary", 14)]:
        file = customer(cast.rep, since=NOW - timedelta(days=40), level=level)
        followup(file, cast.rep, NOW - timedelta(days=days))
    rows = side(signed_in, cast.rep).context["rhythm"]
    assert [(r["label"], r["note"], r["said"]) for r in rows] == [
        ("Core", "Direct customer · 2 of at least 10", "1 overdue for contact"),
        ("High-growth", "Direct customer · 1 of at least 20", "all on time"),
    ]


@pytest.mark.req("Ni13")
def test_the_manager_sees_who_lags_behind_the_rhythm(cast, signed_in):
    customer(cast.rep, since=NOW - timedelta(days=15), level="core")
    customer(cast.stranger, since=NOW - timedelta(days=15), level="core")
    client = signed_in(cast.manager)
    assert reverse("reports:team_rhythm") in client.get(reverse("home")).content.decode()
    (row,) = client.get(reverse("reports:team_rhythm")).context["rows"]
    assert (row["name"], row["late"], row["note"]) == ("Rep", 1, "Core 1/10, High-growth 0/20")
    assert row["url"].endswith(f"?owner={cast.rep.pk}&overdue=on")


@pytest.mark.req("Ni13")
def test_whoever_watches_the_whole_company_reads_the_rhythm_by_department(cast, signed_in):
    for owner in (cast.rep, cast.mate, cast.stranger):
        customer(owner, since=NOW - timedelta(days=15), level="core")
    client = signed_in(cast.general_manager)
    rows = client.get(reverse("reports:team_rhythm")).context["rows"]
    assert [(row["name"], row["late"]) for row in rows] == [
        (str(cast.rep.department), "2"),
        (str(cast.stranger.department), "1"),
    ]
    for row in rows:
        assert client.get(row["url"]).context["listing"].count == row["late"], "the list that it counts"
    Ownership.objects.all().delete()
    assert "Everybody meets" in client.get(reverse("reports:team_rhythm")).content.decode()


@pytest.mark.req("Ni13")
def test_an_admin_changes_the_rhythm(cast, signed_in):
    file = customer(cast.rep, since=NOW - timedelta(days=40), level="core")
    followup(file, cast.rep, NOW - timedelta(days=10))
    url = reverse("customers:rhythm")
    assert signed_in(cast.rep).get(url).status_code == 403
    admin = signed_in(cast.admin)
    numbers = {f"{segment}-{level}-{name}": 0 for segment, level in rhythm.USUAL for name in rhythm.NUMBERS} | {
        "direct-core-least": 5,
        "direct-core-other": 7,
    }
    wrong = admin.post(url, numbers | {"direct-core-other": -1, "direct-core-least": 6})
    assert (
        wrong.status_code == 422
        and 'value="6"' in wrong.content.decode()
        and not Entry.objects.filter(action="rhythm.set").exists()
    )
    assert admin.post(url, numbers).status_code == 302
    assert Entry.objects.filter(action="rhythm.set").count() == 2, "the others asked for nothing before either"
    rows = side(signed_in, cast.rep).context["rhythm"]
    assert [(r["label"], r["note"], r["said"]) for r in rows] == [
        ("Core", "Direct customer · 1 of at least 5", "1 overdue for contact")
    ]
    numbers = dict.fromkeys(rhythm.NUMBERS, 400)
    with pytest.raises(Refused, match="from 0 to 366"):
        rhythm.set_rhythm(segment="direct", level="core", numbers=numbers | {"least": 1}, by=cast.admin, at=NOW)


# --- the manager -----------------------------------------------------------------------------------------------------------


@pytest.mark.req("Nf4", "Nf11", "Ne7")
def test_a_manager_sees_what_waits_what_the_team_loses_and_what_to_check(cast, signed_in):
    soon = customer(cast.rep, since=moment("2026-02-16 09:00"))
    customer(cast.mate, since=SINCE)
    elsewhere = customer(cast.stranger, since=moment("2026-02-16 09:00"))
    ask_extension(customer_id=soon.pk, days=3, reason="on a trip", by=cast.rep, at=NOW - timedelta(days=3))
    fields = {
        "kind": "call_out",
        "counterpart": "王经理",
        "content": VALID,
        "occurred_at": moment("2026-02-24 10:00"),
        "late_reason": "ill",
    }
    follow_ups.record_followup(customer_id=soon.pk, by=cast.rep, at=NOW, fields=fields)
    tasks.plan_task(
        by=cast.mate, at=NOW, fields={"title": "x", "due_at": moment("2026-03-01 10:00"), "assignee": cast.mate}
    )
    response = signed_in(cast.manager).get(reverse("home"))
    shown, page = response.context, response.content.decode()
    assert [(row.key.split("-")[0], row.act.label) for row in shown["team_rows"]] == [
        ("approval", "Review request"),
        ("review", "Check"),
        ("team", "Open"),
        ("team", "Open"),
    ]
    asked = shown["team_rows"][0]
    assert (asked.name, asked.why, asked.clock[:2]) == (soon.name, "Extension · Rep", ("3 days", "due"))
    assert [(p["name"], p["n"], p["soon"]) for p in shown["team"]["people"]] == [("Mate", 1, 0), ("Rep", 1, 1)]
    assert shown["unchecked"] == 1 and [(p["name"], p["n"]) for p in shown["team_overdue"]] == [("Mate", 1)]
    assert elsewhere.name not in page and "1 follow-up becomes valid only when you confirm it." in page


@pytest.mark.req("Nf11")
def test_where_everything_is_checked_the_count_says_so(cast):
    version = PolicyVersion.objects.get(policy__key="tracking")
    body = complete_body(version.body)
    PolicyVersion.objects.filter(pk=version.pk).update(
        body={**body, "standard": {**body["standard"], "check": True}}, decided_at=NOW - timedelta(days=1)
    )
    file = customer(cast.rep, since=SINCE)
    followup(file, cast.rep, NOW)
    assert home_team.context(cast.manager, NOW)["unchecked"] == 1
