"""A questionnaire is built by pages: sections, questions, order, preview, publishing, a new version (row T22)."""

from dataclasses import replace

import pytest
from django.urls import reverse

from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from service.domain.questionnaires import drafts, publishing
from service.models import Questionnaire, QuestionnaireVersion
from service.rules.questionnaires import editing
from service.rules.questionnaires.body import Text, read
from tests.cast import NOW, as_admin
from tests.forms_of import form_of

from .asked import built, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("T22")]


def url(name, *args):
    return reverse(f"service:{name}", args=args)


def body():
    return read(QuestionnaireVersion.objects.order_by("-number").first().body)


def test_the_way_of_a_questionnaire_by_the_pages(cast, signed_in):
    client = signed_in(as_admin(cast.service_manager))
    named = client.post(url("questionnaire_new"), {"name": "Service 2026", "name_zh": "服务调查", "levels": ["vip"]})
    made = Questionnaire.objects.get()
    assert named.url == url("questionnaire", made.pk) and made.levels == ["vip"]
    refused = client.post(url("questionnaire_publish", made.pk), follow=True)
    assert "without questions can&#x27;t be published" in refused.text
    client.post(url("section_new", made.pk), {"title": "Service", "title_zh": "服务"})
    question = {"kind": "single", "text": "Fast?", "text_zh": "快吗？", "required": "on", "options": "Yes\nNo"}
    again = client.post(url("question_new", made.pk, "s1"), question | {"options": "Yes"})
    assert again.status_code == 422 and "at least two" in again.text and 'value="Fast?"' in again.text
    client.post(url("question_new", made.pk, "s1"), question)
    page = client.get(url("questionnaire", made.pk)).text
    assert "missing in one of the two languages" in page and "Fast?" in page
    assert client.post(url("questionnaire_publish", made.pk), follow=True).text.count("first fix") == 1
    client.post(url("question", made.pk, "q2"), question | {"options_zh": "快\n不快"})
    text = {"kind": "text", "text": "Why?", "text_zh": "为什么？", "shown_if": ["q2:o2"]}
    client.post(url("question_new", made.pk, "s1"), text)
    assert body().question("q3").shown_if == (("q2", "o2"),) and body().question("q2").options[1].text.zh == "不快"
    preview = client.get(url("questionnaire_preview", made.pk), {"language": "zh-hans"}).text
    assert (
        "为什么？" in preview
        and "快吗？ → 不快" in preview
        and "<form" not in preview.split('id="main"')[1].split("</main>")[0]
    )
    client.post(url("questionnaire_move", made.pk), {"key": "q3", "way": "up"})
    assert [row.key for row in body().questions()] == ["q3", "q2"]
    assert "not asked before it" in client.get(url("questionnaire", made.pk)).text
    client.post(url("questionnaire_move", made.pk), {"key": "q3", "way": "down"})
    client.post(url("questionnaire_publish", made.pk))
    version = QuestionnaireVersion.objects.get()
    assert version.published_at == NOW and version.published_by == cast.service_manager
    actions = list(
        Entry.objects.filter(action__startswith="questionnaire.").order_by("pk").values_list("action", flat=True)
    )
    assert actions[0] == "questionnaire.created" and actions[-1] == "questionnaire.published"


def test_a_published_version_never_changes(cast, signed_in):
    made = published(cast)
    before = QuestionnaireVersion.objects.get().body
    client = signed_in(cast.service_manager)
    assert "begin a new version" in client.get(url("question", made.pk, "q2"), follow=True).text
    with pytest.raises(Refused) as refusal:
        drafts.edit_draft(
            questionnaire_id=made.pk, change=lambda b: editing.remove(b, "q2"), by=cast.service_manager, at=NOW
        )
    assert refusal.value.code == "draft"
    client.post(url("questionnaire_version", made.pk))
    client.post(url("questionnaire_remove", made.pk), {"key": "q2"})
    assert [row.number for row in made.versions.all()] == [2, 1]
    assert made.versions.get(number=1).body == before and not body().question("q2")
    client.post(url("questionnaire_version", made.pk))  # a second click begins no third
    assert made.versions.count() == 2
    client.post(url("questionnaire_discard", made.pk))
    assert made.versions.get().body == before


def test_the_only_draft_is_not_discarded(cast):
    made = built(cast)
    with pytest.raises(Refused) as refusal:
        drafts.discard_draft(questionnaire_id=made.pk, by=cast.service_manager, at=NOW)
    assert refusal.value.code == "only"


def test_of_two_who_edit_one_question_none_overwrites_the_other(cast, signed_in):
    made = built(cast)
    client = signed_in(cast.service_manager)
    page = url("question", made.pk, "q2")
    opened = form_of(client.get(page), "text").typed(required=None)
    drafts.edit_draft(
        questionnaire_id=made.pk,
        change=lambda b: editing.update_question(b, replace(b.question("q2"), text=Text("New words", "新"))),
        by=cast.general_manager,
        at=NOW,
    )
    client.post(page, opened)
    found = body().question("q2")
    assert found.text.en == "New words" and not found.required


def test_only_those_with_the_right_build(cast, signed_in):
    made = built(cast)
    for who in (cast.rep, cast.service, cast.auditor):
        client = signed_in(who)
        assert client.get(url("questionnaire_new")).status_code == 403
        assert client.get(url("questionnaire", made.pk)).status_code == 404  # nothing of it is published
        assert client.post(url("questionnaire_publish", made.pk)).status_code == 403
    for verb in (publishing.publish_draft, drafts.begin_version, drafts.discard_draft, publishing.close_questionnaire):
        with pytest.raises(Refused) as refusal:
            verb(questionnaire_id=made.pk, by=cast.service, at=NOW)
        assert refusal.value.code == "denied"
    with pytest.raises(Refused):
        drafts.create_questionnaire(name="x", by=cast.rep, at=NOW)


def test_a_questionnaire_has_its_limits(cast):
    made = built(cast)
    question = body().question("q2")

    def much(draft):
        for _n in range(60):
            draft = editing.add_question(draft, "s1", question)
        return draft

    with pytest.raises(Refused) as refusal:
        drafts.edit_draft(questionnaire_id=made.pk, change=much, by=cast.service_manager, at=NOW)
    assert refusal.value.code == "many" and len(list(body().questions())) == 8


def test_what_is_typed_into_a_draft_that_is_gone_comes_back_with_a_sentence(cast, signed_in):
    made = built(cast)
    client = signed_in(cast.service_manager)
    titled = {"title": "Typed for nothing", "title_zh": "白写了"}
    asked = {"kind": "text", "text": "Typed for nothing", "text_zh": "白写了"}
    pages = [
        ("questionnaire_heading", (), titled),
        ("section_new", (), titled),
        ("section", ("s1",), titled),
        ("question_new", ("s1",), asked),
        ("question", ("q2",), asked),
    ]
    by = {"questionnaire_id": made.pk, "by": cast.general_manager, "at": NOW}

    def late(some, sentence):
        before = body()
        for name, key, typed in some:
            page = client.post(url(name, made.pk, *key), typed)
            assert page.status_code == 422 and sentence in page.text and "Typed for nothing" in page.text
            assert sentence in client.get(url(name, made.pk, *key), follow=True).text
        assert body() == before

    drafts.edit_draft(change=lambda b: editing.remove(b, "s1"), **by)
    late(pages[2:], "Somebody removed this")
    publishing.publish_draft(**by)
    late(pages, "There is no draft any more")
