"""One stream of everything that happened with a customer."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.domain import attachments, follow_ups
from activities.domain.followup_corrections import correct_followup, void_followup
from activities.models import FollowUp
from activities.presenters import timeline
from activities.presenters.timeline_entries import Spot
from activities.templatetags.activities import followup_box
from assignment.domain import ownership
from assignment.domain.facts import gather, judgements
from contracts.domain import lifecycle
from crm_project.audit.domain import log
from crm_project.audit.domain.looks import record_look
from crm_project.notices.models import Comment
from customers.domain import records
from tests.activities.entries import logs_on_others
from tests.activities.test_attachments import PDF, upload
from tests.cast import NOW, VALID, customer, followup, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

SINCE = moment("2026-02-20 09:00")


@pytest.fixture
def file(cast):
    return customer(cast.rep, since=SINCE, phone="13800138000")


def record(file, by, at=NOW, **fields):
    return follow_ups.record_followup(
        customer_id=file.pk,
        by=by,
        at=at,
        fields={"late_reason": "on the road", "kind": "call_out", "counterpart": "王经理", "content": VALID, **fields},
    )


def entries(file, person, **options):
    return [e for day in timeline.page(file, person, NOW, **options)["days"] for e in day["entries"]]


def url(file):
    return reverse("activities:timeline", args=[file.pk])


def everything(cast, file):
    """One of each kind."""
    row = record(file, cast.rep, at=moment("2026-02-21 10:00"), result="同意", next_step="寄样品")
    attachments.attach_file(
        customer_id=file.pk,
        by=cast.rep,
        at=moment("2026-02-21 10:00"),
        uploads=[upload("offer.pdf", PDF)],
        followup_id=row.pk,
    )
    attachments.attach_file(
        customer_id=file.pk, by=cast.rep, at=moment("2026-02-22 10:00"), uploads=[upload("plan.pdf", PDF)]
    )
    records.save_contact(
        customer_id=file.pk,
        by=cast.rep,
        at=moment("2026-02-23 10:00"),
        fields={"name": "李总", "mobile": "13900139000"},
    )
    lifecycle.record_contract(
        customer_id=file.pk,
        by=cast.rep,
        at=moment("2026-02-24 10:00"),
        fields={"number": "HT-1", "signed_at": SINCE, "amount": 1200},
    )
    Comment.objects.create(
        subject_type="customer",
        subject_id=file.pk,
        author=cast.manager,
        at=moment("2026-02-25 10:00"),
        text="请尽快上门",
    )
    ownership.transfer(
        customer_id=file.pk, to=cast.mate, by=cast.manager, reason="moved house", at=moment("2026-02-26 10:00")
    )
    return row


@pytest.mark.req("Na8", "Z4", "M12")
def test_all_kinds_stand_in_one_stream_the_newest_first(cast, file):
    everything(cast, file)
    file.refresh_from_db()
    shown = entries(file, cast.manager)
    assert [(e["who"], e["what"]) for e in shown] == [
        ("Manager", "transferred it: Rep → Mate"),
        ("Manager", "commented"),
        ("Rep", "recorded the contract HT-1"),
        ("Rep", "saved a contact"),
        ("Rep", "added a file"),
        ("Rep", "Outgoing call with 王经理"),
        ("Rep", "entered the customer"),
    ]
    assert shown[0]["body"] == "moved house" and shown[1]["body"] == "请尽快上门"
    assert shown[2]["foot"] == "¥1,200.00" and shown[2]["tags"] == [("Draft", "")]
    assert shown[4]["links"][0][0] == "plan.pdf (1 kB)"
    assert shown[5]["body"] == f"{VALID}\nResult: 同意\nNext: 寄样品" and shown[5]["links"][0][0] == "offer.pdf (1 kB)"


@pytest.mark.req("Na8")
def test_each_kind_can_be_picked(cast, file, signed_in):
    everything(cast, file)
    for kind, n in [
        ("followups", 1),
        ("ownership", 2),
        ("changes", 1),
        ("files", 1),
        ("contracts", 1),
        ("comments", 1),
    ]:
        file.refresh_from_db()
        assert len(entries(file, cast.manager, kind=kind)) == n, kind
    page = signed_in(cast.manager).get(url(file), {"kind": "comments"}, headers={"HX-Request": "true"}).content.decode()
    assert (
        "请尽快上门" in page and "HT-1" not in page and "<html" not in page and 'aria-current="true">Comments' in page
    )
    assert "<html" in signed_in(cast.manager).get(url(file)).content.decode()


@pytest.mark.req("Nd7", "Na8")
def test_what_does_not_count_says_why(cast, file):
    record(file, cast.rep, content="外出", counterpart="")
    record(file, cast.rep, at=NOW, occurred_at=moment("2026-02-25 10:00"))
    logs_on_others(cast.manager)
    record(file, cast.manager, content="陪同拜访并谈了价格")
    good = record(file, cast.rep, content="已与李总确认了样品的规格和数量")
    by_text = {e["body"]: e for e in entries(file, cast.rep, kind="followups")}
    assert by_text[good.content]["tags"] == [("Valid", "ok")]
    assert by_text["外出"]["tags"] == [("Invalid", "bad")]
    assert by_text["外出"]["foot"].startswith("Invalid: too short, contact person missing, filler only.")
    assert (
        by_text[VALID]["tags"] == [("Waiting for the manager", "warn")]
        and "Entered 2026-03-02 09:00." in by_text[VALID]["foot"]
    )
    assert by_text["陪同拜访并谈了价格"]["foot"].startswith("Invalid now: not by the owner or a collaborator.")


@pytest.mark.req("Na6")
def test_corrected_and_void_ones_stay_struck_through(cast, file):
    first = record(file, cast.rep, at=NOW - timedelta(hours=30))
    kept = correct_followup(
        followup_id=first.pk, by=cast.rep, at=NOW, fields={"content": "与王经理谈好了三月份的供货数量"}
    )
    void = record(file, cast.rep, content="这一条写错了客户需要作废")
    void_followup(followup_id=void.pk, by=cast.rep, at=NOW, reason="wrong customer")
    by_text = {e["body"]: e for e in entries(file, cast.rep, kind="followups")}
    assert by_text[VALID]["void"] and by_text[VALID]["tags"] == [("Corrected", "")] and not by_text[VALID]["url"]
    assert not by_text[kept.content]["void"] and ("Correction", "info") in by_text[kept.content]["tags"]
    assert by_text[void.content]["void"] and by_text[void.content]["foot"] == "Void: wrong customer"


@pytest.mark.req("Na6")
def test_only_ones_own_entries_can_be_changed_from_here(cast, file):
    row = record(file, cast.rep)
    assert entries(file, cast.rep, kind="followups")[0]["url"] == reverse("activities:followup_edit", args=[row.pk])
    assert entries(file, cast.auditor, kind="followups")[0]["url"] == ""
    assert entries(file, cast.manager, kind="followups")[0]["url_label"] == "Check"


@pytest.mark.req("Na8")
def test_older_entries_come_page_by_page_none_twice_none_lost(cast, file):
    for n in range(30):
        followup(file, cast.rep, SINCE + timedelta(minutes=n // 3), content=f"记录{n:02d}")
        log.record(
            by=cast.rep,
            action="customer.changed",
            at=SINCE + timedelta(minutes=n // 3),
            subject=file,
            changes={"profile": [None, f"Änderung {n:02d}"]},
        )
    seen, after = [], ""
    for _page in range(10):
        page = timeline.page(file, cast.rep, NOW, after=after)
        shown = [e for day in page["days"] for e in day["entries"]]
        assert len(shown) <= timeline.SIZE
        seen += shown
        after = page["next"]
        if not after:
            break
    texts = [e["body"] for e in seen if e["body"]]
    assert len(texts) == len(set(texts)) == 60
    assert [e["at"] for e in seen] == sorted((e["at"] for e in seen), reverse=True)


@pytest.mark.req("Na8")
def test_the_older_button_answers_with_the_next_entries_only(cast, file, signed_in):
    for n in range(25):
        followup(file, cast.rep, SINCE + timedelta(minutes=n), content=f"记录{n:02d}")
    client = signed_in(cast.rep)
    page = client.get(url(file)).content.decode()
    older = re.search(r'hx-get="([^"]+after=[^"]+)"', page)[1].replace("&amp;", "&")
    part = client.get(older, headers={"HX-Request": "true"}).content.decode()
    assert "记录24" in page and "记录00" not in page
    assert "记录00" in part and "记录24" not in part and "(continued)" in part and "<h2>" not in part


@pytest.mark.req("Na8")
@pytest.mark.parametrize(
    "text", ["", "x", "a~b~c", "2026-03-02T10:00:00~0~1", "2026-03-02~0~1", "2026-03-02T10:00:00+08:00~x~1"]
)
def test_an_altered_place_is_the_beginning(cast, file, text):
    assert Spot.read(text) is None
    assert timeline.page(file, cast.rep, NOW, after=text)["days"]


@pytest.mark.req("Nf15")
def test_hidden_numbers_stay_hidden_in_the_changes(cast, file):
    records.update_customer(customer_id=file.pk, by=cast.rep, at=NOW, fields={"vip": True, "phone": "13912345678"})
    file.refresh_from_db()
    assert "phone: 13800138000 → 13912345678" in entries(file, cast.rep, kind="changes")[0]["body"]
    body = entries(file, cast.auditor, kind="changes")[0]["body"]
    assert "phone: 138****8000 → 139****5678" in body and "13912345678" not in body


@pytest.mark.req("Nb3")
def test_only_those_who_may_see_the_customer_see_its_stream(cast, file, signed_in):
    for person in (cast.rep, cast.manager, cast.auditor):
        assert signed_in(person).get(url(file)).status_code == 200
    for person in (cast.mate, cast.stranger, cast.hr):
        assert signed_in(person).get(url(file)).status_code == 404
    assert "contracts" not in timeline.kinds_for(cast.clerk, file)


@pytest.mark.req("Na8")
def test_an_empty_stream_of_a_kind_says_what_will_come(cast, file, signed_in):
    assert "Nothing here yet" in signed_in(cast.rep).get(url(file), {"kind": "comments"}).content.decode()


@pytest.mark.embedded
@pytest.mark.req("Na8")
def test_the_stream_costs_the_same_for_one_and_for_thirty(cast, file, signed_in):
    counts = []
    for n in (1, 30):
        while FollowUp.objects.count() < n:
            row = record(file, cast.rep, at=SINCE + timedelta(hours=FollowUp.objects.count() + 1))
            attachments.attach_file(
                customer_id=file.pk, by=cast.rep, at=NOW, uploads=[upload("a.pdf", PDF)], followup_id=row.pk
            )
            Comment.objects.create(
                subject_type="customer", subject_id=file.pk, author=cast.rep, at=row.occurred_at, text="x"
            )
        with CaptureQueriesContext(connection) as alone:
            timeline.page(file, cast.rep, NOW)
        judged = judgements(file.pk, NOW)
        with CaptureQueriesContext(connection) as judged_before:
            timeline.page(file, cast.rep, NOW, judged=judged)
        counts.append((len(alone), len(judged_before)))
    assert counts[0] == counts[1] and counts[0][0] <= 13 and counts[0][1] <= 8


@pytest.mark.req("Na8")
def test_the_judgement_is_that_of_the_engine(cast, file):
    rows = [
        followup(file, cast.rep, SINCE + timedelta(days=n), content=text)
        for n, text in enumerate(["外出", VALID, "没找到人", VALID, "谈"])
    ]
    _policy, facts = gather([file.pk], NOW, evidence=True)[file.pk]
    judged = judgements(file.pk, NOW)
    assert {pk for pk, why in judged.items() if not why} == {pk for pk, _when, _who in facts.counted}
    assert {pk: why for pk, why in judged.items() if why} == {pk: why for pk, _when, _who, why in facts.not_counted}
    assert set(judged) == {row.pk for row in rows}


@pytest.mark.req("Z11")
def test_the_box_stands_only_where_one_may_record(cast, file):
    def box(person, customer):
        request = RequestFactory().get("/")
        request.user = person
        return followup_box({"request": request}, customer)["kinds"]

    assert box(cast.rep, file) and not box(cast.manager, file) and not box(cast.service, file)
    assert not box(cast.mate, file) and not box(cast.auditor, file)
    logs_on_others(cast.manager)
    assert box(cast.manager, file)
    assert not box(cast.rep, customer(None, department=cast.departments["sales"]))


@pytest.mark.req("M10")
def test_a_restricted_file_opens_only_after_the_reason_was_given(cast, file, signed_in):
    type(file).objects.filter(pk=file.pk).update(restricted=True)
    assert signed_in(cast.rep).get(url(file)).status_code == 200
    asked = signed_in(cast.auditor).get(url(file))
    assert asked.status_code == 302 and f"/customers/{file.pk}/look/" in asked.headers["Location"]
    record_look(by=cast.auditor, customer=file, reason="yearly audit", at=NOW)
    assert signed_in(cast.auditor).get(url(file)).status_code == 200
    assert signed_in(cast.service).get(url(file)).status_code == 403
