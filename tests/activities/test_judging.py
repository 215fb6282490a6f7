"""What is typed is judged at once, in words, by the engine itself."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.models import FollowUp
from assignment.domain.policies import versions
from assignment.models import Policy
from assignment.rules.presets import PRESETS
from crm_project.approvals.domain.requests import decide
from customers.models import Ownership
from tests.activities.entries import SINCE, judge_url, new_url, typed
from tests.cast import NOW, customer, followup, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.mark.req("Nd7")
@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        (
            {},
            [
                "Valid",
                "The deadline moves from 2026-03-07 10:00 to 2026-03-17 10:00 (15 days left).",
                "20 characters (at least 8)",
            ],
        ),
        (
            {"content": "谈了价格"},
            [
                "Not valid yet",
                "Too short: enter what was discussed (4 of 8 characters).",
                "The deadline stays 2026-03-07 10:00 (5 days left).",
                "This is invalid follow-up 1 of 3.",
            ],
        ),
        ({"content": "agreed the price"}, ["Too short: enter what was discussed (3 of 4 words)."]),
        (
            {"content": "没找到人,外出,无人接听,没人接"},
            ["Only filler or repetition so far: write what was discussed."],
        ),
        ({"counterpart": ""}, ["Enter the person you spoke with."]),
        ({"answered": ""}, ["Nobody was reached: an attempt alone is not valid."]),
        (
            {"content": ""},
            ["Write what was discussed: you see here whether it is valid.", "0 of 8 characters, or 4 words"],
        ),
        (
            {"occurred_at": "2026-02-25T09:00"},
            [
                "Valid when confirmed",
                "Entered later than the department allows: give the reason below; it becomes valid when your manager confirms it.",
                "After confirmation: 2026-03-12 10:00.",
            ],
        ),
        ({"occurred_at": "2026-03-03T09:00"}, ["be in the future: enter it after it has taken place."]),
        ({"occurred_at": "soon"}, ["The time can&#x27;t be read"]),
    ],
)
def test_what_is_typed_is_judged_in_words(cast, file, signed_in, changes, sentences):
    page = signed_in(cast.rep).post(judge_url(file), typed(**changes)).content.decode()
    for sentence in sentences:
        assert sentence in page
    assert not FollowUp.objects.exists()


@pytest.mark.req("Nd7", "M15")
def test_a_coming_rule_stands_beside_what_is_foreseen_and_what_was_saved(cast, file, signed_in):
    body = json.loads(json.dumps(PRESETS["tracking"]))
    body["rules"][0]["days"] = 10
    known = {"by": cast.manager, "at": NOW}
    version = versions.save_draft(policy=Policy.objects.get(key="tracking"), body=body, note="", **known)
    request = versions.submit_draft(version_id=version.pk, holds_from=date(2026, 3, 9), reason="x", **known)
    decide(request_id=request.pk, by=cast.general_manager, approve=True, decision="", at=NOW)
    client = signed_in(cast.rep)
    page = client.post(judge_url(file), typed()).content.decode()
    assert "to 2026-03-17 10:00 (15 days left). From March 9 by the new rule: March 12." in page
    page = client.post(judge_url(file), typed(content="外出")).content.decode()
    assert "by the new rule" not in page, "it goes before the new rule holds"
    page = client.post(new_url(file), typed(), follow=True).content.decode()
    assert "From March 9 by the new rule: March 12." in page, "the message after saving"
    stored = Ownership.objects.get(pk=file.pk)
    assert (stored.release_at, stored.coming_at) == (moment("2026-03-17 10:00"), moment("2026-03-12 10:00"))
    page = client.get(new_url(file)).content.decode()
    assert "by the new rule: March 12." in page, "before anything is typed"


@pytest.mark.req("Nd8")
def test_the_third_invalid_one_is_announced(cast, file, signed_in):
    for day in (23, 24):
        followup(file, cast.rep, moment(f"2026-02-{day} 10:00"), content="外出")
    page = signed_in(cast.rep).post(judge_url(file), typed(content="不在")).content.decode()
    assert "This is invalid follow-up 3 of 3: the customer is sent to your manager for review." in page


@pytest.mark.req("D4")
def test_where_follow_ups_do_not_move_the_deadline_it_says_what_does(cast, signed_in):
    file = customer(cast.stranger, since=SINCE)
    page = signed_in(cast.stranger).post(judge_url(file), typed()).content.decode()
    assert (
        "The deadline stays 2026-03-07 10:00, set by another rule: 15 days after the claim without a contract." in page
    )


@pytest.mark.req("Ni14")
def test_only_calls_and_mails_ask_whether_somebody_was_reached(cast, file, signed_in):
    client = signed_in(cast.rep)
    for kind, shown, hidden in (("call_out", "0", False), ("email", "0", False), ("visit_out", "1", True)):
        page = client.post(judge_url(file), typed(kind=kind, asks=shown)).content.decode()
        part = page[page.index('id="answered-part"') :]
        assert part.partition(">")[0].endswith(" hidden") == hidden
    for kind, shown in (("call_out", "1"), ("visit_out", "0")):
        assert "answered-part" not in client.post(judge_url(file), typed(kind=kind, asks=shown)).content.decode(), (
            "it may have the focus"
        )


@pytest.mark.req("Nd7")
def test_judging_costs_the_same_with_a_long_history(cast, file, signed_in):
    client, counts = signed_in(cast.rep), []
    for n in (1, 30):
        while FollowUp.objects.count() < n:
            followup(file, cast.rep, SINCE + timedelta(hours=FollowUp.objects.count()))
        client.post(judge_url(file), typed())
        with CaptureQueriesContext(connection) as queries:
            client.post(judge_url(file), typed())
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 14


@pytest.mark.req("Nd7")
def test_the_box_on_the_customers_page_is_the_same_form(cast, file, signed_in):
    response = signed_in(cast.rep).get(new_url(file) + "?kind=visit_out", headers={"HX-Request": "true"})
    page = response.content.decode()
    assert "<html" not in page and 'id="followup-form"' in page
    assert 'value="visit_out" checked' in page
