"""One past ownership explained to whoever had it, whoever has the customer now; and asking to have it put back."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from activities.models import FollowUp
from assignment.domain import ownership
from assignment.domain.disputes import conflict
from assignment.domain.handover import run as handover
from assignment.domain.sweep import run as sweep
from assignment.domain.sweep.undo import undo_event
from assignment.models import OwnershipEvent
from crm_project.approvals.domain.requests import decide
from crm_project.approvals.models import Request
from crm_project.notices.models import Notice
from crm_project.notices.presenters.letter import letter
from customers.domain import put_back
from customers.domain.duplicates import matching, merge
from customers.models import Customer
from tests.cast import NOW, VALID, customer, followup, moment, owner_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
START, WARNED, DUE = moment("2026-02-01 09:00"), moment("2026-02-24 10:00"), moment("2026-02-25 10:00")
HOME, LOSSES = reverse("home"), f"{reverse('assignment:losses')}?show=mine"


def url(event, name="loss"):
    return reverse(f"assignment:{name}", args=[event.pk])


def end_of(row, owner=None):
    """The last entry of the ledger that ended an ownership of this customer."""
    rows = OwnershipEvent.objects.filter(customer=row, closes_owner__isnull=False)
    return (rows.filter(closes_owner=owner) if owner else rows).order_by("-at", "-pk").first()


def read(client, event):
    answer = client.get(url(event))
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.content.decode())


@pytest.fixture
def swept(cast):
    """A customer that the policy took from the rep, who had been warned the day before."""
    row = customer(cast.rep, since=START, name="杭州旧主科技有限公司")
    followup(row, cast.rep, moment("2026-02-05 11:00"), content="外出")
    followup(row, cast.rep, moment("2026-02-10 11:00"))
    sweep.run(at=WARNED)
    Notice.objects.filter(kind="sweep_remind").update(mailed_at=WARNED + timedelta(hours=1))
    sweep.run(at=DUE)
    return row


@pytest.mark.req("D4", "Z17", "Na8")
def test_it_stays_open_to_the_former_owner_when_somebody_else_has_it_and_tells_everything(cast, signed_in, swept):
    ownership.claim(customer_id=swept.pk, by=cast.mate, at=DUE + timedelta(hours=2))
    followup(swept, cast.mate, NOW - timedelta(hours=3), content="新负责人已经与客户签约细节达成一致")
    client, event = signed_in(cast.rep), end_of(swept, cast.rep)
    assert client.get(reverse("customers:timeline", args=[swept.pk])).status_code == 404, "the file stays shut"
    text = read(client, event)
    assert "2026-02-25 10:00" in text and "Released to the public pool" in text
    assert "Release to the public pool 15 days after the last valid follow-up; remind 1 day before." in text
    assert VALID in text and "外出" in text and "filler only" in text
    assert "the policy, by itself" in text and "Tracking, version 1" in text
    assert "2026-02-24 10:00 (notice, mail)" in text, "who was warned when and how"
    assert "A valid follow-up by the owner or a collaborator before 2026-02-25 10:00" in text
    assert "the deadline would have moved to 2026-03-12 10:00" in text
    assert "at least 8 Chinese characters" in text and "Granted by" in text
    assert "It can't be restored: was claimed by Mate meanwhile." in text
    assert "新负责人" not in text and "Open the customer" not in text, "nothing of what came later"
    assert "lost" in text and ">now<" not in text


def test_nobody_else_reads_it_by_its_address(cast, signed_in, swept):
    event = end_of(swept)
    for person in (cast.mate, cast.stranger, cast.direct_manager, cast.clerk):
        client = signed_in(person)
        assert client.get(url(event)).status_code == 404
        assert client.post(url(event, "ask_back"), {"reason": "mine"}).status_code == 404
    assert signed_in(cast.manager).get(url(event)).status_code == 200, "whoever may undo it may read it"


def test_what_was_corrected_or_voided_since_shows_as_later(cast, signed_in, swept):
    good = FollowUp.objects.get(customer=swept, content=VALID)
    FollowUp.objects.create(
        customer=swept,
        author=cast.rep,
        kind="call_out",
        occurred_at=good.occurred_at,
        recorded_at=DUE + timedelta(days=1),
        content="改正后的另一段文字",
        corrects=good,
    )
    FollowUp.objects.filter(customer=swept, content="外出").update(
        voided_at=DUE + timedelta(days=2), content="已被改动"
    )
    Customer.objects.filter(pk=swept.pk).update(name="改名以后的公司")
    text = read(signed_in(cast.rep), end_of(swept))
    assert VALID in text and "corrected later, 2026-02-26 10:00: “改正后的另一段文字”" in text
    assert "外出" in text and "已被改动" not in text and "voided later, 2026-02-27 10:00" in text
    assert "杭州旧主科技有限公司" in text and "改名以后的公司" not in text


@pytest.mark.req("M10", "Nf15")
def test_a_restricted_files_words_and_a_vips_numbers_stay_hidden(cast, signed_in):
    rows = [customer(cast.rep, since=START, restricted=True), customer(cast.rep, since=START, vip=True)]
    for row in rows:
        followup(row, cast.rep, moment("2026-02-10 11:00"), content="与王经理约定周五致电 138 1234 5678 确认")
    sweep.run(at=DUE)
    client = signed_in(cast.rep)
    text = read(client, end_of(rows[0]))
    assert "王经理约定" not in text and "not shown: the file is restricted" in text and "15 days after" in text
    assert "open the customer with a reason to read the words" in text
    text = read(client, end_of(rows[1]))
    assert "王经理约定" in text and "1234" not in text


def test_an_entry_from_before_the_words_were_kept_is_gathered_as_of_then(cast, signed_in, swept):
    event = end_of(swept)
    old = {k: v for k, v in event.evidence.items() if k not in ("warned", "policy", "name", "saved_by", "remind_days")}
    for name in ("counted", "not_counted"):
        old[name] = [{k: v for k, v in e.items() if k not in ("text", "kind")} for e in old[name]]
    OwnershipEvent.objects.bulk_create(
        [
            OwnershipEvent(
                **{
                    f.attname: getattr(event, f.attname) for f in event._meta.fields if f.name not in ("id", "evidence")
                },
                evidence=old,
            )
        ]
    )
    followup(swept, cast.mate, NOW - timedelta(hours=3), content="后来的跟进不在其中显示出来")
    before = OwnershipEvent.objects.order_by("-pk").first()
    text = read(signed_in(cast.rep), before)
    assert VALID in text and "filler only" in text and "2026-02-24 10:00 (notice, mail)" in text
    assert "the deadline would have moved to 2026-03-12 10:00" in text and "后来的跟进" not in text


def test_an_end_without_any_evidence_lists_what_was_entered_until_then(cast, signed_in):
    row = customer(cast.rep, since=START)
    followup(row, cast.rep, moment("2026-02-05 11:00"))
    ownership.release(customer_id=row.pk, by=cast.manager, reason="too many", at=moment("2026-02-10 10:00"))
    event = end_of(row)
    fields = {f.attname: getattr(event, f.attname) for f in event._meta.fields if f.name not in ("id", "evidence")}
    OwnershipEvent.objects.bulk_create([OwnershipEvent(**fields, evidence={})])
    followup(
        row,
        cast.rep,
        moment("2026-02-06 11:00"),
        content="事后补录的一条跟进内容",
        recorded_at=moment("2026-02-11 11:00"),
    )
    text = read(signed_in(cast.rep), OwnershipEvent.objects.order_by("-pk").first())
    assert VALID in text and "事后补录" not in text and "too many" in text


@pytest.mark.req("Nd9")
def test_asking_waits_in_the_inbox_and_approving_is_the_undo(cast, signed_in, swept):
    event = end_of(swept)
    client = signed_in(cast.rep)
    assert "Manager decides" in read(client, event)
    empty = client.post(url(event, "ask_back"), {"reason": " "})
    assert empty.status_code == 422
    client.post(url(event, "ask_back"), {"reason": "they sign next week"})
    again = client.post(url(event, "ask_back"), {"reason": "once more"})
    assert again.status_code == 422 and Request.objects.filter(kind="put_back").count() == 1
    assert "You sent this request on 2026-03-02; Manager decides." in read(client, event)
    asked = Request.objects.get(kind="put_back")
    page = unescape(client.get(reverse("approvals:request", args=[asked.pk])).content.decode())
    assert VALID in page and "What would have prevented it" in page
    client = signed_in(cast.manager)
    inbox = unescape(client.get(reverse("approvals:inbox")).content.decode())
    assert "they sign next week" in inbox and "Restore to Rep" in inbox and VALID in inbox
    client.post(reverse("approvals:decide", args=[asked.pk]) + "?do=approve", {"hold_until": "2026-03-20"})
    assert owner_of(swept) == "rep"
    swept.ownership.refresh_from_db()
    assert swept.ownership.spared_until == moment("2026-03-21 00:00")
    back = OwnershipEvent.objects.get(customer=swept, kind="restored")
    assert back.evidence == {"undoes": event.pk} and back.actor == cast.manager
    assert "Manager approved its return on" in read(signed_in(cast.rep), event)


def test_a_refusal_is_shown_with_its_reason_and_it_may_be_asked_again(cast, signed_in, swept):
    event = end_of(swept)
    asked = put_back.ask_put_back(event_id=event.pk, reason="mine", by=cast.rep, at=NOW)
    decide(request_id=asked.pk, by=cast.manager, approve=False, decision="nobody called for weeks", at=NOW)
    text = read(signed_in(cast.rep), event)
    assert "Refused by Manager" in text and "nobody called for weeks" in text and "Request its return" in text


def test_what_waits_is_no_longer_needed_once_somebody_has_it_or_it_is_back(cast, swept):
    event = end_of(swept)
    asked = put_back.ask_put_back(event_id=event.pk, reason="mine", by=cast.rep, at=NOW)
    undo_event(event_id=event.pk, by=cast.manager, at=NOW)
    asked.refresh_from_db()
    assert asked.status == "obsolete"
    row = customer(cast.rep, since=START)
    sweep.run(at=DUE)
    asked = put_back.ask_put_back(event_id=end_of(row).pk, reason="mine", by=cast.rep, at=NOW)
    ownership.claim(customer_id=row.pk, by=cast.mate, at=NOW)
    asked.refresh_from_db()
    assert asked.status == "obsolete"


def test_the_claim_of_a_colleague_in_the_meantime_is_told_to_whoever_approves(cast, swept):
    asked = put_back.ask_put_back(event_id=end_of(swept).pk, reason="mine", by=cast.rep, at=NOW)
    ownership.claim(customer_id=swept.pk, by=cast.mate, at=NOW)
    Request.objects.filter(pk=asked.pk).update(status="pending", decided_at=None)
    with pytest.raises(Exception, match="was claimed by Mate meanwhile"):
        decide(request_id=asked.pk, by=cast.manager, approve=True, decision="", at=NOW)
    assert owner_of(swept) == "mate"


@pytest.mark.req("Nd8", "Nd9")
def test_a_refused_review_tells_the_rule_the_question_and_the_decision(cast, signed_in):
    row = customer(cast.rep, since=START)
    for day in (5, 6, 7):
        followup(row, cast.rep, moment(f"2026-02-0{day} 11:00"), content="外出")
    sweep.run(at=moment("2026-02-08 10:00"))
    asked = Request.objects.get(kind="review")
    decide(
        request_id=asked.pk,
        by=cast.manager,
        approve=False,
        decision="three times nothing",
        at=moment("2026-02-09 10:00"),
    )
    text = read(signed_in(cast.rep), end_of(row))
    assert "as soon as 3 follow-ups are invalid" in text and "Review by the manager" in text
    assert "three times nothing" in text and "Manager" in text and "Tracking, version 1" in text
    assert "One of the invalid follow-ups, if it had been valid" in text
    assert "Request its return" in text


@pytest.mark.req("Nd3", "Nd4", "Nd6")
@pytest.mark.parametrize("kind", ["validity", "conflict"])
def test_a_lost_validity_query_or_conflict_tells_both_sides_effort(cast, signed_in, kind):
    row = customer(cast.rep, since=START)
    followup(row, cast.rep, moment("2026-02-05 11:00"))
    known = {
        "customer_id": row.pk,
        "reason": "I know their director",
        "by": cast.mate,
        "at": moment("2026-02-06 10:00"),
    }
    if kind == "validity":
        asked = conflict.ask_validity(**known)
        decide(
            request_id=asked.pk, by=cast.manager, approve=True, decision="Mate is closer", at=moment("2026-02-07 10:00")
        )
    else:
        asked = conflict.ask_conflict(**known, other_id=cast.rep.pk)
        decide(
            request_id=asked.pk,
            by=cast.manager,
            approve=True,
            decision="Mate is closer",
            at=moment("2026-02-07 10:00"),
            changes={"closer_id": cast.mate.pk, "shares": {str(cast.mate.pk): "60", str(cast.rep.pk): "40"}},
        )
    text = read(signed_in(cast.rep), end_of(row))
    assert re.search(r'<th scope="row">Mate</th>\s*<td class="num">0</td>', text), "who wrote nothing stands there too"
    assert re.search(r'<th scope="row">Rep</th>\s*<td class="num">1</td>', text)
    assert "<h3>What was decided</h3>" in text and "<h3>The rule</h3>" not in text
    assert ("Split of the result" in text and "Mate 60 %, Rep 40 %" in text) == (kind == "conflict")
    assert ("Closes the deal" in text) == (kind == "conflict"), "no row without anything in it"
    listed = signed_in(cast.rep).get(LOSSES).content.decode()
    assert ("Conflict" if kind == "conflict" else "Ownership dispute (validity)") in listed, "the list names it"
    assert "Transferred to a colleague → Mate" in text and "Mate is closer" in text
    assert "I know their director" in text and "Effort of both sides" in text
    assert (
        "This was decided by Manager, not by a deadline. A follow-up or contract alone would not have changed it."
        in text
        and "Request its return" in text
    )


def test_a_release_by_a_manager_a_handover_and_giving_up_say_who_and_why(cast, signed_in):
    rows = [customer(cast.rep, since=START) for _ in range(3)]
    ownership.release(customer_id=rows[0].pk, by=cast.manager, reason="too many", at=DUE)
    ownership.give_up(customer_id=rows[1].pk, by=cast.rep, reason="too far", at=DUE)
    begun = handover.start_handover(leaver=cast.rep, successors=[cast.mate], reason="", by=cast.manager, at=DUE)
    handover.continue_handover(handover_id=begun.pk, by=cast.manager, at=DUE)
    client = signed_in(cast.rep)
    first, second, third = (read(client, end_of(row, cast.rep)) for row in rows)
    assert "too many" in first and "Manager" in first and "Deadline at that time" in first
    assert "too far" in second and "you gave the customer up yourself" in second
    assert "Handed over to a colleague → Mate" in third and "the owner left or moved" in third
    assert all("Request its return" in text for text in (first, second, third))


def test_whoever_took_it_is_not_asked_whether_that_was_right(cast, signed_in):
    row = customer(cast.rep, since=START)
    ownership.release(customer_id=row.pk, by=cast.manager, reason="too many", at=DUE)
    signed_in(cast.rep).post(url(end_of(row, cast.rep), "ask_back"), {"reason": "a visit is agreed for Monday"})
    asked = Request.objects.get(kind="put_back")
    assert asked.decider == cast.director
    decide(request_id=asked.pk, by=cast.director, approve=True, decision="", at=NOW)
    assert owner_of(row) == "rep"


@pytest.mark.req("Ni7")
def test_a_merged_file_says_into_what_and_approving_takes_the_merging_apart(cast, signed_in):
    kept = customer(cast.rep, since=START)
    merged = customer(cast.mate, since=START + timedelta(days=1))
    followup(merged, cast.mate, moment("2026-02-05 11:00"))
    merge.merge_customers(one_id=kept.pk, other_id=merged.pk, reason="one firm", by=cast.file_keeper, at=DUE)
    event = end_of(merged, cast.mate)
    notice = Notice.objects.get(user=cast.mate, kind="merged")
    client = signed_in(cast.mate)
    assert notice.url == url(event)
    text = read(client, event)
    assert "Merged with another file" in text and kept.name in text and "one firm" in text and VALID in text
    client.post(url(event, "ask_back"), {"reason": "they are two firms"})
    asked = Request.objects.get(kind="put_back")
    decide(request_id=asked.pk, by=asked.decider, approve=True, decision="", at=NOW)
    assert (owner_of(kept), owner_of(merged)) == ("rep", "mate")
    text = read(signed_in(cast.mate), event)
    assert "approved its return on" in text and "can't be restored" not in text


def test_whoever_had_it_until_an_undo_is_told_that_it_was_one(cast, signed_in, swept):
    event = end_of(swept)
    ownership.transfer(customer_id=swept.pk, to=cast.mate, by=cast.manager, reason="", at=DUE + timedelta(hours=1))
    moved = customer(cast.rep, since=START)
    ownership.transfer(customer_id=moved.pk, to=cast.mate, by=cast.manager, reason="closer", at=DUE)
    undo_event(event_id=end_of(moved).pk, by=cast.manager, at=NOW)
    text = read(signed_in(cast.mate), end_of(moved, cast.mate))
    assert (
        "Returned to the former owner" in text
        and "an undo already returned it to its former owner: request a transfer instead" in text
    )
    assert event.pk


@pytest.mark.req("D4", "Z17")
def test_every_way_leads_there_and_no_link_is_dead(cast, signed_in, swept):
    ownership.claim(customer_id=swept.pk, by=cast.mate, at=DUE + timedelta(hours=2))
    client, event = signed_in(cast.rep), end_of(swept, cast.rep)
    there = url(event)
    assert reverse("reports:side") in client.get(HOME).content.decode(), "the part that the home page asks for"
    assert there in client.get(reverse("reports:side")).content.decode(), "the home page"
    assert there in client.get(LOSSES).content.decode(), "the list of what was lost"
    assert Notice.objects.get(user=cast.rep, kind="sweep_release").url == there
    run = OwnershipEvent.objects.get(pk=event.pk).run
    assert there in client.get(reverse("assignment:sweep_run", args=[run.pk])).content.decode(), "the run"
    day = client.get(reverse("assignment:ownership_changes_person", args=[cast.rep.pk]), {"day": "2026-02-25"})
    assert there in day.content.decode(), "the change sheet"
    for name in ("customers:detail", "assignment:why"):
        answer = signed_in(cast.rep).get(reverse(name, args=[swept.pk]))
        assert answer.headers["Location"] == there, "old links"
        assert signed_in(cast.stranger).get(reverse(name, args=[swept.pk])).status_code == 404
    signed_in(cast.rep)
    matching.index([(swept.pk, swept.name)])
    found = unescape(client.get(reverse("customers:list"), {"q": "旧主科技"}).content.decode())
    assert "Previously yours" in found and there in found, "the search"
    assert "Previously yours" in client.get(reverse("customers:list"), {"q": "jiuzhu"}).content.decode(), "by pinyin"
    for text in ("旧主科技", "jiuzhu", swept.code):
        found = client.post(reverse("reports:search_live"), {"q": text}).content.decode()
        assert "formerly yours" in found and there in found, f"the search at the top: {text}"
    assert (
        there not in signed_in(cast.stranger).post(reverse("reports:search_live"), {"q": swept.code}).content.decode()
    )
    mail = letter(cast.rep, list(Notice.objects.filter(user=cast.rep)))
    assert there in mail.body, "the mail"


@pytest.mark.req("D4")
def test_whatever_way_it_went_it_stands_in_the_list(cast, signed_in):
    given, released, passed = (customer(cast.rep, since=START) for _n in range(3))
    ownership.give_up(customer_id=given.pk, by=cast.rep, reason="no budget", at=NOW)
    ownership.release(customer_id=released.pk, by=cast.manager, reason="not worked on", at=NOW)
    ownership.transfer(customer_id=passed.pk, to=cast.mate, by=cast.manager, reason="holidays", at=NOW)
    page = signed_in(cast.rep).get(LOSSES).content.decode()
    assert all(url(end_of(row, cast.rep)) in page for row in (given, released, passed))


def test_of_two_customers_lost_in_one_run_the_notice_leads_to_the_list(cast):
    for _ in range(2):
        customer(cast.rep, since=START)
    sweep.run(at=DUE)
    assert Notice.objects.get(user=cast.rep, kind="sweep_release").url == LOSSES


def test_a_manager_who_takes_it_leads_the_owner_to_the_reason(cast):
    rows = [customer(cast.rep, since=START) for _ in range(2)]
    ownership.release(customer_id=rows[0].pk, by=cast.manager, reason="too many", at=DUE)
    ownership.transfer(customer_id=rows[1].pk, to=cast.mate, by=cast.manager, reason="closer", at=DUE)
    told = dict(Notice.objects.filter(user=cast.rep).values_list("kind", "url"))
    assert told == {"released_by_manager": url(end_of(rows[0])), "transferred_away": url(end_of(rows[1]))}


def test_earlier_ownerships_of_the_same_customer_are_linked(cast, signed_in, swept):
    first = end_of(swept)
    ownership.transfer(customer_id=swept.pk, to=cast.rep, by=cast.manager, reason="", at=DUE + timedelta(days=1))
    ownership.give_up(customer_id=swept.pk, by=cast.rep, reason="too far", at=NOW)
    client = signed_in(cast.rep)
    assert url(first) in read(client, end_of(swept))
    assert url(first) in client.get(reverse("assignment:why", args=[swept.pk])).content.decode()


def test_the_page_is_asked_with_few_queries_however_much_was_said(cast, signed_in, queries):
    def lost(n):
        row = customer(cast.rep, since=START)
        for i in range(n):
            followup(row, cast.rep, moment("2026-02-05 11:00") + timedelta(minutes=i))
        sweep.run(at=moment("2026-02-20 10:00"))
        return end_of(row)

    one, many = lost(1), lost(15)
    signed_in(cast.rep)
    assert queries(url(one)) == queries(url(many)) <= 30


def test_it_reads_in_chinese_too(cast, signed_in, swept, client):
    client = signed_in(cast.rep)
    client.cookies["django_language"] = "zh-hans"
    text = read(client, end_of(swept))
    assert "怎样才能保住" in text and "申请恢复" in text


@pytest.mark.req("D1", "Nd9")
def test_without_a_free_slot_it_waits_and_the_page_says_so(cast, signed_in):
    row = customer(cast.stranger, since=START)
    ownership.release(customer_id=row.pk, by=cast.direct_manager, reason="too many", at=DUE)
    for _ in range(15):
        customer(cast.stranger)
    asked = put_back.ask_put_back(event_id=end_of(row).pk, reason="mine", by=cast.stranger, at=NOW)
    decide(request_id=asked.pk, by=asked.decider, approve=True, decision="", at=NOW)
    assert owner_of(row) is None
    assert "waits until Stranger has a free slot" in read(signed_in(cast.stranger), end_of(row))
