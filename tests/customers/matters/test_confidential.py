"""A confidential matter is seen by those named alone: on no page, in no search, file, notice or typed address of others (row M8)."""

import pytest
from django.core import mail
from django.urls import reverse

from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from crm_project.notices.models import Notice
from customers import open_work
from customers.domain.matters import answering, reminding
from customers.models import Matter
from tests.cast import NOW, customer, moment

from .test_matters import refused, reported, told

pytestmark = [pytest.mark.django_db, pytest.mark.req("M8"), pytest.mark.usefixtures("clock")]
WORD = "Quetzalcoatl"
TEXT = f"{WORD} buys the company in May"


@pytest.fixture
def matter(cast):
    row = customer(cast.rep)
    return reported(
        row,
        cast.rep,
        cast,
        title=f"{WORD} sold",
        text=TEXT,
        confidential=True,
        answerer=cast.finance,
        readers=[cast.hr],
    )


def test_those_named_read_it_and_nobody_else_whatever_their_role(cast, matter, signed_in):
    url = reverse("customers:matter", args=[matter.pk])
    lists = (reverse("customers:matters") + "?tab=open", reverse("customers:matters_of", args=[matter.customer_id]))
    people = User.objects.active().filter(role__isnull=False).order_by("pk")
    named = {cast.rep, cast.finance, cast.hr}
    assert people.count() >= 12
    for person in people:
        client = signed_in(person)
        assert client.get(url).status_code == (200 if person in named else 404), person
        shown = "".join(client.get(one).text for one in lists)
        assert (WORD in shown) == (person in named), person
        for verb in ("answer", "pass", "ask", "close", "readers"):
            if person not in named:
                assert client.post(reverse(f"customers:matter_{verb}", args=[matter.pk]), {}).status_code == 404


def test_neither_the_audit_nor_a_notice_nor_a_mail_says_a_word_of_it(cast, matter):
    User.objects.filter(pk=cast.finance.pk).update(superior=cast.director)
    answering.answer_matter(matter_id=matter.pk, by=cast.finance, text=TEXT, at=NOW)
    answering.ask_again(matter_id=matter.pk, by=cast.rep, text=TEXT, due_on=moment("2026-03-04 09:00").date(), at=NOW)
    answering.pass_on(matter_id=matter.pk, by=cast.finance, to=cast.manager, text=TEXT, at=NOW)
    answering.name_readers(matter_id=matter.pk, by=cast.rep, readers=[cast.hr, cast.clerk], at=NOW)
    reminding.remind(at=moment("2026-03-03 17:00"))
    reminding.remind(at=moment("2026-03-04 17:00"))
    assert not Entry.objects.filter(action__startswith="matter.").exists()
    kinds = set(Notice.objects.values_list("kind", flat=True))
    assert {"matter_reported_confidential", "matter_overdue_confidential"} <= kinds
    assert all(not notice.params for notice in Notice.objects.all()) and not mail.outbox
    assert told(cast.director, "matter_overdue_confidential") == 0, "the superior is not named"
    assert told(cast.clerk, "matter_named_confidential") == 1 and told(cast.hr, "matter_named_confidential") == 1


def test_each_look_is_kept_and_read_by_those_named(cast, matter, signed_in):
    url = reverse("customers:matter", args=[matter.pk])
    for person in (cast.finance, cast.hr, cast.hr):
        signed_in(person).get(url)
    assert list(matter.entries.filter(kind="looked").values_list("by", flat=True)) == [
        cast.finance.pk,
        cast.hr.pk,
        cast.hr.pk,
    ]
    page = signed_in(cast.rep).get(url)
    looks = [("Finance looked at it", "2026-03-02 09:00"), ("Hr looked at it", "2 times, last 2026-03-02 09:00")]
    assert sorted(page.context["looks"]) == [*looks, ("Rep looked at it", "2026-03-02 09:00")]


def test_who_may_read_it_is_said_by_who_reported_or_answers_it(cast, matter):
    given = {"matter_id": matter.pk, "at": NOW}
    assert refused(answering.name_readers, by=cast.hr, readers=[], **given) == "status"
    answering.name_readers(by=cast.finance, readers=[cast.clerk], **given)
    assert set(Matter.objects.get().readers.all()) == {cast.clerk}
    answering.pass_on(by=cast.finance, to=cast.manager, text="Yours, I think", **given)
    assert set(Matter.objects.get().readers.all()) == {cast.clerk, cast.finance}, "who had it goes on reading it"
    open_one = reported(customer(cast.rep), cast.rep, cast)
    assert refused(answering.name_readers, matter_id=open_one.pk, by=cast.rep, readers=[], at=NOW) == "status"


def test_of_somebody_who_leaves_it_goes_to_nobody_who_was_not_named(cast, matter):
    work = next(one for one in open_work.WORK if one.key == "confidential_matters")
    given = {"leaver": cast.finance, "to": cast.director, "by": cast.admin, "at": NOW}
    User.objects.filter(pk__in=[cast.rep.pk, cast.hr.pk]).update(is_active=False)
    assert work.pass_on(**given) == 0 and Matter.objects.get().answerer == cast.finance
    User.objects.filter(pk=cast.hr.pk).update(is_active=True)
    assert work.pass_on(**given) == 1 and Matter.objects.get().answerer == cast.hr
    assert told(cast.hr, "matter_reported_confidential") == 1
    User.objects.filter(pk=cast.rep.pk).update(is_active=True)
    assert work.pass_on(**given | {"leaver": cast.hr}) == 1
    assert Matter.objects.get().answerer == cast.rep, "who reported it names somebody else"
    answering.pass_on(matter_id=matter.pk, by=cast.rep, to=cast.manager, text="Finance has left", at=NOW)
    assert Matter.objects.get().answerer == cast.manager


def test_neither_search_nor_file_nor_timeline_of_whoever_sees_the_customer_finds_it(cast, matter, signed_in):
    """That no page at all tells a word of one is shown by tests/test_every_page.py, for every role."""
    detail = reverse("customers:detail", args=[matter.customer_id])
    pages = [
        reverse("reports:search") + f"?q={WORD}",
        detail,
        f"{detail}?part=history",
        reverse("activities:timeline", args=[matter.customer_id]),
        reverse("audit:search"),
        reverse("customers:matters") + "?tab=open",
        reverse("customers:print"),
    ]
    for person in (cast.manager, cast.director, cast.general_manager, cast.admin, cast.auditor, cast.file_keeper):
        client = signed_in(person)
        told = [url for url in pages if WORD in client.get(url, follow=True).text.replace(f"q={WORD}", "")]
        assert told in ([], [pages[0]]), person  # the search repeats what was typed
        assert matter.title not in client.get(pages[0]).text, person
