"""Reporting from any page: who is told, who answers, what the reporter sees of it."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import translation

from crm_project.audit.models import Entry
from crm_project.feedback.domain.reports import MOST_A_DAY, submit_report
from crm_project.feedback.models import Report
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from tests.cast import NOW, customer

OFFER = re.compile(reverse("feedback:new") + r"\?page=(?P<page>[^&]*)&amp;request_id=(?P<request>[\w-]*)\"")
NEW, MINE, LIST = reverse("feedback:new"), reverse("feedback:mine"), reverse("feedback:list")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def reported(by, kind="problem", text="The list stays empty", at=NOW):
    return submit_report(kind=kind, text=text, page="/customers/", request_id="r1", by=by, at=at)


def listed(client, url):
    """The texts of the reports on a list page."""
    return [row["text"] for row in client.get(url).context["rows"]]


def address(row):
    return reverse("feedback:report", args=[row.pk])


def told(person, kind):
    return Notice.objects.filter(user=person, kind=kind).count()


@pytest.mark.req("Ng6", "Nb5")
def test_every_page_offers_a_report_that_knows_the_page_and_its_request(cast, signed_in):
    shown = reverse("customers:detail", args=[customer(cast.rep).pk])
    client = signed_in(cast.rep)
    for page in (shown, MINE, "/customers/0/"):
        offered = OFFER.search(client.get(page).content.decode())
        assert unquote(offered["page"]) == page and offered["request"], page
    client.post(NEW, {"kind": "problem", "text": "Two rows too many", "page": shown, "request_id": "abc-1"})
    row = Report.objects.get()
    assert (row.page, row.request_id, row.by, row.state) == (shown, "abc-1", cast.rep, "new")


@pytest.mark.req("Ng6")
def test_a_page_that_broke_names_its_request_and_leads_to_the_report(cast, signed_in, monkeypatch, caplog):
    client = signed_in(cast.rep)
    client.raise_request_exception = False
    monkeypatch.setattr("crm_project.feedback.views.reports.paged", None)
    answer = client.get(MINE)
    offered = OFFER.search(answer.content.decode())
    assert answer.status_code == 500 and unquote(offered["page"]) == MINE
    assert offered["request"] == caplog.records[-1].msg["request_id"]


@pytest.mark.req("Nb5", "Ng6")
def test_the_admin_is_told_answers_and_the_reporter_sees_what_became_of_it(cast, signed_in):
    row = reported(cast.rep)
    assert told(cast.admin, "feedback_received") == 1 and told(cast.mate, "feedback_received") == 0
    admin = signed_in(cast.admin)
    assert listed(admin, LIST) == [row.text]
    assert admin.post(address(row), {"state": "done", "answer": "Mended this morning."}).status_code == 302
    assert told(cast.rep, "feedback_answered") == 1
    assert listed(admin, LIST) == [] and listed(admin, f"{LIST}?show=all") == [row.text]
    client = signed_in(cast.rep)
    for page in (MINE, address(row), reverse("notices:list")):
        text = client.get(page).content.decode()
        assert "Mended this morning." in text and "Done" in text
    assert Entry.objects.filter(action="feedback.answered", actor=cast.admin).count() == 1


@pytest.mark.req("Nb8")
def test_anyone_suggests_an_improvement(cast, signed_in):
    for person in (cast.rep, cast.hr, cast.service):
        signed_in(person).post(NEW, {"kind": "suggestion", "text": f"A shortcut, says {person}"})
    admin = signed_in(cast.admin)
    assert len(listed(admin, f"{LIST}?show=suggestion")) == 3 == told(cast.admin, "feedback_received")
    assert told(cast.manager, "feedback_received") == 0
    row = Report.objects.get(by=cast.hr)
    admin.post(address(row), {"state": "accepted", "answer": "Comes in spring."})
    assert told(cast.hr, "feedback_answered") == 1 and told(cast.rep, "feedback_answered") == 0
    text = signed_in(cast.hr).get(MINE).content.decode()
    assert "Comes in spring." in text and "A shortcut, says" in text
    assert signed_in(cast.rep).get(address(row)).status_code == 404


@pytest.mark.req("Ne11")
def test_a_correction_reaches_those_who_keep_the_files_and_nobody_else(cast, signed_in):
    row, problem = reported(cast.rep, "correction", "The capital is wrong"), reported(cast.rep)
    keeper = signed_in(cast.file_keeper)
    assert told(cast.file_keeper, "feedback_received") == 1
    assert listed(keeper, LIST) == [row.text]
    assert keeper.get(address(problem)).status_code == 404
    assert keeper.post(address(row), {"state": "accepted", "answer": ""}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.answered_by) == ("accepted", cast.file_keeper)


@pytest.mark.req("Nb5")
def test_others_neither_read_nor_answer_it(cast, signed_in):
    row = reported(cast.rep)
    assert signed_in(cast.mate).get(address(row)).status_code == 404
    assert listed(signed_in(cast.mate), MINE) == [] and listed(signed_in(cast.rep), MINE) == [row.text]
    assert signed_in(cast.manager).get(LIST).status_code == 403
    assert signed_in(cast.rep).post(address(row), {"state": "done", "answer": "x"}).status_code == 403
    row.refresh_from_db()
    assert row.state == "new"


@pytest.mark.req("Nb5")
def test_a_report_that_says_nothing_is_refused_and_what_was_chosen_stays(cast, signed_in):
    answer = signed_in(cast.rep).post(NEW, {"kind": "suggestion", "text": " ?", "page": "/customers/"})
    assert (
        answer.status_code == 422 and "Briefly describe what happened and what you expected." in answer.content.decode()
    )
    assert answer.context["form"]["kind"].value() == "suggestion" and not Report.objects.exists()


def test_deciding_needs_words(cast, signed_in):
    row = reported(cast.rep)
    answer = signed_in(cast.admin).post(address(row), {"state": "declined", "answer": " "})
    assert (
        answer.status_code == 422
        and "Enter an answer: the person who reported it wants to know the result." in answer.content.decode()
    )


def test_the_form_speaks_of_the_report_in_chinese_too(cast, signed_in):
    client = signed_in(cast.rep)
    client.cookies["django_language"] = "zh-hans"
    with translation.override("en"):
        page = client.get(NEW).content.decode()
    assert "反馈类型" in page and "商机" not in page.partition("<main")[2]


def test_a_double_click_reports_once(cast):
    assert reported(cast.rep).pk == reported(cast.rep, at=NOW + timedelta(seconds=2)).pk
    assert reported(cast.rep, at=NOW + timedelta(hours=1)).pk != Report.objects.earliest("pk").pk


def test_nobody_floods_the_admin(cast):
    for n in range(MOST_A_DAY):
        reported(cast.rep, text=f"Report number {n}")
    with pytest.raises(Refused, match="call the administrator"):
        reported(cast.rep, text="One more of them")


@pytest.mark.parametrize(
    "page", ["https://evil.example/x", "//evil.example/x", "javascript:alert(1)", "/\\evil.example"]
)
def test_a_report_never_leads_elsewhere(cast, signed_in, page):
    signed_in(cast.rep).post(NEW, {"kind": "problem", "text": "Look at this page", "page": page})
    assert Report.objects.get().page in ("", "/x")
