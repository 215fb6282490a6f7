"""The pages of mailings: set up, changed, refused with what was typed, sent again; whose they are, what they cost (row Nh3)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from crm_project.accounts.models import User
from customers.domain.saved_filters import save_filter
from reports.models import MailDelivery, MailReader, MailSchedule
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nh3")]
SAID = {
    "name": "Monday",
    "what": "analysis:cohorts",
    "days": "month",
    "repeat": "weekly",
    "weekday": "2",
    "day": "1",
    "hour": "7",
    "format": "xlsx",
}


@pytest.fixture
def addressed(cast):
    for one in (cast.manager, cast.director):
        one.email = f"{one.username}@example.com"
        one.save()
    return cast


def made(cast, n=1):
    for i in range(n):
        row = MailSchedule.objects.create(
            owner=cast.manager, name=f"m{i}", content="analysis", page="flow", next_at=NOW, created_at=NOW
        )
        MailReader.objects.create(schedule=row, person=cast.manager)
        MailReader.objects.create(schedule=row, person=cast.director)
        MailDelivery.objects.create(
            schedule=row, reader=cast.director, due_at=NOW, try_at=NOW, state="failed", problem="server"
        )
    return row


def test_a_mailing_is_set_up_and_changed(addressed, signed_in):
    client = signed_in(addressed.manager)
    answer = client.get(reverse("reports:mailing_new"), {"what": "analysis:funnel"})
    assert answer.context["form"].initial["what"] == "analysis:funnel"
    answer = client.post(reverse("reports:mailing_new"), SAID | {"readers": [addressed.director.pk]})
    assert answer.status_code == 302
    row = MailSchedule.objects.get()
    assert (row.page, row.weekday, row.hour, row.readers.count()) == ("cohorts", 2, 7, 2)
    page = client.get(reverse("reports:mailings")).text
    assert "every Wednesday at 7:00" in page and "next 2026-03-04 07:00" in page and "also to" in page
    answer = client.get(reverse("reports:mailing_edit", args=[row.pk]))
    assert answer.context["form"].initial["what"] == "analysis:cohorts"
    client.post(reverse("reports:mailing_edit", args=[row.pk]), SAID | {"repeat": "daily"})
    row.refresh_from_db()
    assert (row.repeat, row.readers.count()) == ("daily", 1)


def test_a_customer_list_is_set_up_changed_and_its_filter_is_missed(addressed, signed_in):
    kept = save_filter(by=addressed.manager, at=NOW, name="都在这里", query="held=owned")
    client, said = (
        signed_in(addressed.manager),
        {"what": f"list:{kept.pk}", "reason": "weekly meeting", "format": "pdf"},
    )
    assert client.post(reverse("reports:mailing_new"), SAID | said).status_code == 302
    row = MailSchedule.objects.get()
    assert (row.content, row.saved_filter, row.page, row.department) == ("list", kept, "", None)
    url = reverse("reports:mailing_edit", args=[row.pk])
    assert client.get(url).context["form"].initial["what"] == f"list:{kept.pk}"
    assert client.post(url, SAID | said | {"hour": "9"}).status_code == 302
    row.refresh_from_db()
    assert (row.saved_filter, row.hour) == (kept, 9)
    kept.delete()
    assert client.post(url, SAID | said).status_code == 422


def test_a_person_with_nothing_to_mail_reads_what_to_do(cast, signed_in):
    page = signed_in(cast.clerk).get(reverse("reports:mailing_new")).text
    assert "save the filter" in page and 'name="what"' not in page


def test_of_many_mails_the_failed_ones_of_the_last_moment_are_shown(addressed, signed_in):
    row = made(addressed)
    for n in range(8):
        MailDelivery.objects.create(
            schedule=row, reader=addressed.manager, due_at=NOW - timedelta(days=n), try_at=NOW, state="sent"
        )
    answer = signed_in(addressed.manager).get(reverse("reports:mailings"))
    (line,) = answer.context["own"]
    assert len(line["mails"]) == 5 and line["mails"][0]["again"]


def test_a_refusal_stands_at_its_field_with_what_was_typed(addressed, signed_in):
    client = signed_in(addressed.manager)
    answer = client.post(reverse("reports:mailing_new"), SAID | {"format": "pdf"})
    assert answer.status_code == 422 and "Only customer lists are mailed as PDF" in answer.text
    assert 'value="Monday"' in answer.text and not MailSchedule.objects.exists()


def test_what_one_may_not_have_is_not_offered(addressed, signed_in):
    form = signed_in(addressed.hr).get(reverse("reports:mailing_new")).context["form"]
    offered = [key for _group, choices in form.fields["what"].choices for key, _label in choices]
    assert offered == ["analysis:cohorts", "analysis:flow", "analysis:not-seen", "figures:"]
    addressed.hr.email = "hr@example.com"
    addressed.hr.save()
    answer = signed_in(addressed.hr).post(reverse("reports:mailing_new"), SAID | {"what": "analysis:funnel"})
    assert answer.status_code == 422
    assert signed_in(addressed.finance).get(reverse("reports:mailings")).status_code == 403


def test_a_failure_is_shown_and_sent_again(addressed, signed_in):
    made(addressed)
    client = signed_in(addressed.manager)
    page = client.get(reverse("reports:mailings")).text
    assert "The mail server did not take the mail." in page
    mail = MailDelivery.objects.get()
    client.post(reverse("reports:mailing_again", args=[mail.pk]))
    mail.refresh_from_db()
    assert (mail.state, mail.problem) == ("waiting", "")


def test_those_of_colleagues_can_only_be_left(addressed, signed_in):
    row = made(addressed)
    client = signed_in(addressed.director)
    answer = client.get(reverse("reports:mailings"))
    assert not answer.context["own"] and [one.pk for one, *_rest in answer.context["got"]] == [row.pk]
    assert client.get(reverse("reports:mailing_edit", args=[row.pk])).status_code == 404
    client.post(reverse("reports:mailing_leave", args=[row.pk]))
    assert not row.readers.filter(person=addressed.director).exists()


def test_nobody_without_an_address_is_offered_or_can_have_one(cast, signed_in):
    User.objects.update(email="")
    answer = signed_in(cast.manager).get(reverse("reports:mailings"))
    assert "no e-mail address" in answer.text
    assert not answer.wsgi_request.user.email
    assert signed_in(cast.manager).post(reverse("reports:mailing_new"), SAID).status_code == 422


def test_the_queries_do_not_grow_with_mailings(addressed, signed_in, django_assert_max_num_queries):
    made(addressed)
    client, url = signed_in(addressed.manager), reverse("reports:mailings")
    client.get(url)
    with django_assert_max_num_queries(30) as few:
        client.get(url)
    made(addressed, 12)
    with django_assert_max_num_queries(len(few)):
        client.get(url)
    assert MailSchedule.objects.filter(created_at__gt=NOW - timedelta(days=1)).count() == 13
