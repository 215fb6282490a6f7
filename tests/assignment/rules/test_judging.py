"""Which follow-ups count for an ownership, and what is kept beside the judgement: without a database."""

from datetime import timedelta

import pytest

from assignment.rules.judging import KEPT_TEXT, Counted, Entry, Helper, Judge, NotCounted, Text
from assignment.rules.policy import Policy, Rule, Standard
from tests.cast import VALID, moment

SINCE = moment("2026-03-02 09:00")
OWNER, HELPER, STRANGER = 1, 2, 3
COUNTS = (Rule("invalid_followups", 0, "review", 0, followups=3),)
STRICT = Standard(strict=True, late_hours=24, filler=("外出",))
HOUR = timedelta(hours=1)


def entry(**known):
    given = {
        "customer_id": 5,
        "id": 1,
        "author_id": OWNER,
        "kind": "call_out",
        "occurred_at": SINCE + HOUR,
        "counterpart": "王经理",
        "contact_id": None,
        "answered": True,
        "content": VALID,
        "late": False,
        "check_state": "",
        "voided_at": None,
    }
    return Entry(**given | known)


def judge(standard=STRICT, rules=COUNTS, **known):
    return Judge(Policy(rules=rules, standard=standard), OWNER, SINCE, **known)


def reasons(standard=STRICT, helpers=(), **known):
    return judge(standard, helpers=list(helpers)).reasons(entry(**known))


# --- Why one does not count -----------------------------------------------------------------------
@pytest.mark.req("Nd7")
@pytest.mark.parametrize(
    ("standard", "known", "expected"),
    [
        (STRICT, {}, ()),
        (STRICT, {"content": "谈了价格"}, ("too_short",)),
        (STRICT, {"counterpart": ""}, ("no_counterpart",)),
        (STRICT, {"counterpart": "", "contact_id": 4}, ()),
        (STRICT, {"answered": False}, ("unanswered",)),
        (STRICT, {"answered": False, "kind": "visit_out"}, ()),
        (STRICT, {"late": True}, ("late",)),
        (STRICT, {"late": True, "check_state": "confirmed"}, ()),
        (STRICT, {"late": True, "check_state": "seen"}, ("late",)),
        (Standard(strict=True), {"late": True}, ()),
        (Standard(strict=True, check=True), {}, ("unconfirmed",)),
        (Standard(strict=True, check=True), {"check_state": "confirmed"}, ()),
        (STRICT, {"check_state": "rejected"}, ("rejected",)),
        (STRICT, {"occurred_at": SINCE}, ()),
        (STRICT, {"occurred_at": SINCE - HOUR}, ("before_ownership",)),
        (STRICT, {"author_id": STRANGER}, ("not_owner",)),
        (STRICT, {"kind": "task"}, ("other_kind",)),
        (STRICT, {"kind": "task", "content": ""}, ("other_kind",)),
        (Standard(kinds=("task",)), {"kind": "task"}, ()),
        (Standard(kinds=("task",)), {}, ("other_kind",)),
        (
            STRICT,
            {"author_id": STRANGER, "occurred_at": SINCE - HOUR, "check_state": "rejected", "content": "外出"},
            ("too_short", "filler", "rejected", "before_ownership", "not_owner"),
        ),
    ],
)
def test_why_a_follow_up_does_not_count_in_the_order_of_the_reasons(standard, known, expected):
    assert reasons(standard, **known) == expected


@pytest.mark.req("Z11", "D8")
@pytest.mark.parametrize(
    ("since", "until", "counts"),
    [(HOUR, None, True), (2 * HOUR, None, False), (0 * HOUR, 2 * HOUR, True), (0 * HOUR, HOUR, False)],
)
def test_a_collaborators_entry_counts_from_the_registration_until_before_its_end(since, until, counts):
    one = Helper(HELPER, SINCE + since, until and SINCE + until)
    assert reasons(helpers=[one], author_id=HELPER) == (() if counts else ("not_owner",))
    assert reasons(helpers=[one], author_id=STRANGER) == ("not_owner",)


def test_without_a_policy_only_who_when_and_a_refusal_matter():
    nobody = Judge(None, OWNER, SINCE)
    assert nobody.reasons(entry(content="")) == nobody.reasons(entry(kind="task")) == ()
    assert nobody.reasons(entry(author_id=STRANGER)) == ("not_owner",)
    nobody.add(entry(check_state="rejected"))
    assert nobody.found.invalid == []


# --- Repeats --------------------------------------------------------------------------------------
def second(standard, *, first=None, days=0, **known):
    """The reasons of an entry with the text of an earlier one."""
    one = judge(standard)
    one.reasons(entry(**first or {}))
    return one.reasons(entry(id=2, occurred_at=SINCE + HOUR + timedelta(days=days), **known))


@pytest.mark.req("Nd7")
@pytest.mark.parametrize(
    ("repeated_days", "days", "expected"),
    [
        (None, 400, ("repeated",)),
        (0, 0, ()),
        (1, 0, ("repeated",)),
        (1, 1, ()),
        (7, 6, ("repeated",)),
        (7, 7, ()),
    ],
)
def test_a_text_says_nothing_new_for_so_many_days(repeated_days, days, expected):
    assert second(Standard(strict=True, repeated_days=repeated_days), days=days) == expected


def test_the_days_between_two_texts_are_days_of_the_calendar_in_the_companys_zone():
    one = judge(Standard(strict=True, repeated_days=1))
    one.reasons(entry(occurred_at=moment("2026-03-02 23:30")))
    assert one.reasons(entry(id=2, occurred_at=moment("2026-03-03 00:30"))) == ()
    two = judge(Standard(strict=True, repeated_days=1))
    two.reasons(entry(occurred_at=moment("2026-03-03 07:30")))  # still the 2nd in UTC
    assert two.reasons(entry(id=2, occurred_at=moment("2026-03-03 08:30"))) == ("repeated",)


@pytest.mark.req("Nd7")
@pytest.mark.parametrize(
    "first",
    [
        {"content": "外出", "id": 1},
        {"voided_at": SINCE + 2 * HOUR},
        {"occurred_at": SINCE - HOUR},
        {"author_id": STRANGER},
        {"kind": "task"},
    ],
)
def test_only_what_counted_and_stands_can_be_repeated(first):
    known = {"content": first["content"]} if "content" in first else {}
    assert "repeated" not in second(STRICT, first=first, **known)


def test_a_text_is_repeated_by_its_own_author_however_it_is_spaced():
    helper = Helper(HELPER, SINCE, None)
    one = judge(helpers=[helper])
    one.reasons(entry())
    assert one.reasons(entry(id=2, author_id=HELPER)) == ()
    assert one.reasons(entry(id=3, content=VALID + "。 ")) == ("repeated",)
    assert second(Standard(strict=False)) == ()
    assert judge(Standard(strict=False)).counted_texts == {}


def test_where_repeats_are_allowed_no_text_is_kept_to_compare():
    for standard, kept in ((STRICT, 1), (Standard(strict=True, repeated_days=0), 0), (Standard(), 0)):
        one = judge(standard)
        one.reasons(entry())
        assert len(one.counted_texts) == kept
    task = judge(Standard(strict=True, kinds=("call_out",)))
    task.reasons(entry(kind="note"))
    assert task.counted_texts == {}


# --- What follow-ups amount to --------------------------------------------------------------------
@pytest.mark.req("Nd8")
def test_the_judgement_keeps_the_last_contact_and_the_invalid_ones():
    one = judge()
    assert one.found is None
    for n, content in enumerate((VALID, "外出", "与李总确认了交货的日期")):
        one.add(entry(id=n, content=content, occurred_at=SINCE + n * HOUR))
    assert (one.found.contacted_at, one.found.invalid) == (SINCE + 2 * HOUR, [SINCE + HOUR])
    assert (one.found.counted, one.found.not_counted, one.found.texts) == ([], [], {})


def test_lists_and_the_beginning_of_each_text_are_kept_only_for_a_reader():
    one = judge(keeps_lists=True)
    long = "与王经理讨论了下季度的采购计划" + "很" * KEPT_TEXT
    one.add(entry(id=7, content=long))
    one.add(entry(id=8, content="外出", kind="visit_out"))
    found = one.found
    assert found.counted == [Counted(7, SINCE + HOUR, OWNER)]
    assert found.not_counted == [NotCounted(8, SINCE + HOUR, OWNER, ("too_short", "filler"))]
    assert found.texts == {7: Text("call_out", long[:400]), 8: Text("visit_out", "外出")}


@pytest.mark.req("Nd8")
@pytest.mark.parametrize(
    ("rules", "known", "invalid"),
    [
        (COUNTS, {"content": "外出"}, True),
        (COUNTS, {"check_state": "rejected"}, True),
        (COUNTS, {"content": "外出", "voided_at": SINCE + HOUR}, True),
        (COUNTS, {"late": True}, False),
        (COUNTS, {"kind": "task"}, False),
        (COUNTS, {"content": "外出", "occurred_at": SINCE - HOUR}, False),
        (COUNTS, {"content": "外出", "author_id": STRANGER}, False),
        ((Rule("no_contact", 15, "release"),), {"content": "外出"}, False),
        ((), {"content": "外出"}, False),
        ((Rule("no_contact", 15, "release"), *COUNTS), {"content": "外出"}, True),
    ],
)
def test_an_invalid_follow_up_is_the_owners_own_that_says_nothing_where_the_policy_counts_them(rules, known, invalid):
    one = judge(rules=rules)
    one.add(entry(**known))
    assert one.found.invalid == ([entry(**known).occurred_at] if invalid else [])
    assert one.found.contacted_at is None


@pytest.mark.req("Nd8")
def test_invalid_ones_up_to_a_review_are_dealt_with():
    for after, left in ((SINCE, 1), (SINCE + HOUR, 0), (SINCE + 2 * HOUR, 0)):
        one = judge(counts_after=after)
        one.add(entry(content="外出"))
        assert len(one.found.invalid) == left


def test_an_entry_that_was_voided_counts_for_nothing():
    one = judge(keeps_lists=True)
    one.add(entry(voided_at=SINCE + 2 * HOUR))
    assert one.found is None
