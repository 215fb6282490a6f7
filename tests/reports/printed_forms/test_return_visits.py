"""Return visits on paper: to be taken along, and as reported (rows T4, T21, T23)."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from crm_project.audit.models import Entry
from customers.models import Contact
from service.domain.visits.planning import cancel_visit
from service.domain.visits.reporting import Demand
from service.models import VisitAspect
from tests.cast import NOW, customer
from tests.service.visits.made import report, visit

from .reading import read, within

pytestmark = [pytest.mark.django_db, pytest.mark.req("T4", "T21", "T23"), pytest.mark.usefixtures("clock")]


@pytest.fixture
def made(cast):
    row = customer(cast.rep, name="杭州天元化工有限公司")
    person = Contact.objects.create(customer=row, name="王建国", title="采购经理", created_at=NOW)
    return visit(row, cast.rep, person=cast.service, contact=person)


def url(made):
    return reverse("reports:print_return_visit", args=[made.pk])


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_before_it_there_is_a_form_with_what_is_asked(cast, signed_in, made, language):
    client = signed_in(cast.service)
    whole = "".join(read(client, url(made), language))
    with override(language):
        asked = [str(row) for row in VisitAspect.objects.filter(active=True)]
    title = "Return visit report" if language == "en" else "售后回访报告表"
    wanted = [title, made.customer.name, "王建国", "采购经理", "after the repair", *asked, "□1□2□3□4□5"]
    assert asked and [text for text in wanted if not within(text, whole)] == []
    entry = Entry.objects.get(action="form.printed")
    assert (entry.customer_id, entry.changes) == (
        made.customer_id,
        {"form": [None, "return_visit"], "of": [None, "2026-03-02"]},
    )
    assert url(made) in client.get(reverse("service:visit", args=[made.pk])).text


def test_after_it_the_report_says_what_its_page_says(cast, signed_in, made):
    wanted = Demand(text="轴承 P-200", quantity=3, wanted_on=date(2026, 4, 1))
    report(made, cast.service, 5, 4, words="交货很快", demands=[wanted], ideas=["换包装", "写英文说明"])
    whole = "".join(read(signed_in(cast.service), url(made), "en"))
    said = ["5 / 5", "4 / 5", "交货很快", "轴承 P-200 · 3 · by 2026-04-01", "换包装", "写英文说明", str(cast.service)]
    assert [text for text in said if not within(text, whole)] == []
    assert "□" not in whole and not within("Cancelled", whole)


def test_a_cancelled_one_says_so_across_the_page_and_is_offered_no_more(cast, signed_in, made):
    client, forms = signed_in(cast.rep), reverse("reports:forms_of_customer", args=[made.customer_id])
    assert url(made) in client.get(forms).text
    cancel_visit(visit_id=made.pk, by=cast.service, at=NOW, reason="closed")
    assert url(made) not in client.get(forms).text
    assert within("Cancelled", "".join(read(client, url(made), "en")))


def test_numbers_that_the_reader_may_not_see_are_masked(cast, signed_in, made):
    report(made, cast.service, words="打 13912345678 确认", ideas=["13812345678"], demands=[Demand(text="13712345678")])
    role = cast.rep.role
    role.masks = {**role.masks, "phone.all": {}}
    role.save(update_fields=["masks"])
    whole = "".join(read(signed_in(cast.rep), url(made), "en"))
    assert not [number for number in ("13912345678", "13812345678", "13712345678") if number in whole]


def test_whoever_may_not_see_the_visit_prints_nothing_of_it(cast, signed_in, made):
    assert signed_in(cast.stranger).get(url(made)).status_code == 404
    assert not Entry.objects.filter(action="form.printed").exists()
