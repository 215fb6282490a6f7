"""Major matters go to the department responsible, which answers in time (row M8)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers import open_work
from customers.domain.matters import access, answering, reminding, reporting
from customers.models import Customer, Matter
from tests.cast import NOW, customer, moment

pytestmark = [pytest.mark.django_db, pytest.mark.req("M8"), pytest.mark.usefixtures("clock")]
FRIDAY = date(2026, 3, 6)


def reported(row, by, cast, **more):
    said = {
        "title": "They refuse to pay",
        "text": "They say that the last delivery was late",
        "department": cast.departments["sales"],
        "answerer": None,
        "confidential": False,
        "readers": [],
        "due_on": FRIDAY,
    }
    return reporting.report_matter(customer=row, by=by, at=NOW, **said | more)


def told(person, kind):
    return Notice.objects.filter(user=person, kind=kind).count()


def refused(verb, **given):
    with pytest.raises(Refused) as refusal:
        verb(**given)
    return refusal.value.code


def test_the_head_of_the_department_answers_and_whoever_reported_it_closes_it(cast):
    row = reported(customer(cast.rep), cast.rep, cast)
    assert row.answerer == cast.manager and told(cast.manager, "matter_reported") == 1
    assert row.due_at == moment("2026-03-06 17:00")
    given = {"matter_id": row.pk, "at": NOW}
    assert refused(answering.close_matter, by=cast.rep, **given) == "status"
    assert refused(answering.answer_matter, by=cast.rep, text="I say so myself", **given) == "status"
    assert refused(answering.answer_matter, by=cast.manager, text=" ok ", **given) == "text"
    answering.answer_matter(by=cast.manager, text="We give five per cent", **given)
    assert told(cast.rep, "matter_answered") == 1
    assert refused(answering.answer_matter, by=cast.manager, text="once more", **given) == "status"
    answering.ask_again(by=cast.rep, text="Until when do they pay?", due_on=date(2026, 3, 9), **given)
    assert Matter.objects.get().status == "open" and told(cast.manager, "matter_reported") == 2
    answering.answer_matter(by=cast.manager, text="Within thirty days", **given)
    answering.close_matter(by=cast.rep, **given)
    kinds = [entry.kind for entry in Matter.objects.get().entries.all()]
    assert kinds == ["reported", "answered", "asked", "answered", "closed"]
    assert Entry.objects.filter(action__startswith="matter.", customer_id=row.customer_id).count() == 5


def test_it_is_passed_on_to_whom_it_belongs(cast):
    row = reported(customer(cast.rep), cast.rep, cast)
    given = {"matter_id": row.pk, "at": NOW, "text": "This is for finance"}
    for to in (None, cast.manager, cast.rep):
        assert refused(answering.pass_on, by=cast.manager, to=to, **given) == "to"
    answering.pass_on(by=cast.manager, to=cast.finance, **given)
    assert Matter.objects.get().answerer == cast.finance and told(cast.finance, "matter_reported") == 1
    assert refused(answering.answer_matter, by=cast.manager, **given) == "status"
    assert access.visible(cast.finance, NOW).get() == row


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": " "}, "title"),
        ({"text": "x"}, "text"),
        ({"department": None}, "department"),
        ({"confidential": True}, "answerer"),
        ({"answerer": "rep"}, "answerer"),
        ({"readers": ["mate"]}, "readers"),
        ({"due_on": None}, "due_on"),
        ({"due_on": date(2026, 3, 1)}, "due_on"),
        ({"due_on": date(2027, 3, 1)}, "due_on"),
    ],
)
def test_what_is_missing_is_said_at_its_field(cast, more, field):
    if "answerer" in more:
        more["answerer"] = cast.rep
    if "readers" in more:
        more["readers"] = [cast.mate]
    with pytest.raises(Refused) as refusal:
        reported(customer(cast.rep), cast.rep, cast, **more)
    assert refusal.value.field == field and not Matter.objects.exists()


def test_today_is_too_late_after_the_hour_and_a_customer_that_is_gone_has_no_matters(cast, clock):
    row = customer(cast.rep)
    reported(row, cast.rep, cast, due_on=NOW.date())
    clock.move_to(moment("2026-03-02 17:00"))
    with pytest.raises(Refused):
        reporting.due_moment(NOW.date(), moment("2026-03-02 17:00"))
    Customer.objects.filter(pk=row.pk).update(removed_at=NOW)
    row.refresh_from_db()
    with pytest.raises(Refused, match="no longer in the list"):
        reported(row, cast.rep, cast)


def test_it_is_reminded_of_before_and_after_its_day_and_the_superior_hears(cast):
    User.objects.filter(pk=cast.manager.pk).update(superior=cast.director)
    row = reported(customer(cast.rep), cast.rep, cast)
    assert reminding.remind(at=moment("2026-03-05 16:59")) == 0
    assert reminding.remind(at=moment("2026-03-05 17:00")) == 1 and told(cast.manager, "matter_due") == 1
    assert reminding.remind(at=moment("2026-03-06 16:59")) == 0
    late = moment("2026-03-06 17:00")
    assert reminding.remind(at=late) == 1
    assert [told(person, "matter_overdue") for person in (cast.manager, cast.rep, cast.director)] == [1, 1, 1]
    assert reminding.remind(at=late + timedelta(days=6)) == 0 and reminding.remind(at=late + timedelta(days=7)) == 1
    answering.answer_matter(matter_id=row.pk, by=cast.manager, text="It is settled", at=late)
    assert reminding.remind(at=late + timedelta(days=60)) == 0


def test_whoever_opens_the_customer_reads_it_and_others_do_not(cast):
    row = reported(customer(cast.rep), cast.rep, cast)
    seen = {name for name in ("rep", "manager", "director", "mate", "stranger", "east_rep") if sees(cast, name)}
    assert seen == {"rep", "manager", "director"}
    Customer.objects.filter(pk=row.customer_id).update(restricted=True)
    assert not sees(cast, "director") and sees(cast, "rep") and sees(cast, "manager"), "only who is named for it"


def sees(cast, name):
    return access.visible(getattr(cast, name), NOW).exists()


def test_of_somebody_who_leaves_it_passes_on(cast):
    row = reported(customer(cast.rep), cast.rep, cast)
    other = reported(customer(cast.mate), cast.director, cast, answerer=cast.manager)
    work = next(one for one in open_work.WORK if one.key == "matters")
    assert work.of(cast.manager).count() == 2
    User.objects.filter(pk=cast.manager.pk).update(superior=cast.general_manager)
    cast.manager.refresh_from_db()
    assert work.pass_on(leaver=cast.manager, to=cast.director, by=cast.admin, at=NOW) == 2
    assert Matter.objects.get(pk=row.pk).answerer == cast.director
    assert Matter.objects.get(pk=other.pk).answerer == cast.general_manager, "nobody answers what they reported"
    assert work.pass_on(leaver=cast.manager, to=cast.director, by=cast.admin, at=NOW) == 0


def test_in_the_browser_from_the_customer_to_the_answer(cast, signed_in, queries):
    row = customer(cast.rep)
    client = signed_in(cast.rep)
    assert reverse("customers:matters_of", args=[row.pk]) in client.get(reverse("customers:detail", args=[row.pk])).text
    url = reverse("customers:matter_new", args=[row.pk])
    assert (
        reverse("customers:matter_new", args=[row.pk])
        in client.get(reverse("customers:matters_of", args=[row.pk])).text
    )
    said = {"title": "A large order", "text": "Two thousand pieces", "department": cast.departments["sales"].pk}
    assert client.get(url).context["form"].initial["due_on"] == date(2026, 3, 5), "three working days"
    wrong = client.post(url, said | {"due_on": "2026-03-01"})
    assert wrong.status_code == 422 and "Two thousand pieces" in wrong.text
    sent = client.post(url, said | {"due_on": "2026-03-05"})
    matter = Matter.objects.get()
    assert sent.url == reverse("customers:matter", args=[matter.pk])
    client = signed_in(cast.manager)
    assert "A large order" in client.get(reverse("customers:matters")).text
    late = client.post(reverse("customers:matter_answer", args=[matter.pk]), {"text": "no"})
    assert late.status_code == 422 and "Write what was decided or done." in late.text
    client.post(reverse("customers:matter_answer", args=[matter.pk]), {"text": "We deliver in May"})
    client = signed_in(cast.rep)
    assert "We deliver in May" in client.get(sent.url).text
    client.post(reverse("customers:matter_close", args=[matter.pk]))
    assert Matter.objects.get().status == "closed"


def test_lists_take_the_same_queries_however_many_there_are(cast, signed_in, queries):
    row = customer(cast.rep)
    signed_in(cast.manager)
    reported(row, cast.rep, cast)
    urls = [reverse("customers:matters"), reverse("customers:matters_of", args=[row.pk])]
    few = [queries(url) for url in urls]
    for _n in range(8):
        reported(customer(cast.rep), cast.rep, cast)
        reported(row, cast.rep, cast)
    assert [queries(url) for url in urls] == few
