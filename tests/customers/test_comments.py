"""Comments with mentions: told at once, and only those who may see it can be mentioned."""

import pytest
from django.urls import reverse

from assignment.domain import collaborators
from assignment.domain.ownership import extend
from crm_project.lib.refused import Refused
from crm_project.notices.models import Comment, Notice
from customers.domain import comments
from tests.cast import NOW, customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def url(subject):
    return reverse("comment", args=[subject._meta.model_name, subject.pk])


@pytest.mark.req("Nh3")
def test_whoever_is_mentioned_is_told_with_a_link(cast, signed_in):
    row = customer(cast.rep)
    answer = signed_in(cast.rep).post(url(row), {"text": "@manager please have a look"})
    assert answer.url == reverse("customers:detail", args=[row.pk]) + "#comments"
    notice = Notice.objects.get(kind="mention")
    assert notice.user == cast.manager and notice.params["person"] == "Rep" and notice.params["subject"] == row.name


def test_names_are_found_in_running_chinese_text(cast):
    cast.mate.full_name = "王小明"
    cast.mate.save()
    people, nobody = comments.mentioned("请@王小明看一下,@manager也看看")
    assert {p.username for p in people} == {"mate", "manager"} and not nobody
    assert comments.mentioned("write to a@example.com") == ([], [])


@pytest.mark.req("Nh3")
def test_who_may_not_see_it_is_not_mentioned(cast, signed_in):
    row = customer(cast.rep)
    answer = signed_in(cast.rep).post(url(row), {"text": "@stranger look at this"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Stranger may not see this: mention somebody who can." in text and "look at this" in text
    assert not Comment.objects.exists() and not Notice.objects.exists()
    collaborators.register_collaborator(
        customer_id=row.pk, user=cast.stranger, note="", by=cast.rep, at=NOW, approved=True
    )
    comments.write_comment(subject=row, by=cast.rep, text="@stranger look", at=NOW)


@pytest.mark.req("Nh3")
def test_the_full_width_sign_mentions_too_and_what_names_nobody_is_text(cast, signed_in):
    row = customer(cast.rep)
    answer = signed_in(cast.rep).post(url(row), {"text": "＠manager 请看 @nobody_here，10 pcs @ 3.50 @12"})
    assert answer.status_code < 400
    comment = Comment.objects.get()
    assert [person.username for person in comment.mentions.all()] == ["manager"] and "@nobody_here" in comment.text


@pytest.mark.parametrize(("text", "code"), [("  ", "empty"), ("x" * 4001, "too_long")])
def test_what_can_not_be_written_is_refused_in_words(cast, text, code):
    with pytest.raises(Refused) as refusal:
        comments.write_comment(subject=customer(cast.rep), by=cast.rep, text=text, at=NOW)
    assert refusal.value.code == code


def test_nobody_comments_on_what_she_may_not_see(cast, signed_in):
    row = customer(cast.rep)
    assert signed_in(cast.stranger).post(url(row), {"text": "hello"}).status_code == 404
    assert (
        signed_in(cast.rep).post(reverse("comment", args=["user", cast.mate.pk]), {"text": "hello"}).status_code == 404
    )


def test_requests_are_commented_on_by_those_concerned(cast, signed_in):
    row = customer(cast.rep)
    ask = extend.ask_extension(customer_id=row.pk, days=3, reason="nearly signed", by=cast.rep, at=NOW)
    client = signed_in(cast.manager)
    answer = client.post(url(ask), {"text": "@rep which contract?"}, headers={"HX-Request": "true"})
    assert (
        answer.status_code == 200
        and "which contract?" in answer.content.decode()
        and "<html" not in answer.content.decode()
    )
    assert "which contract?" in client.get(reverse("approvals:request", args=[ask.pk])).content.decode()
    assert signed_in(cast.mate).post(url(ask), {"text": "me too"}).status_code == 404


def test_text_is_shown_as_text(cast, signed_in):
    row = customer(cast.rep)
    text = (
        signed_in(cast.rep)
        .post(url(row), {"text": "<script>alert(1)</script>"}, headers={"HX-Request": "true"})
        .content.decode()
    )
    assert "<script>alert" not in text and "&lt;script&gt;" in text


def test_mentioning_oneself_tells_nobody(cast):
    comments.write_comment(subject=customer(cast.rep), by=cast.rep, text="@rep note to self", at=NOW)
    assert not Notice.objects.exists()


@pytest.mark.embedded
def test_thirty_comments_take_as_many_queries_as_one(cast, signed_in, queries):
    row = customer(cast.rep)
    signed_in(cast.rep)
    page = reverse("customers:detail", args=[row.pk]) + "?part=comments"
    comments.write_comment(subject=row, by=cast.rep, text="one", at=NOW)
    few = queries(page)
    for n in range(29):
        comments.write_comment(subject=row, by=cast.rep, text=f"{n}", at=NOW)
    assert queries(page) == few
