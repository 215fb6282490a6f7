"""The pages of spot checks: planning with a preview, drawing, drawing again, verifying, what they cost (row Ni15)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from reports.domain.spot_checks import verifying
from reports.models import SpotCheck
from tests.cast import NOW
from tests.reports.pages import home
from tests.reports.spot_checks.checks import drawn, planned, worked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Ni15")]


def asked(cast, **more):
    return {
        "figure": "followups",
        "first": "2026-02-01",
        "last": "2026-02-28",
        "department": cast.departments["sales"].pk,
        "size": "4",
        **more,
    }


def test_a_preview_says_what_is_drawn_from_and_plans_nothing(cast, signed_in):
    worked(cast)
    page = signed_in(cast.manager).post(reverse("reports:spot_check_new"), asked(cast) | {"preview": "1"})
    assert "There are 12 such rows." in page.text and "4 of 12 rows are drawn" in page.text
    assert "percentage points off" in page.text and not SpotCheck.objects.exists()


def test_planning_leads_to_the_check_and_names_earlier_ones(cast, signed_in):
    worked(cast)
    drawn(cast)
    client, url = signed_in(cast.manager), reverse("reports:spot_check_new")
    assert "These rows could be drawn before already" in client.post(url, asked(cast) | {"preview": "1"}).text
    page = client.post(url, asked(cast), follow=True)
    assert "Not drawn yet" in page.text and "Earlier checks of these rows" in page.text


def test_what_is_wrong_is_said_at_its_field(cast, signed_in):
    worked(cast)
    page = signed_in(cast.manager).post(reverse("reports:spot_check_new"), asked(cast, points="10"))
    assert page.status_code == 422 and "Enter either how many rows are drawn" in page.text


def test_the_auditor_draws_again_and_gets_the_same_rows(cast, signed_in):
    worked(cast)
    check = drawn(cast)
    url = reverse("reports:spot_check", args=[check.pk])
    assert "Drawn again: the same rows come out." in signed_in(cast.auditor).get(url + "?again").text
    SpotCheck.objects.filter(pk=check.pk).update(head="0" * 64)
    assert "The entry of the audit is not the one" in signed_in(cast.auditor).get(url + "?again").text


def test_the_button_draws_once_the_moment_has_come(cast, signed_in):
    worked(cast)
    check = planned(cast, at=NOW - timedelta(hours=1))
    page = signed_in(cast.manager).post(reverse("reports:spot_check_draw", args=[check.pk]), follow=True)
    assert "Drawn." in page.text and check.drawn.count() == 4


def test_a_row_goes_its_way_over_the_pages(cast, signed_in):
    worked(cast)
    row = drawn(cast, size=12).drawn.filter(person=cast.rep).first()
    url = reverse("reports:spot_check_row", args=[row.pk])
    assert "to verify" in home(signed_in, cast.manager)
    found = {"result": "untrue", "how": "called", "note": "nobody came that day"}
    client = signed_in(cast.manager)
    assert client.post(reverse("reports:spot_check_verify", args=[row.pk]), found).status_code == 302
    assert "Your statement to a spot check" in home(signed_in, cast.rep)
    assert "nobody came that day" in client.get(url).text
    said = {"statement": "I was at their branch"}
    assert client.post(reverse("reports:spot_check_state", args=[row.pk]), said).status_code == 302
    assert "Your statement to a spot check" not in home(signed_in, cast.rep)
    assert "row to decide" in home(signed_in, cast.manager)
    assert "I was at their branch" in client.get(url).text
    decided = {"decision": "upheld", "reason": "the customer denies it"}
    page = client.post(reverse("reports:spot_check_decide", args=[row.pk]), decided, follow=True)
    assert "the follow-up is rejected" in page.text
    assert "1 of 1, 100.0 %" in client.get(reverse("reports:spot_checks")).text
    assert "1 of 1, 100.0 %" in client.get(reverse("reports:spot_check_results")).text


def test_the_cost_does_not_grow_with_rows(cast, signed_in, queries):
    worked(cast, 24)
    small, large = drawn(cast, size=3), drawn(cast, size=24)
    verifying.verify(row_id=large.drawn.first().pk, result="true", how="seen", note="", by=cast.manager, at=NOW)
    signed_in(cast.manager)
    pages = [reverse("reports:spot_check", args=[one.pk]) for one in (small, large)]
    counts = [queries(url) for url in pages]
    assert counts[0] >= counts[1] - 1 and counts[1] <= 24
    assert queries(reverse("reports:spot_checks")) <= 14


def test_what_a_row_was_stands_in_the_language_of_the_reader(cast, signed_in):
    worked(cast)
    check = drawn(cast, size=12)
    client = signed_in(cast.manager)
    for language, word in (("en", "Outgoing call"), ("zh-hans", "去电")):
        client.cookies["django_language"] = language
        rows = client.get(f"/spot-checks/{check.pk}/").context["rows"]
        assert {row["what"] for row in rows} == {word}
