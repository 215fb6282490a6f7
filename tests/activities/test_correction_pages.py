"""The pages on which one changes, corrects and voids one's own entries."""

from datetime import timedelta

import pytest
from django.urls import reverse

from activities.models import FollowUp
from tests.activities.entries import record, said, typed
from tests.cast import NOW, VALID, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

OTHER = "与王经理谈好了三月份的供货数量"


@pytest.mark.req("Na6")
def test_the_page_changes_an_entry_and_says_what_it_does_to_the_clock(cast, file, signed_in):
    row = record(file, cast.rep, NOW - timedelta(hours=1, seconds=17))
    client, url = signed_in(cast.rep), reverse("activities:followup_edit", args=[row.pk])
    page = client.get(url).content.decode()
    assert "Edit a follow-up" in page and VALID in page
    response = client.post(url, typed(content="外出", occurred_at="2026-03-02T07:59"))
    assert said(response) == [
        "Recorded, but invalid: too short, filler only. Deadline: 2026-03-07 10:00 (5 days left)."
    ]
    row.refresh_from_db()
    assert row.content == "外出" and row.occurred_at == NOW - timedelta(hours=1, seconds=17), (
        "a time left alone stays exact"
    )


@pytest.mark.req("Na6")
def test_after_a_day_the_page_says_that_both_stay(cast, file, signed_in):
    row = record(file, cast.rep, NOW - timedelta(hours=30))
    client, url = signed_in(cast.rep), reverse("activities:followup_edit", args=[row.pk])
    assert "What you save becomes a correction beside it; both stay readable." in client.get(url).content.decode()
    client.post(url, typed(content=OTHER, occurred_at="2026-03-01T03:00"))
    assert FollowUp.objects.get(corrects=row).content == OTHER
    assert said(client.get(url)) == [
        "Recorded: valid. Deadline: 2026-03-16 10:00 (14 days left).",
        "This entry was already voided or corrected: open the newest one.",
    ]


@pytest.mark.req("Na6")
def test_what_others_wrote_cannot_even_be_opened_for_change(cast, file, signed_in):
    row = record(file, cast.rep, NOW)
    for person in (cast.manager, cast.mate, cast.general_manager):
        client = signed_in(person)
        assert client.get(reverse("activities:followup_edit", args=[row.pk])).status_code == 404
        assert client.post(reverse("activities:followup_edit", args=[row.pk]), typed(content="x")).status_code == 404
        assert client.post(reverse("activities:followup_void", args=[row.pk]), {"reason": "x"}).status_code == 404
    row.refresh_from_db()
    assert row.content == VALID and row.voided_at is None


@pytest.mark.req("Na6")
def test_the_page_makes_an_entry_void(cast, file, signed_in):
    row = record(file, cast.rep, NOW)
    client, url = signed_in(cast.rep), reverse("activities:followup_void", args=[row.pk])
    response = client.post(url, {"reason": ""})
    assert said(response) == ["Give the reason for voiding the entry."] and response.url == reverse(
        "activities:followup_edit", args=[row.pk]
    )
    response = client.post(url, {"reason": "wrong customer"})
    assert said(response)[-1] == "The entry is void; it stays readable, struck through."
    row.refresh_from_db()
    assert row.void_reason == "wrong customer"


@pytest.mark.req("Na6", "Nd7")
def test_the_judge_knows_that_it_is_a_change(cast, file, signed_in):
    row = record(file, cast.rep, NOW)
    url = reverse("activities:judge", args=[file.pk])
    page = signed_in(cast.rep).post(url, typed(entry=row.pk, content="外出")).content.decode()
    assert "The deadline becomes earlier: from 2026-03-17 10:00 to 2026-03-07 10:00 (5 days left)." in page
    same = signed_in(cast.rep).post(url, typed(entry=row.pk)).content.decode()
    assert "The deadline stays 2026-03-17 10:00 (15 days left)." in same, "its own text is no repetition"


@pytest.mark.req("Nc5")
def test_the_next_contact_can_be_taken_out_on_the_page(cast, file, signed_in):
    row = record(file, cast.rep, NOW, next_contact_at=moment("2026-03-05 09:00"))
    client, url = signed_in(cast.rep), reverse("activities:followup_edit", args=[row.pk])
    client.post(url, typed(next_contact_at="2026-03-05T09:00"))
    row.refresh_from_db()
    assert row.next_contact_at == moment("2026-03-05 09:00")
    client.post(url, typed(next_contact_at=""))
    row.refresh_from_db()
    assert row.next_contact_at is None


@pytest.mark.req("Ni12")
def test_an_entry_that_is_changed_answers_only_what_was_planned_before_it(cast, file, signed_in):
    record(file, cast.rep, NOW - timedelta(days=3), next_step="寄目录")
    row = record(file, cast.rep, NOW - timedelta(days=2))
    record(file, cast.rep, NOW - timedelta(days=1), next_step="寄样品")
    page = signed_in(cast.rep).get(reverse("activities:followup_edit", args=[row.pk])).content.decode()
    planned = page[page.index("Previously planned") :][:200]
    assert "寄目录" in planned and "寄样品" not in planned
