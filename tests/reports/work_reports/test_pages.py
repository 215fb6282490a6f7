"""The pages of work reports: written in one form that saves itself, read in a row, never more than the reader may see."""

from datetime import date

import pytest

from activities.domain import followup_corrections as corrections
from activities.models import FollowUp
from reports.domain.work_reports import reading
from reports.models import ReportTemplate, WorkReport
from tests.cast import as_admin, customer, followup, moment
from tests.forms_of import form_of
from tests.reports.work_reports.writers import MONDAY, WEEK, begun, demand, handed_in

pytestmark = [pytest.mark.django_db, pytest.mark.req("Ni1")]
MINE, TEAM = "/work-reports/", "/work-reports/team/"


@pytest.fixture(autouse=True)
def monday(clock, cast):
    clock.move_to(MONDAY)


@pytest.fixture
def spoken(cast):
    """A visit of the week."""
    row = customer(cast.rep, since=moment("2026-02-20 09:00"), name="杭州友好科技有限公司")
    followup(row, cast.rep, moment("2026-03-03 10:00"), kind="visit_out")
    return row


def typed(plan=(), **changes):
    """A report as its form posts it."""
    lines = {"plan-TOTAL_FORMS": len(plan), "plan-INITIAL_FORMS": 0}
    for n, (text, due_on) in enumerate(plan):
        lines |= {f"plan-{n}-text": text, f"plan-{n}-due_on": due_on, f"plan-{n}-task": ""}
    return {"assessment": "two visits went well", **lines, **changes}


def test_from_the_list_of_what_is_due_to_the_report_handed_in(cast, spoken, signed_in):
    demand(cast, holds_from=WEEK)
    client = signed_in(cast.rep)
    page = client.get(MINE)
    assert "Weekly report · 2026 week 10" in page.text and "due 2026-03-09 10:00" in page.text
    answer = client.post("/work-reports/start/", {"kind": "weekly", "day": "2026-03-02"})
    report = WorkReport.objects.get()
    assert answer.url == f"/work-reports/{report.pk}/edit/"
    page = client.get(answer.url)
    assert "杭州友好科技有限公司" in page.text and "Hand in" in page.text
    answer = client.post(page.request["PATH_INFO"], typed([("Call them", "2026-03-12")], submit="1"))
    assert answer.url == f"/work-reports/{report.pk}/"
    page = client.get(answer.url)
    assert "two visits went well" in page.text and "Call them" in page.text
    assert "Nothing to hand in." in client.get(MINE).text
    # Most of it was not typed: figures, lists, and what was planned.
    report.refresh_from_db()
    assert report.figures["visits"] == "1" and report.rows["visits"]


def test_it_saves_itself_and_says_so_or_why_not(cast, signed_in):
    demand(cast)
    report = begun(cast.rep, at=MONDAY)
    client, url = signed_in(cast.rep), f"/work-reports/{report.pk}/save/"
    assert client.post(url, typed(assessment="half a thought")).text.startswith("Saved at 08:30")
    report.refresh_from_db()
    assert (report.texts, report.state) == ({"assessment": "half a thought"}, "draft")
    for _n in range(2):  # what was saved a moment ago is kept again
        client.post(url, typed([("Call them", "2026-03-12")]))
        assert [item.text for item in report.plan.all()] == ["Call them"]
    assert client.post(url, typed([("no day", "")])).text.startswith("Not saved:")
    assert client.post(url, typed(assessment="x" * 9000)).text.startswith("Not saved:")
    handed_in(cast.rep)
    assert "handed in" in client.post(url, typed()).text
    assert signed_in(cast.mate).post(url, typed()).status_code == 404


def test_on_two_devices_what_one_leaves_alone_stays_as_the_other_wrote_it(cast, signed_in):
    demand(cast)
    report = begun(cast.rep, at=MONDAY)
    client, url = signed_in(cast.rep), f"/work-reports/{report.pk}/"
    phone, desk = (form_of(client.get(f"{url}edit/"), "assessment") for _device in range(2))
    client.post(
        f"{url}save/", desk.typed(assessment="three visits", **{"plan-0-text": "Call", "plan-0-due_on": "2026-03-12"})
    )
    client.post(f"{url}save/", phone.typed(problems="no samples"))
    report.refresh_from_db()
    assert report.texts == {"assessment": "three visits"}, "the template asks for nothing else"
    assert [item.text for item in report.plan.all()] == ["Call"]
    answer = client.post(f"{url}save/", phone.typed(assessment="two visits"))
    assert answer.text.startswith("Not saved: Changed in the meantime to “three visits”")
    page = client.post(f"{url}edit/", phone.typed(assessment="two visits"))
    assert page.status_code == 422 and "three visits" in page.text and "two visits" in page.text
    assert client.post(f"{url}edit/", form_of(page, "assessment").typed()).status_code == 302
    report.refresh_from_db()
    assert report.texts == {"assessment": "two visits"}


def test_a_refused_report_keeps_what_was_typed(cast, signed_in):
    demand(cast)
    report = begun(cast.rep, at=MONDAY)
    page = signed_in(cast.rep).post(
        f"/work-reports/{report.pk}/edit/", typed([("Call them", "2026-03-12")], assessment="", submit="1")
    )
    assert page.status_code == 422 and "This must be written before you hand it in." in page.text
    assert "Call them" in page.text
    report.refresh_from_db()
    assert report.state == "draft"


def test_what_changed_since_stands_beside_what_was_handed_in(cast, spoken, signed_in):
    demand(cast)
    report = handed_in(cast.rep)
    url = f"/work-reports/{report.pk}/"
    assert "changed since" not in signed_in(cast.manager).get(url).text
    corrections.void_followup(followup_id=FollowUp.objects.get().pk, by=cast.rep, at=MONDAY, reason="wrong")
    assert "changed since: now 0" in signed_in(cast.manager).get(url).text


def test_a_reader_sees_no_customer_whose_file_is_closed_to_them(cast, spoken, signed_in):
    demand(cast, readers=[cast.hr])
    report = handed_in(cast.rep)
    url = f"/work-reports/{report.pk}/"
    assert spoken.name in signed_in(cast.manager).get(url).text
    assert spoken.name not in signed_in(cast.hr).get(url).text
    assert spoken.name.encode() not in signed_in(cast.hr).get(f"{url}pdf/").content


def test_a_team_is_read_in_a_row(cast, signed_in):
    demand(cast)
    first, second = handed_in(cast.rep), handed_in(cast.mate)
    client = signed_in(cast.manager)
    page = client.get(TEAM)
    assert page.context["handed_in"] == 2 and page.context["first_unread"]
    answer = client.post(f"/work-reports/{first.pk}/read/")
    assert answer.url == f"/work-reports/{second.pk}/"
    assert client.post(answer.url + "read/").url == MINE
    assert client.get(TEAM).context["first_unread"] == ""


def test_the_team_shows_who_is_late_and_the_sums(cast, spoken, signed_in, clock):
    demand(cast, holds_from=WEEK)
    handed_in(cast.rep)
    clock.move_to(moment("2026-03-09 11:00"))
    page = signed_in(cast.manager).get(TEAM, {"kind": "weekly", "day": "2026-03-05"})
    names = {row["name"]: row["text"] for row in page.context["rows"]}
    assert names["Rep"].startswith("handed in 2026-03-09") and names["Mate"] == "late: due 2026-03-09 10:00"
    assert "Stranger" not in names
    assert [str(figure.label) for figure in page.context["columns"]] == ["Valid follow-ups", "Visits"]
    assert page.context["total"] == ["1", "1"]


def test_sending_back_and_commenting_on_the_page(cast, signed_in):
    demand(cast)
    report = handed_in(cast.rep)
    client = signed_in(cast.manager)
    page = client.post(f"/work-reports/{report.pk}/return/", {"reason": ""})
    assert page.status_code == 422
    client.post(f"/work-reports/{report.pk}/comment/", {"text": "which two?"})
    client.post(f"/work-reports/{report.pk}/return/", {"reason": "name the visits"})
    page = signed_in(cast.rep).get(f"/work-reports/{report.pk}/edit/")
    assert "name the visits" in page.text
    assert "which two?" in signed_in(cast.rep).get(f"/work-reports/{report.pk}/").text
    with pytest.raises(Exception, match="not handed in"):
        reading.mark_read(report_id=report.pk, by=cast.manager, at=MONDAY)


def test_a_template_is_set_in_the_browser_and_keeps_its_standard_texts_in_both_languages(cast, signed_in):
    client = signed_in(as_admin(cast.hr))
    page = client.get("/work-reports/templates/new/")
    lines = {"texts-TOTAL_FORMS": 2, "texts-INITIAL_FORMS": 0}
    lines |= {"texts-0-label": page.context["lines"].initial[0]["label"], "texts-0-required": "on"}
    data = {
        "kind": "monthly",
        "holds_from": "2026-03-01",
        "demanded": "on",
        "days": 3,
        "hour": 18,
        "figures": ["calls"],
    }
    answer = client.post("/work-reports/templates/new/", {**data, **lines, "texts-1-label": "Competitors"})
    assert answer.url == "/work-reports/templates/"
    row = ReportTemplate.objects.get()
    assert row.sections == [
        {"key": "assessment", "label": "", "required": True},
        {"key": "text_2", "label": "Competitors", "required": False},
    ]
    assert "Competitors" in client.get(answer.url).text
    wrong = client.post("/work-reports/templates/new/", {**data, **lines, "texts-0-label": "", "hour": 30})
    assert wrong.status_code == 422 and not ReportTemplate.objects.exclude(pk=row.pk).exists()


@pytest.mark.parametrize("number", [1, 8])
def test_pages_cost_the_same_for_one_report_and_for_many(cast, signed_in, queries, number):
    demand(cast)
    for n in range(number):
        handed_in(cast.rep, day=date(2026, 3, 2 - n) if n < 2 else date(2026, 2, 27 - n), kind="daily")
    signed_in(cast.rep)
    assert queries(MINE) <= 24
    signed_in(cast.manager)
    assert queries(MINE) <= 26


def test_the_print_has_the_fixed_title(cast, signed_in):
    report = handed_in(cast.rep)
    answer = signed_in(cast.rep).get(f"/work-reports/{report.pk}/pdf/")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    assert 'filename="weekly-20260302-rep.pdf"' in answer["Content-Disposition"]
