"""The pure rules of questionnaires: what is shown, what can be meant, what keeps one from being published, what figures tell (T22)."""

from dataclasses import replace
from itertools import product

import pytest

from service.rules.questionnaires import answers, body, editing, figures
from service.rules.questionnaires.body import (
    DATE,
    NUMBER,
    RECOMMEND,
    SCALE,
    SEVERAL,
    SINGLE,
    TEXT,
    Body,
    Option,
    Question,
    Section,
    Text,
)
from service.rules.questionnaires.languages import language_of_name
from service.rules.questionnaires.problems import Problem, problems

pytestmark = pytest.mark.req("T22")
BOTH = Text("one", "一")
OPTIONS = (Option("o1", BOTH), Option("o2", BOTH))
A = Question("q1", SINGLE, BOTH, options=OPTIONS, required=True)
B = Question("q2", SCALE, BOTH, required=True, shown_if=(("q1", "o2"),))
C = Question("q3", TEXT, BOTH, required=True, shown_if=(("q2", "1"), ("q2", "2")))
D = Question("q4", SEVERAL, BOTH, options=OPTIONS)
WHOLE = Body(BOTH, sections=(Section("s1", BOTH, (A, B)), Section("s2", BOTH, (C, D))), last=4)


def keys(rows):
    return [row.key for row in rows]


def test_a_body_is_read_as_it_was_stored():
    told = replace(WHOLE, intro=Text("Hello", "你好"))
    assert body.read(body.stored(told)) == told
    assert body.stored(told)["intro"] == {"en": "Hello", "zh": "你好"}
    assert body.read({"title": {"zh": "一"}, "intro": {"en": "Hello"}}) == Body(Text("", "一"), Text("Hello", ""))
    assert body.Text("one").empty is False and body.Text().empty
    assert WHOLE.question("q3") == C and WHOLE.question("q9") is None


def test_a_question_is_shown_by_an_earlier_answer_and_by_none_that_is_hidden():
    assert keys(answers.shown(WHOLE, {})) == ["q1", "q4"]
    assert keys(answers.shown(WHOLE, {"q1": "o2"})) == ["q1", "q2", "q4"]
    assert keys(answers.shown(WHOLE, {"q1": "o2", "q2": "2"})) == ["q1", "q2", "q3", "q4"]
    # q2 was answered before the answer to q1 was changed: it is hidden now, and shows nothing.
    assert keys(answers.shown(WHOLE, {"q1": "o1", "q2": "2"})) == ["q1", "q4"]
    several = replace(B, shown_if=(("q4", "o2"),))
    asked = Body(BOTH, sections=(Section("s1", BOTH, (D, several)),))
    assert keys(answers.shown(asked, {"q4": ["o1", "o2"]})) == ["q4", "q2"]
    assert keys(answers.shown(asked, {"q4": ["o1"]})) == ["q4"]


def test_an_empty_answer_shows_nothing_and_several_are_judged_together():
    unanswered = Body(BOTH, sections=(Section("s1", BOTH, (A, replace(B, shown_if=(("q1", "?"),)))),))
    assert keys(answers.shown(unanswered, {})) == ["q1"]
    assert answers.faults(WHOLE, {"q1": "o1", "q4": ["o1", "o2"]}) == {}
    assert answers.faults(WHOLE, {"q1": "o1", "q4": ["o1", "o9"]}) == {"q4": answers.NO_CHOICE}


def test_only_what_is_shown_is_missing_or_counts():
    assert keys(answers.missing(WHOLE, {"q1": "o1"})) == []
    assert keys(answers.missing(WHOLE, {"q1": "o2"})) == ["q2"]
    assert answers.counted(WHOLE, {"q1": "o1", "q2": "2", "q3": "late", "q4": []}) == {"q1": "o1"}
    assert answers.faults(WHOLE, {"q2": "2"}) == {"q1": answers.MISSING}


@pytest.mark.parametrize(
    ("kind", "raw", "kept", "code"),
    [
        (SINGLE, ["o1"], "o1", ""),
        (SINGLE, ["o9"], "", answers.NO_CHOICE),
        (SEVERAL, ["o2", "o1"], ["o1", "o2"], ""),
        (SEVERAL, ["o1", "o9"], ["o1"], answers.NO_CHOICE),
        (SEVERAL, [], [], ""),
        (SCALE, ["5"], "5", ""),
        (SCALE, ["0"], "", answers.NO_CHOICE),
        (SCALE, ["6"], "", answers.NO_CHOICE),
        (RECOMMEND, ["0"], "0", ""),
        (RECOMMEND, ["10"], "10", ""),
        (RECOMMEND, ["11"], "", answers.NO_CHOICE),
        (NUMBER, [" 12,50 "], "12.5", ""),
        (NUMBER, ["-3"], "-3", ""),
        (NUMBER, ["1e5"], "1e5", answers.NO_NUMBER),
        (NUMBER, ["123456789012"], "123456789012", answers.NO_NUMBER),
        (NUMBER, ["NaN"], "NaN", answers.NO_NUMBER),
        (DATE, ["2028-02-29"], "2028-02-29", ""),
        (DATE, ["2026-02-29"], "2026-02-29", answers.NO_DATE),
        (TEXT, ["  好  "], "好", ""),
        (TEXT, ["x" * 2000], "x" * 2000, ""),
        (TEXT, ["x" * 2001], "x" * 2001, answers.TOO_LONG),
        (TEXT, ["   "], "", ""),
        (NUMBER, ["9" * 41], "9" * 40, answers.NO_NUMBER),
        (DATE, ["2" * 41], "2" * 40, answers.NO_DATE),
    ],
)
def test_what_was_sent_is_kept_or_named(kind, raw, kept, code):
    options = OPTIONS if kind in body.LISTED else ()
    assert answers.clean(Question("q", kind, BOTH, options=options), raw) == (kept, code)


def test_what_keeps_it_from_being_published():
    assert problems(WHOLE) == []
    assert problems(Body(BOTH)) == [Problem("no_questions")]
    assert problems(Body(Text("one"), sections=WHOLE.sections)) == [Problem("not_both_languages")]
    assert problems(replace(WHOLE, intro=Text("", "一"))) == [Problem("not_both_languages")]
    assert problems(replace(WHOLE, intro=BOTH)) == []
    untold = replace(WHOLE, sections=(Section("s1", Text("one"), (A, B)), WHOLE.sections[1]))
    assert problems(untold) == [Problem("not_both_languages", "s1")]
    empty = replace(WHOLE, sections=(*WHOLE.sections, Section("s3", BOTH)))
    assert problems(empty) == [Problem("empty_section", "s3")]
    lone = replace(A, options=OPTIONS[:1])
    assert problems(editing.update_question(WHOLE, lone))[0] == Problem("few_options", "q1")
    bare = replace(A, options=(OPTIONS[0], Option("o2", Text("two"))))
    assert problems(editing.update_question(WHOLE, bare)) == [Problem("not_both_languages", "q1")]
    assert problems(editing.move(WHOLE, "q1", editing.DOWN)) == [Problem("asks_later", "q2")]


def test_a_section_is_added_at_the_end_and_named_anew():
    more = editing.add_section(WHOLE, Text("two", "二"))
    assert more.sections == (*WHOLE.sections, Section("s5", Text("two", "二"))) and more.last == 5
    assert [row.key for row in editing.add_section(more, BOTH).sections] == ["s1", "s2", "s5", "s6"]
    named = editing.rename_section(WHOLE, "s2", Text("last", "末"))
    assert [row.title for row in named.sections] == [BOTH, Text("last", "末")]


def test_sections_and_questions_move_by_one_place():
    moved = editing.move(WHOLE, "q2", editing.UP)
    assert keys(moved.questions()) == ["q2", "q1", "q3", "q4"]
    over = editing.move(WHOLE, "q2", editing.DOWN)
    assert [keys(row.questions) for row in over.sections] == [["q1"], ["q2", "q3", "q4"]]
    back = editing.move(WHOLE, "q3", editing.UP)
    assert [keys(row.questions) for row in back.sections] == [["q1", "q2", "q3"], ["q4"]]
    assert editing.move(WHOLE, "q1", editing.UP) == WHOLE == editing.move(WHOLE, "q4", editing.DOWN)
    assert keys(editing.move(WHOLE, "s2", editing.UP).sections) == ["s2", "s1"]
    assert editing.move(WHOLE, "s2", editing.DOWN) == WHOLE == editing.move(WHOLE, "nothing", editing.UP)


def test_what_is_removed_is_no_condition_any_more_and_its_key_is_not_used_again():
    less = editing.remove(WHOLE, "q1")
    assert keys(less.questions()) == ["q2", "q3", "q4"] and less.question("q2").shown_if == ()
    gone = editing.remove(WHOLE, "s1")
    assert keys(gone.sections) == ["s2"] and keys(gone.questions()) == ["q3", "q4"]
    assert gone.question("q3").shown_if == (), "what asked for a question of the section asks for nothing"
    assert editing.move(WHOLE, "q3", editing.DOWN).sections == (WHOLE.sections[0], Section("s2", BOTH, (D, C)))
    again = editing.add_question(editing.remove(WHOLE, "q4"), "s2", replace(D, key=""))
    assert keys(again.questions()) == ["q1", "q2", "q3", "q5"]


def test_of_another_kind_it_is_another_question():
    changed = editing.update_question(WHOLE, replace(A, kind=SCALE, options=()))
    assert keys(changed.questions()) == ["q5", "q2", "q3", "q4"] and changed.question("q2").shown_if == ()
    assert editing.update_question(WHOLE, replace(A, key="q9")) == WHOLE
    assert keys(editing.update_question(WHOLE, replace(A, required=False)).questions()) == ["q1", "q2", "q3", "q4"]


def test_an_option_keeps_its_key_while_its_words_do():
    old = (Option("o1", Text("Price", "价格")), Option("o2", Text("Quality", "质量")))

    def made(*texts):
        return [(option.key, option.text.en) for option in editing.options_of([Text(*text) for text in texts], old)]

    assert made(("Quality", "质量"), ("Price", "价格")) == [("o2", "Quality"), ("o1", "Price")]
    assert made(("Speed", "速度"), ("Price", "价格"), ("Quality", "质量")) == [
        ("o3", "Speed"),
        ("o1", "Price"),
        ("o2", "Quality"),
    ]
    assert made(("Price", "价钱"), ("Good quality", "质量")) == [("o1", "Price"), ("o2", "Good quality")]
    assert made(("Price", "费用"), ("Speed", "质量"), ("Other", "其他")) == [
        ("o1", "Price"),
        ("o2", "Speed"),
        ("o3", "Other"),
    ]
    assert made(("", "别的"), ("", "其他")) == [("o1", ""), ("o2", "")]
    assert made(("", "别的"), ("Price", "价格")) == [("o3", ""), ("o1", "Price")]
    assert [one.key for one in editing.options_of([BOTH, Text("new", "新")], [Option("other", BOTH)])] == [
        "other",
        "o1",
    ]
    assert [one.key for one in editing.options_of([BOTH], [])] == ["o1"]
    for here, there in ((Text("", "甲"), Text("", "乙")), (Text("A"), Text("B"))):
        assert [one.key for one in editing.options_of([there, there], [Option("o1", here)])] == ["o2", "o3"]
    assert made(("Cost", "成本"), ("Quality", "质量")) == [("o1", "Cost"), ("o2", "Quality")]


def test_the_recommend_score_is_the_share_of_promoters_less_that_of_detractors():
    assert figures.score_of({10: 5, 9: 1, 8: 2, 7: 1, 6: 1}) == 50
    assert figures.score_of({6: 1, 9: 1}) == 0 and figures.score_of({0: 3}) == -100 and figures.score_of({}) is None
    assert figures.mean_of({1: 1, 5: 1}) == 3 and figures.mean_of({2: 3, 5: 1}) == 2.75 and figures.mean_of({}) is None
    assert figures.percent(1, 3) == 33 and figures.percent(2, 3) == 67 and figures.percent(1, 0) == 0


def test_small_groups_are_hidden_and_nothing_follows_by_taking_away():
    assert figures.large_enough({"a": 5, "b": 9}) == {"a", "b"}
    assert figures.large_enough({"a": 4, "b": 9, "c": 7}) == {"b"}
    assert figures.large_enough({"a": 4, "b": 1, "c": 7}) == {"c"}
    assert figures.large_enough({"a": 4}) == set() and figures.large_enough({}) == set()


@pytest.mark.parametrize("groups", range(1, 5))
def test_what_is_hidden_never_follows_from_the_total(groups):
    for sizes in product((0, 1, 4, 5, 6, 9), repeat=groups):
        counts = dict(enumerate(sizes))
        shown = figures.large_enough(counts)
        assert all(counts[group] >= figures.LEAST for group in shown)
        hidden = [n for group, n in counts.items() if group not in shown and n]
        assert len(hidden) != 1 or not shown, counts


def test_somebody_is_asked_in_the_language_of_their_name():
    assert [language_of_name(name) for name in ("王芳", "Anna Kovacs", "Anna 王", "")] == [
        "zh-hans",
        "en",
        "zh-hans",
        "en",
    ]
