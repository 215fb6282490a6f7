"""The pages of service: the work list, one order from the call to closing, the targets with their preview."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from customers.models import Contact
from service.domain.orders import ending, working
from service.domain.targets import versions
from service.models import ServiceOrder, TargetVersion
from service.models.choices import Status
from tests.cast import NOW, as_admin, customer
from tests.every_page.service_table import HOURS, ROWS
from tests.forms_of import form_of

from .orders import kind, order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def row(cast):
    return customer(cast.rep, since=NOW - timedelta(days=3), name="宁波海风电器有限公司")


def posted(row, **fields):
    given = {"customer": row.pk, "kind": kind().pk, "subject": "压缩机不启动", "priority": "high", "channel": "phone"}
    return given | {"reported_at": "2026-03-02T08:30"} | fields


@pytest.mark.req("Ni21", "Ne10", "Nc13")
def test_the_way_of_an_order_by_the_pages(cast, row, signed_in):
    """The rep records it; service accepts, waits, goes on, finishes and closes it."""
    answer = signed_in(cast.rep).post(reverse("service:new"), posted(row))
    made = ServiceOrder.objects.get()
    page = reverse("service:order", args=[made.pk])
    assert answer.url == page
    text = signed_in(cast.rep).get(page).text
    assert (
        "压缩机不启动" in text and "0 min of 2 h used" in text and reverse("service:accept", args=[made.pk]) not in text
    )
    client = signed_in(cast.service)
    assert "压缩机不启动" in client.get(f"{reverse('service:orders')}?tab=unassigned").text
    client.post(reverse("service:accept", args=[made.pk]))
    client.post(reverse("service:wait", args=[made.pk]), {"waits_for": "parts", "note": "the valve"})
    waiting = client.get(page).text
    assert "stopped at 0 min of 16 h" in waiting and "the valve" in waiting
    assert "压缩机不启动" in client.get(f"{reverse('service:orders')}?tab=waiting").text
    client.post(reverse("service:resume", args=[made.pk]))
    refused = client.post(reverse("service:finish", args=[made.pk]), {"content": "  ", "hours": "1.5"})
    assert refused.status_code == 422 and 'value="1.5"' in refused.text
    client.post(reverse("service:finish", args=[made.pk]), {"content": "changed the seal", "hours": "1.5"})
    client.post(reverse("service:confirm", args=[made.pk]))
    client.post(reverse("service:close", args=[made.pk]))
    made.refresh_from_db()
    assert made.status == Status.CLOSED and "changed the seal" in client.get(page).text
    assert client.get(f"{reverse('customers:detail', args=[row.pk])}?part=service").text.count("压缩机不启动") >= 1


def test_who_comes_second_is_told_and_nothing_is_lost(cast, row, signed_in):
    made = order(row, cast.rep)
    working.accept_order(order_id=made.pk, by=cast.service_manager, at=NOW)
    client = signed_in(cast.service_manager)
    answer = client.post(reverse("service:accept", args=[made.pk]), follow=True)
    assert str(cast.service_manager) in answer.text and "already" in answer.text


def test_a_bad_order_comes_back_as_it_was_typed(cast, row, signed_in):
    client = signed_in(cast.rep)
    bad = client.post(reverse("service:new"), posted(row, reported_at="2026-03-02T12:30"))
    assert bad.status_code == 422 and "future" in bad.text.lower() or "later" in bad.text.lower()
    assert "压缩机不启动" in bad.text and not ServiceOrder.objects.exists()
    mine, other = (Contact.objects.create(customer=c, name="王经理", created_at=NOW) for c in (row, customer(cast.rep)))
    assert client.post(reverse("service:new"), posted(row, contact=other.pk)).status_code == 422
    client.post(reverse("service:new"), posted(row, contact=mine.pk))
    assert ServiceOrder.objects.get().contact == mine


def test_a_change_of_what_was_recorded(cast, row, signed_in):
    made = order(row, cast.service, description="loud")
    client = signed_in(cast.service)
    page = reverse("service:edit", args=[made.pk])
    assert "loud" in client.get(page).text
    fields = posted(row, subject="another", description="louder")
    assert client.post(page, fields).status_code == 302
    made.refresh_from_db()
    assert (made.subject, made.description) == ("another", "louder")
    ending.cancel_order(order_id=made.pk, reason="twice", by=cast.service, at=NOW)
    assert client.get(page).status_code == 403 and "twice" in client.get(reverse("service:order", args=[made.pk])).text


@pytest.mark.req("Ni22", "Ne9")
def test_what_was_begun_by_somebody_who_left_stands_among_the_unassigned(cast, row, signed_in):
    made = order(row, cast.service)
    working.accept_order(order_id=made.pk, by=cast.service, at=NOW)
    ServiceOrder.objects.filter(pk=made.pk).update(assigned=None)
    client, url = signed_in(cast.service_manager), f"{reverse('service:orders')}?tab=unassigned"
    assert [line["order"].pk for line in client.get(url).context["rows"]] == [made.pk]
    working.finish_order(order_id=made.pk, content="ok", by=cast.service_manager, at=NOW)
    assert not client.get(url).context["rows"]


@pytest.mark.embedded
@pytest.mark.parametrize("tab", ["open", "unassigned", "all"])
def test_the_list_takes_the_same_queries_for_one_and_thirty(cast, row, signed_in, tab):
    client, url = signed_in(cast.service), f"{reverse('service:orders')}?tab={tab}"

    def cost():
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    order(row, cast.rep)
    one = cost()
    for _n in range(29):
        order(row, cast.rep)
    assert cost() <= one <= 16


def test_what_is_due_first_stands_first_and_the_pages_go_on(cast, row, signed_in):
    for priority in ("low", "urgent", "normal", "high"):
        for _n in range(8):
            order(row, cast.rep, priority=priority)
    waiting = order(row, cast.rep, priority="urgent")
    working.accept_order(order_id=waiting.pk, by=cast.service, at=NOW)
    client = signed_in(cast.service)
    first = client.get(reverse("service:orders")).context["page"]
    seen = [one.priority for one in first.rows]
    assert seen[:16] == ["urgent"] * 8 + ["high"] * 8
    rest = client.get(reverse("service:orders") + first.next_url).context["page"]
    assert len(seen) + len(rest.rows) == 33


@pytest.mark.req("Ni22")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("where=1.subject.has.leak", {"a leak"}),
        ("where=1.priority.in.urgent&where=2.reported.last.0&match=any", {"a leak", "a noise"}),
        ("where=1.kind.in.{training}", {"a course"}),
        ("where=1.customer.has.海风&where=1.reported.over.5", {"a course"}),
        ("where=1.assigned.in.{service}", set()),
    ],
)
def test_orders_are_found_by_conditions(cast, row, signed_in, query, expected):
    order(row, cast.rep, subject="a leak", priority="urgent")
    order(row, cast.rep, subject="a noise")
    order(row, cast.rep, subject="a course", kind=kind("training"), at=NOW - timedelta(days=9))
    query = query.format(training=kind("training").pk, service=cast.service.pk)
    page = signed_in(cast.service).get(f"{reverse('service:orders')}?tab=all&{query}")
    assert page.context["where_problems"] == [] and {one.subject for one in page.context["page"].rows} == expected


def test_mine_is_what_one_works_on_or_in_sales_what_one_recorded(cast, row, signed_in):
    made, _others = order(row, cast.rep, subject="of the rep"), order(row, cast.manager, subject="of the manager")
    working.accept_order(order_id=made.pk, by=cast.service, at=NOW)

    def mine(person):
        page = signed_in(person).get(f"{reverse('service:orders')}?tab=mine").context["page"]
        return [one.subject for one in page.rows]

    assert (mine(cast.rep), mine(cast.manager)) == (["of the rep"], ["of the manager"])
    assert (mine(cast.service), mine(cast.service_manager)) == (["of the rep"], [])


# --- targets ---------------------------------------------------------------------------------------------------------------
@pytest.mark.req("Ni21")
def test_targets_are_tried_on_the_last_orders_before_they_hold(cast, row, signed_in):
    made = order(row, cast.rep, at=NOW - timedelta(days=3))
    working.accept_order(order_id=made.pk, by=cast.service, at=NOW - timedelta(days=3) + timedelta(minutes=90))
    client, page = signed_in(as_admin(cast.service_manager)), reverse("service:targets_edit")
    seen = client.post(page, HOURS | ROWS | {"fri": "09:00-18:00", "preview": "1"})
    told = "1 order of the last 90 days: late by the new targets 1, by those in force 0."
    assert seen.status_code == 200 and told in " ".join(seen.text.split())
    order(row, cast.rep)
    again = client.post(page, HOURS | ROWS | {"fri": "09:00-18:00", "preview": "1"})
    assert "2 orders of the last 90 days: late by the new targets 1, by those in force 0." in " ".join(
        again.text.split()
    )
    assert str(cast.service) in seen.text and not TargetVersion.objects.exists()
    client.post(page, HOURS | ROWS)
    version = TargetVersion.objects.get()
    assert (version.set_by, version.note, version.body["hours"]) == (
        cast.service_manager,
        "shorter",
        {"mon": ["09:00-12:00"]},
    )
    assert versions.targets_at(NOW).of("training", "low", ()).response == 60
    assert "shorter" in client.get(reverse("service:targets")).text


def test_targets_that_somebody_else_changed_meanwhile_are_shown_and_not_overwritten(cast, signed_in):
    client, page = signed_in(cast.service_manager), reverse("service:targets_edit")
    form = form_of(client.get(page), "mon")
    body = versions.STANDARD | {"hours": {"mon": ["10:00-16:00"]}}
    versions.set_targets(body=body, by=cast.general_manager, at=NOW)
    answer = client.post(page, form.typed(mon="07:00-09:00"))
    assert answer.status_code == 422 and "10:00-16:00" in answer.text and "07:00-09:00" in answer.text
    assert TargetVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"mon": "18-9"}, "is no time such as"),
        ({"mon": ""}, "On no day is anybody working"),
        ({"mon": "09:00-12:00, 11:00-13:00"}, "begins before"),
        ({"days_off": "2026-02-30"}, "is no date"),
        ({"remind_percent": "0"}, "greater than or equal to 1"),
        ({"rows-0-response": "0"}, "greater than or equal to 1"),
        ({"rows-0-completion": ""}, "Enter both"),
        ({"rows-0-response": "900", "rows-0-completion": "60"}, "be due before somebody responds"),
    ],
)
def test_targets_that_cannot_be_meant_are_refused_in_words(cast, signed_in, change, said):
    client = signed_in(cast.service_manager)
    answer = client.post(reverse("service:targets_edit"), HOURS | ROWS | change)
    assert answer.status_code == 422 and said in answer.text and "shorter" in answer.text
    assert not TargetVersion.objects.exists()


@pytest.mark.req("Ni21", "T21", "M16")
@pytest.mark.parametrize(("page", "who"), [("new", "rep"), ("visit_new", "rep"), ("remedial_new", "service")])
def test_a_customer_that_one_may_not_see_is_refused_in_words_that_tell_nothing(cast, row, signed_in, page, who):
    hidden = customer(cast.stranger, name="绍兴隐名有限公司")
    client = signed_in(getattr(cast, who))
    for wanted in (hidden.pk, 99_999_999) if who == "rep" else (99_999_999,):
        answer = client.post(reverse(f"service:{page}"), posted(row, customer=wanted))
        assert answer.status_code == 422 and "choose this customer: search for another" in answer.text
        assert "绍兴隐名" not in answer.text
    assert not ServiceOrder.objects.exists()


@pytest.mark.req("Ni21")
def test_who_comes_second_is_told_though_the_form_is_gone(cast, row, signed_in):
    """The same step in two tabs."""
    made, client = order(row, cast.service), signed_in(cast.service_manager)
    working.start_order(order_id=made.pk, by=cast.service_manager, at=NOW)

    def twice(step, typed):
        url = reverse(f"service:{step}", args=[made.pk])
        assert client.post(url, typed).status_code == 302
        answer = client.post(url, typed)
        assert answer.status_code == 422
        return answer.text

    # Said once, in a message.
    assert twice("wait", {"waits_for": "parts"}).count("is “Waiting” by now: reload the page.") == 1
    assert twice("finish", {"content": "更换了启动电容"}).count("is “Done” by now: reload the page.") == 1
    client.post(reverse("service:close", args=[made.pk]))
    assert twice("reopen", {"reason": "又坏了"}).count("go on there") == 1


def test_a_cancelled_order_is_late_for_nobody(cast, row, signed_in):
    made = order(row, cast.rep, at=NOW - timedelta(days=9))
    client = signed_in(cast.service_manager)
    assert "late by" in client.get(reverse("service:orders"), {"tab": "all"}).text
    ending.cancel_order(order_id=made.pk, reason="客户自行解决", by=cast.service_manager, at=NOW)
    assert "late by" not in client.get(reverse("service:orders"), {"tab": "all"}).text
    page = client.get(reverse("service:order", args=[made.pk])).text
    assert "Cancelled: nothing is counted." in page and "late by" not in page
