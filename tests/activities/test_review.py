"""The review list: late entries, departments that check everything, outings; worked with the keyboard."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from activities.domain.access import to_check
from activities.domain.followup_corrections import check_followup, correct_followup
from activities.models import FollowUp
from assignment.models import PolicyVersion
from assignment.rules.policy_body import complete_body
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from crm_project.notices.presenters.render import text
from customers.models import Ownership
from tests.activities.entries import deadline, logs_on_others, record, said
from tests.cast import NOW, customer, followup, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

SINCE = moment("2026-02-16 09:00")
URL = "activities:review_list"


@pytest.fixture
def file(cast):
    return customer(cast.rep, since=SINCE)


def late(file, by, **fields):
    return record(file, by, occurred_at=moment("2026-02-25 10:00"), **fields)


def checks_everything():
    version = PolicyVersion.objects.get(policy__key="tracking")
    body = complete_body(version.body)
    PolicyVersion.objects.filter(pk=version.pk).update(
        body={**body, "standard": {**body["standard"], "check": True}}, decided_at=NOW - timedelta(days=1)
    )


def check_url(row):
    return reverse("activities:followup_check", args=[row.pk])


@pytest.mark.req("Nf13")
def test_late_entries_wait_for_the_manager_of_the_department(cast, file, signed_in):
    row, east = late(file, cast.rep), late(customer(cast.east_rep, since=SINCE), cast.east_rep)
    in_time = record(file, cast.rep, content="已与李总确认了样品的规格和数量")
    elsewhere = customer(cast.solar_rep, since=SINCE)
    record(elsewhere, cast.solar_rep, occurred_at=moment("2026-02-17 10:00"))
    assert set(to_check(cast.manager, NOW)) == {row, east} and in_time not in to_check(cast.manager, NOW)
    page = signed_in(cast.manager).get(reverse(URL)).content.decode()
    assert file.name in page and elsewhere.name not in page
    assert not to_check(cast.solar_manager, NOW).exists(), "Solar knows no late entries"


@pytest.mark.req("Nf11")
def test_where_the_department_checks_every_entry_waits_and_counts_only_then(cast, file, signed_in):
    checks_everything()
    row = record(file, cast.rep)
    assert deadline(file) == moment("2026-03-03 10:00")
    assert list(to_check(cast.manager, NOW)) == [row]
    response = signed_in(cast.manager).post(check_url(row), {"decision": "confirm"})
    assert said(response) == [f"{file.name}: deadline 2026-03-17 10:00 (15 days left)."]
    row.refresh_from_db()
    assert (row.check_state, row.checked_by, row.checked_at) == ("confirmed", cast.manager, NOW)
    assert deadline(file) == moment("2026-03-17 10:00") and not to_check(cast.manager, NOW).exists()


@pytest.mark.req("Nf13", "Nh3")
def test_the_author_is_told_when_a_late_entry_becomes_valid_and_not_of_every_check(cast, file):
    checks_everything()
    waited, usual = late(file, cast.rep), record(file, cast.rep, content="已与李总确认了样品的规格和数量")
    for row in (waited, usual):
        check_followup(followup_id=row.pk, by=cast.manager, at=NOW, confirm=True)
    (notice,) = Notice.objects.filter(user=cast.rep, kind="followup_confirmed")
    assert notice.url == reverse("activities:followup_edit", args=[waited.pk])
    with translation.override("en"):
        assert text(notice.kind, notice.params) == f"Your late follow-up on {file.name} is valid now."


@pytest.mark.req("Nf11")
def test_rejecting_needs_a_reason_and_tells_the_author(cast, file, signed_in):
    row = late(file, cast.rep)
    client = signed_in(cast.manager)
    response = client.post(check_url(row), {"decision": "reject", "reason": ""}, headers={"HX-Request": "true"})
    assert (
        response.status_code == 422
        and "Give the reason why it is invalid: the author will see it." in response.content.decode()
    )
    response = client.post(
        check_url(row), {"decision": "reject", "reason": "nobody was there"}, headers={"HX-Request": "true"}
    )
    assert (
        response.status_code == 200
        and "Rejected" in response.content.decode()
        and "<html" not in response.content.decode()
    )
    row.refresh_from_db()
    assert (row.check_state, row.check_reason) == ("rejected", "nobody was there")
    notice = Notice.objects.get(user=cast.rep, kind="followup_rejected")
    assert notice.params == {"customer": file.name, "reason": "nobody was there"}


@pytest.mark.req("Nf11")
def test_without_scripts_a_missing_reason_is_told_on_the_list(cast, file, signed_in):
    response = signed_in(cast.manager).post(check_url(late(file, cast.rep)), {"decision": "reject"})
    assert response.url == reverse(URL) and said(response) == [
        "Give the reason why it is invalid: the author will see it."
    ]


@pytest.mark.req("Nf11", "Nb3")
def test_nobody_checks_beyond_the_own_department_or_the_own_entries(cast, file, signed_in):
    row = late(file, cast.rep)
    assert signed_in(cast.direct_manager).post(check_url(row), {"decision": "confirm"}).status_code == 404
    for person in (cast.rep, cast.mate, cast.clerk, cast.auditor):
        assert signed_in(person).post(check_url(row), {"decision": "confirm"}).status_code == 403
        assert signed_in(person).get(reverse(URL)).status_code == 403
    logs_on_others(cast.manager)
    own = late(file, cast.manager)
    assert signed_in(cast.manager).post(check_url(own), {"decision": "confirm"}).status_code == 404
    with pytest.raises(Refused, match="You can't check your own follow-up."):
        check_followup(followup_id=own.pk, by=cast.manager, at=NOW, confirm=True)
    with pytest.raises(Refused, match="Your role does not allow this here."):
        check_followup(followup_id=row.pk, by=cast.direct_manager, at=NOW, confirm=True)
    assert not FollowUp.objects.exclude(check_state="").exists()


@pytest.mark.req("Nf11")
def test_an_entry_of_a_former_owner_waits_for_nobody(cast, file):
    row = late(file, cast.rep)
    Ownership.objects.filter(pk=file.pk).update(since=NOW)
    assert row not in to_check(cast.manager, NOW)


@pytest.mark.req("Nf11")
def test_a_correction_of_a_rejected_entry_comes_back(cast, file):
    row = late(file, cast.rep)
    check_followup(followup_id=row.pk, by=cast.manager, at=NOW, confirm=False, reason="vague")
    assert not to_check(cast.manager, NOW).exists()
    kept = correct_followup(
        followup_id=row.pk, by=cast.rep, at=NOW, fields={"content": "已与李总确认了样品的规格和数量"}
    )
    assert list(to_check(cast.manager, NOW)) == [kept]


@pytest.mark.req("Nf4")
def test_visits_and_meetings_of_the_last_month_can_be_looked_through(cast, file, signed_in):
    visit = followup(
        file, cast.rep, moment("2026-02-27 14:00"), kind="visit_out", content="看了屋顶和配电房确认装机容量"
    )
    followup(file, cast.rep, moment("2026-02-26 14:00"), content="只是一个普通的电话联系记录")
    client = signed_in(cast.manager)
    page = client.get(reverse(URL), {"tab": "outings"}).content.decode()
    assert "看了屋顶和配电房确认装机容量" in page and "只是一个普通的电话联系记录" not in page
    client.post(check_url(visit), {"decision": "confirm"})
    assert "看了屋顶" not in client.get(reverse(URL), {"tab": "outings"}).content.decode()
    assert "看了屋顶" in client.get(reverse(URL), {"tab": "done"}).content.decode()


@pytest.mark.req("Nf11")
def test_several_are_confirmed_at_once_and_what_was_decided_meanwhile_is_left(cast, file, signed_in):
    rows = [late(file, cast.rep, content=f"第{n}次与王经理谈了供货价格") for n in range(3)]
    other = late(customer(cast.stranger, since=SINCE), cast.stranger)
    check_followup(followup_id=rows[0].pk, by=cast.manager, at=NOW, confirm=False, reason="no")
    response = signed_in(cast.manager).post(
        reverse("activities:review_many"), {"ids": [*(r.pk for r in rows), other.pk, "x"]}
    )
    assert said(response) == ["2 follow-ups are confirmed."]
    assert list(FollowUp.objects.order_by("pk").values_list("check_state", flat=True)) == [
        "rejected",
        "confirmed",
        "confirmed",
        "",
    ]
    assert deadline(file) == moment("2026-03-12 10:00")


@pytest.mark.req("Nf11")
def test_the_list_can_be_worked_with_the_keyboard(cast, file, signed_in):
    late(file, cast.rep)
    page = signed_in(cast.manager).get(reverse(URL)).content.decode()
    for hook in ("data-keys", "data-row", "data-approve", "data-refuse", 'name="ids"'):
        assert hook in page


@pytest.mark.req("Nf11")
def test_an_empty_list_says_what_will_come(cast, signed_in):
    assert "Nothing to check" in signed_in(cast.manager).get(reverse(URL)).content.decode()


@pytest.mark.embedded
@pytest.mark.req("Nf11")
@pytest.mark.parametrize("tab", ["waiting", "outings", "done"])
def test_the_list_costs_the_same_for_one_and_for_thirty(cast, signed_in, tab):
    client, counts, made = signed_in(cast.manager), [], []
    people = [cast.rep, cast.mate, cast.east_rep]
    for n in (1, 30):
        while len(made) < n:
            owner = people[len(made) % 3]
            made.append(late(customer(owner, since=SINCE), owner, kind="visit_out"))
            if tab == "done":
                check_followup(followup_id=made[-1].pk, by=cast.manager, at=NOW, confirm=True)
        client.get(reverse(URL), {"tab": tab})
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse(URL), {"tab": tab}).content.decode()
        assert page.count("data-row>") == n
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16


@pytest.mark.req("Nf11")
def test_the_next_page_goes_on_after_the_last_row(cast, signed_in):
    file = customer(cast.rep, since=SINCE)
    for n in range(31):
        FollowUp.objects.create(
            customer=file,
            author=cast.rep,
            kind="note",
            occurred_at=SINCE,
            recorded_at=NOW + timedelta(minutes=n),
            content=f"记录{n:02d}",
            late=True,
        )
    response = signed_in(cast.manager).get(reverse(URL))
    page = response.content.decode()
    assert "记录00" in page and "记录30" not in page and "1–30 of 31" in page
    assert "记录30" in signed_in(cast.manager).get(reverse(URL) + response.context["next_url"]).content.decode()
