"""The bell, the list, and reading."""

import pytest
from django.urls import reverse

from crm_project.notices.domain.notify import tell
from crm_project.notices.models import Notice
from tests.cast import NOW

BELL, LIST = reverse("notices:bell"), reverse("notices:list")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def news(person, n=1, **fields):
    for i in range(n):
        tell([person], "request_overdue", at=NOW, subject=f"Acme {i}", url="/approvals/", **fields)


def test_the_bell_counts_and_shows_the_newest_eight(cast, signed_in):
    news(cast.rep, 10)
    news(cast.mate)
    text = signed_in(cast.rep).get(BELL).content.decode()
    assert "Notices: 10 unread" in text and text.count("Your decision is overdue:") == 8
    assert "Acme 9" in text and "Acme 1:" not in text


def test_following_a_notice_marks_it_as_read(cast, signed_in):
    news(cast.rep)
    notice = Notice.objects.get()
    assert signed_in(cast.mate).get(reverse("notices:follow", args=[notice.pk])).status_code == 404
    answer = signed_in(cast.rep).get(reverse("notices:follow", args=[notice.pk]))
    notice.refresh_from_db()
    assert answer.url == "/approvals/" and notice.read_at == NOW


def test_all_are_marked_as_read_at_once_and_only_mine(cast, signed_in):
    news(cast.rep, 3)
    news(cast.mate)
    signed_in(cast.rep).post(reverse("notices:read_all"))
    assert Notice.objects.filter(read_at__isnull=True).get().user == cast.mate


def test_the_list_shows_all_or_the_unread(cast, signed_in):
    news(cast.rep, 2)
    first = Notice.objects.first()
    client = signed_in(cast.rep)
    client.post(reverse("notices:read", args=[first.pk]))
    assert client.get(LIST).content.decode().count("row-title") == 2
    assert client.get(LIST + "?show=unread").content.decode().count("row-title") == 1
    assert "Nothing new" in signed_in(cast.mate).get(LIST).content.decode()


@pytest.mark.embedded
def test_thirty_notices_take_as_many_queries_as_one(cast, signed_in, queries):
    signed_in(cast.rep)
    news(cast.rep)
    few, few_bell = queries(LIST), queries(BELL)
    news(cast.rep, 29)
    assert queries(LIST) == few and queries(BELL) == few_bell


def test_nobody_reads_notices_without_signing_in(client, db):
    assert client.get(BELL).status_code == 302
