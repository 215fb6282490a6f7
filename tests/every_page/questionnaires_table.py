# ruff: noqa: E501 - a table: one address a line
"""service: questionnaires in the table."""

from .page import Page, about
from .rights import EVERYWHERE, both, either, has, reaches

NAMED = {"name": "Service 2027", "name_zh": "2027 年服务调查"}
TITLED = {"title": "Another", "title_zh": "另一个"}
ASKED = {"kind": "scale", "text": "And the price?", "text_zh": "价格呢？"}

known = either(has("questionnaire.manage"), has("questionnaire.send"), has("questionnaire.results"))
manages, sends, results = has("questionnaire.manage"), has("questionnaire.send"), has("questionnaire.results")
reads = both(results, has("questionnaire.answers"))


def of(kind, **more):
    return lambda world, case: {"pk": world.get(kind, case).pk} | more


def draft(name, *, data=None, **more):
    """A page about the draft."""
    return Page(name, args=of("draft questionnaire", **more), get=manages, post=manages, data=lambda w, c: data or {})


def step(name, kind="draft questionnaire", **data):
    """A button of those who build it."""
    return Page(name, args=of(kind), post=manages, data=lambda w, c: data)


def asked(world, case):
    return {"channel": "print", "until": "2026-03-31", "contact": world.get("contact", case).pk}


def answers_of(world, case):
    answered = world.get("answered invitation", case)
    return {"pk": answered.version.questionnaire_id, "invitation": answered.pk}


QUESTIONNAIRES = [
    Page("service:questionnaires", get=known),
    Page("service:questionnaire_new", get=manages, post=manages, data=lambda w, c: NAMED),
    Page("service:questionnaire", args=of("questionnaire"), get=known),
    Page("service:questionnaire_preview", args=of("questionnaire"), get=either(manages, sends)),
    draft("service:questionnaire_edit", data=NAMED),
    draft("service:questionnaire_heading", data=TITLED),
    draft("service:section_new", data=TITLED),
    draft("service:section", data=TITLED, key="s1"),
    draft("service:question_new", data=ASKED, key="s1"),
    draft("service:question", data=ASKED, key="q2"),
    step("service:questionnaire_move", key="q2", way="down"),
    step("service:questionnaire_remove", key="q2"),
    step("service:questionnaire_publish"),
    step("service:questionnaire_version", kind="questionnaire"),
    step("service:questionnaire_discard", kind="followed questionnaire"),
    step("service:questionnaire_close", kind="questionnaire"),
    step("service:questionnaire_reopen", kind="closed questionnaire"),
    Page("service:questionnaire_send", args=of("questionnaire"), get=sends),
    Page(
        "service:questionnaire_send",
        places=EVERYWHERE,
        args=of("unsent questionnaire"),
        post=reaches("questionnaire.send"),
        data=asked,
        words=True,
    ),
    Page("service:invitations", args=of("questionnaire"), get=sends),
    Page(
        "service:questionnaire_codes",
        places=EVERYWHERE,
        args=of("questionnaire"),
        post=reaches("questionnaire.send"),
        data=lambda w, c: {"invitation": w.get("printed invitation", c).pk},
        words=True,
    ),
    about(
        "invitation",
        "service:invitation_fill",
        EVERYWHERE,
        get=reaches("questionnaire.send"),
        post=reaches("questionnaire.send"),
        data=lambda w, c: {"shown": "q2", "q2": "4"},
    ),
    about("invitation", "service:invitation_withdraw", EVERYWHERE, post=reaches("questionnaire.send")),
    Page("service:questionnaire_results", args=of("questionnaire"), get=results),
    Page("service:questionnaire_texts", args=of("questionnaire"), get=reads, query={"question": "q10"}),
    Page("service:questionnaire_answers", args=of("questionnaire"), get=reads),
    Page(
        "service:questionnaire_answered",
        places=EVERYWHERE,
        args=answers_of,
        get=reaches("questionnaire.results", "questionnaire.answers"),
    ),
    Page(
        "service:questionnaire_export",
        args=of("questionnaire"),
        post=both(results, has("questionnaire.export")),
        data=lambda w, c: {"reason": "for the board"},
    ),
]
# Whoever has the link, signed in or not: tests/service/questionnaires/test_public.py.
LINKED = {"service:answer"}
