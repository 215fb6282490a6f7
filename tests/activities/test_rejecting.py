"""The manager rejects any follow-up with a reason; its author is told and appeals; a hint tells what names nothing."""

import pytest
from django.urls import reverse

from activities.domain import appeals
from activities.domain.followup_corrections import check_followup, correct_followup, void_followup
from activities.rules.relevance import names_something
from crm_project.approvals.domain.requests import decide
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from deals.models import Product
from tests.activities.entries import deadline, judge_url, record, said, typed
from tests.cast import NOW, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

HIKING = "今天我们部门大家一起去爬山了"
BEFORE, AFTER = moment("2026-03-07 10:00"), moment("2026-03-17 10:00")
HINT = "The text does not mention %s, a contact person, a product or a next step"


def check_url(row):
    return reverse("activities:followup_check", args=[row.pk])


def reject(row, by, reason="not about the customer"):
    return check_followup(followup_id=row.pk, by=by, at=NOW, confirm=False, reason=reason)


# --- rejecting -------------------------------------------------------------------------------------------------------------


@pytest.mark.req("Nd7")
def test_the_manager_rejects_an_ordinary_entry_from_the_customers_page(cast, file, signed_in):
    row = record(file, cast.rep, content=HIKING)
    assert deadline(file) == AFTER
    client = signed_in(cast.manager)
    page = client.get(reverse("activities:timeline", args=[file.pk])).content.decode()
    assert check_url(row) in page
    page = client.get(check_url(row)).content.decode()
    assert HIKING in page and "Why it is invalid" in page
    client.post(check_url(row), {"decision": "reject", "reason": "a trip, not a contact"})
    assert deadline(file) == BEFORE, "the clock moves back"
    notice = Notice.objects.get(user=cast.rep, kind="followup_rejected")
    assert notice.params["reason"] == "a trip, not a contact"
    assert notice.url == reverse("activities:followup_edit", args=[row.pk])
    page = signed_in(cast.rep).get(notice.url).content.decode()
    assert "Manager rejected it on 2026-03-02 09:00: a trip, not a contact" in page


@pytest.mark.req("Nd7")
def test_only_whoever_checks_there_finds_the_link_and_the_page(cast, file, signed_in):
    row = record(file, cast.rep)
    for person in (cast.rep, cast.auditor, cast.service):
        page = signed_in(person).get(reverse("activities:timeline", args=[file.pk])).content.decode()
        assert check_url(row) not in page
    assert signed_in(cast.direct_manager).get(check_url(row)).status_code == 404
    assert signed_in(cast.rep).get(check_url(row)).status_code == 403


# --- appealing -------------------------------------------------------------------------------------------------------------


@pytest.mark.req("Nd7")
def test_the_author_appeals_and_somebody_else_lets_it_count(cast, file, signed_in):
    row = record(file, cast.rep)
    reject(row, cast.manager)
    client = signed_in(cast.rep)
    edit = reverse("activities:followup_edit", args=[row.pk])
    response = client.post(reverse("activities:followup_appeal", args=[row.pk]), {"appeal": "we did agree prices"})
    request = Request.objects.get(kind="appeal")
    assert request.decider not in (cast.manager, cast.rep) and request.reason == "we did agree prices"
    assert response.url == edit and said(response) == [f"Your appeal was sent to {request.decider}."]
    assert f"Your appeal is waiting for {request.decider}." in client.get(edit).content.decode()
    page = signed_in(request.decider).get(reverse("approvals:request", args=[request.pk])).content.decode()
    assert row.content in page and "not about the customer" in page
    assert deadline(file) == BEFORE
    decide(request_id=request.pk, by=request.decider, approve=True, decision="", at=NOW)
    assert deadline(file) == AFTER
    row.refresh_from_db()
    assert (row.check_state, row.checked_by) == ("confirmed", request.decider)


@pytest.mark.req("Nd7")
def test_a_refused_appeal_leaves_the_entry_and_says_why(cast, file, signed_in):
    row = record(file, cast.rep)
    reject(row, cast.manager)
    request = appeals.ask_review(followup_id=row.pk, reason="it was real", by=cast.rep, at=NOW)
    decide(request_id=request.pk, by=request.decider, approve=False, decision="nobody confirms it", at=NOW)
    assert deadline(file) == BEFORE
    page = signed_in(cast.rep).get(reverse("activities:followup_edit", args=[row.pk])).content.decode()
    assert "Your appeal was refused" in page and "nobody confirms it" in page


@pytest.mark.req("Nd7")
def test_an_appeal_needs_a_rejected_entry_of_ones_own_and_a_reason(cast, file):
    row = record(file, cast.rep)
    with pytest.raises(Refused, match="was not rejected"):
        appeals.ask_review(followup_id=row.pk, reason="x", by=cast.rep, at=NOW)
    reject(row, cast.manager)
    with pytest.raises(Refused, match="change what others entered."):
        appeals.ask_review(followup_id=row.pk, reason="x", by=cast.mate, at=NOW)
    with pytest.raises(Refused, match="Give the reason"):
        appeals.ask_review(followup_id=row.pk, reason=" ", by=cast.rep, at=NOW)
    assert not Request.objects.exists()


@pytest.mark.req("Nd7")
@pytest.mark.parametrize("how", ["confirm", "correct", "void"])
def test_an_appeal_ends_when_the_entry_is_judged_anew(cast, file, how):
    row = record(file, cast.rep)
    reject(row, cast.manager)
    request = appeals.ask_review(followup_id=row.pk, reason="it was real", by=cast.rep, at=NOW)
    if how == "confirm":
        check_followup(followup_id=row.pk, by=cast.manager, at=NOW, confirm=True)
    elif how == "correct":
        correct_followup(followup_id=row.pk, by=cast.rep, at=NOW, fields={"content": "已与李总确认了样品的规格"})
    else:
        void_followup(followup_id=row.pk, by=cast.rep, at=NOW, reason="wrong")
    request.refresh_from_db()
    assert request.status == Request.Status.OBSOLETE


# --- the hint --------------------------------------------------------------------------------------------------------------


@pytest.mark.req("Nd7")
def test_a_text_that_names_nothing_gets_a_hint_and_still_counts(cast, file, signed_in):
    page = signed_in(cast.rep).post(judge_url(file), typed(content=HIKING)).content.decode()
    assert HINT % file.name in page and "<strong>Valid</strong>" in page
    signed_in(cast.rep).post(reverse("activities:followup_new", args=[file.pk]), typed(content=HIKING))
    assert deadline(file) == AFTER, "never refused by machine alone"


@pytest.mark.req("Nd7")
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"content": "与王经理在办公室里聊了很长时间"},
        {"next_step": "Send him the drawings"},
        {"content": "他们想要锦绣九号三十台马上"},
    ],
)
def test_a_text_that_names_somebody_a_product_or_a_next_step_gets_none(cast, file, signed_in, changes):
    Product.objects.create(code="P-9", name="Nine", name_zh="锦绣九号", unit="台")
    page = signed_in(cast.rep).post(judge_url(file), typed(**changes)).content.decode()
    assert HINT % file.name not in page and "Valid" in page


@pytest.mark.req("Nd7")
@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("today our department went hiking", False),
        (HIKING, False),
        ("", True),
        ("met the people of Acme in the lobby", True),
        ("talked with Smith about his family", True),
        ("李总说他们最近比较忙", True),
        ("went hiking, they want a quotation", True),
    ],
)
def test_what_names_something(text, named):
    assert names_something(text, customer="Acme Machines Ltd", people=["John Smith", "李建国"]) is named


@pytest.mark.req("Nd7")
def test_the_short_form_of_a_chinese_name_names_it():
    assert names_something("今天去锦绣那边坐了坐", customer="杭州锦绣科技有限公司")
    assert not names_something("科技公司今天真的很有趣", customer="杭州锦绣科技有限公司")
