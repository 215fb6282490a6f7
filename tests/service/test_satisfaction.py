"""Satisfaction in the statistics: the scores of return visits to the orders, by every grouping, nothing of fewer than five (row Ni22)."""

import random
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from statistics import mean

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from contracts.models import Contract, ContractLine
from crm_project.accounts.models import Role
from crm_project.lib.time import local_date
from deals.models import Product
from service.domain import statistics
from service.domain.satisfaction import Satisfaction, satisfaction, total_satisfaction
from service.models import OrderKind, ReturnVisit, ServiceOrder
from tests.cast import NOW, customer
from tests.service.test_statistics import keys, listed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Ni22", "T21")]
KINDS = ("training", "repair_in_warranty", "online_support")


def made(row, kind, number, *scores, reported=NOW, **fields):
    """A done order with a return visit for each score; None: the visit brought words alone."""
    order = ServiceOrder.objects.create(
        number=f"S-9{number:05d}",
        customer=row,
        kind=OrderKind.objects.get(key=kind),
        subject="压缩机不启动",
        status="done",
        **dict.fromkeys(("reported_at", "accepted_at", "done_at", "recorded_at", "changed_at"), reported),
        **fields,
    )
    for score in scores:
        visited(order, score)
    return order


def visited(order, score, **fields):
    day = NOW.date()
    given = {
        "due_on": day,
        "report_due_on": day,
        "status": "done",
        "held_on": day,
        "planned_at": NOW,
        "changed_at": NOW,
    }
    return ReturnVisit.objects.create(customer=order.customer, order=order, score=score, **given | fields)


@pytest.fixture
def judged(cast):
    """Sixty orders by fixed dice, of one customer so that one grouping has one group; some were visited twice, some not at all."""
    dice, row = random.Random(11), customer(cast.rep)
    products = [Product.objects.create(code=f"P{n}", name=f"P{n}", unit="台") for n in range(2)]
    contract = Contract.objects.create(
        customer=row, number="HT-1", signed_at=NOW, amount=1, status="confirmed", recorded_at=NOW
    )
    sold = [
        ContractLine.objects.create(contract=contract, product=one, name=str(one), quantity=1, price=1, amount=1)
        for one in [*products, *products, None]
    ]
    orders = []
    for n in range(60):
        scores = [
            dice.choice([None, Decimal("1.5"), Decimal(4), Decimal(5)]) for _n in range(dice.choice([0, 1, 1, 2]))
        ]
        order = made(
            row,
            dice.choice(KINDS),
            n,
            *scores,
            reported=NOW - timedelta(days=dice.randint(1, 60)),
            assigned=dice.choice([None, cast.service]),
        )
        order.lines.set(dice.sample(sold, dice.choice([0, 1, 3])))
        orders.append(order)
    return orders


def plainly(group):
    """{key: (how many, their mean)}, read row by row."""
    found = defaultdict(list)
    for order in ServiceOrder.objects.prefetch_related("lines__product", "return_visits"):
        scores = [visit.score for visit in order.return_visits.all() if visit.score is not None]
        for key in keys(order, group) if scores else ():
            found[key].append(mean(scores))
    return {key: (len(rows), round(mean(rows), 4)) for key, rows in found.items()}


@pytest.mark.parametrize("group", statistics.GROUPS)
def test_the_database_judges_as_one_who_reads_every_visit(judged, group, django_assert_num_queries):
    orders, visits = ServiceOrder.objects.all(), ReturnVisit.objects.all()
    with django_assert_num_queries(1):
        of_all = total_satisfaction(orders, visits)
    lines = [line.key for line in statistics.lines(orders, group)]
    with django_assert_num_queries(1):
        said = satisfaction(orders, visits, group, lines, total=of_all)
    assert all(one.answers >= 5 and not one.few for one in said.values()), "the dice made large groups"
    found = {local_date(key) if group == "month" else key: one for key, one in said.items()}
    assert {key: (one.answers, round(one.mean, 4)) for key, one in found.items()} == plainly(group)


def by_kind(orders):
    """{kind: what is said of it}."""
    visits, names = ReturnVisit.objects.all(), dict(OrderKind.objects.values_list("pk", "key"))
    of_all = total_satisfaction(orders, visits)
    return {names[key]: one for key, one in satisfaction(orders, visits, "kind", list(names), total=of_all).items()}


def test_a_group_under_five_is_not_broken_down_nor_what_would_tell_it(cast):
    row = customer(cast.rep)
    for n, kind in enumerate([*["training"] * 6, *["online_support"] * 7, *["repair_in_warranty"] * 4]):
        made(row, kind, n, 4)
    assert by_kind(ServiceOrder.objects.all()) == {
        "training": Satisfaction(6, few=True),  # with it the smallest would follow from the total
        "online_support": Satisfaction(7, Decimal(4)),
        "repair_in_warranty": Satisfaction(4, few=True),
    }
    made(row, "repair_in_warranty", 20, 4)
    assert not any(one.few for one in by_kind(ServiceOrder.objects.all()).values())


def test_groups_beyond_those_shown_do_not_follow_from_the_total(cast):
    rows = [customer(cast.rep) for _n in range(3)]
    for n, row in enumerate([rows[0]] * 6 + [rows[1]] * 7 + [rows[2]] * 4):
        made(row, "training", n, 4)
    orders, visits = ServiceOrder.objects.all(), ReturnVisit.objects.all()
    of_all = total_satisfaction(orders, visits)
    shown = satisfaction(orders, visits, "customer", [rows[0].pk, rows[1].pk], total=of_all)
    assert {key: one.few for key, one in shown.items()} == {rows[0].pk: True, rows[1].pk: False}


def test_the_figure_stands_on_the_page_opens_its_orders_and_is_in_the_file(cast, signed_in):
    row = customer(cast.rep)
    for n in range(6):
        made(row, "training", n, *([2, 4] if n else [5]))
    made(row, "training", 6)
    made(row, "training", 7, None)
    client = signed_in(cast.service_manager)
    page = client.get(reverse("service:statistics"), {"by": "kind"})
    cells = page.context["rows"][0].cells
    assert [cell.text for cell in cells[-2:]] == ["3.3", "6"]
    assert [listed(client, cell.url) for cell in cells[-2:]] == [6, 6]
    assert [cell.text for cell in page.context["total"].cells[-2:]] == ["3.3", "6"]
    assert b"the average of the scores (1 to 5)" in page.content
    sheet = load_workbook(BytesIO(client.get(reverse("service:statistics_export"), {"by": "kind"}).content)).active
    heads, first = list(sheet.iter_rows(min_row=1, max_row=2, values_only=True))
    assert dict(zip(heads, map(str, first), strict=True))["Satisfaction, average (1 to 5)"] == "3.3"


def test_under_five_says_so_and_opens_nothing(cast, signed_in):
    made(customer(cast.rep), "training", 1, 4)
    page = signed_in(cast.service_manager).get(reverse("service:statistics"), {"by": "kind"})
    for shown in (page.context["rows"][0], page.context["total"]):
        assert [(cell.text, cell.url) for cell in shown.cells[-2:]] == [("–", ""), ("under 5", "")]


def test_who_only_works_on_an_order_is_not_told_what_its_customer_said(cast, signed_in):
    Role.objects.filter(key="service").update(grants={**cast.service.role.grants, "service.view": "own"})
    row = customer(cast.rep)
    for n in range(6):
        made(row, "training", n, 4, assigned=cast.service)
    client = signed_in(cast.service)
    total = client.get(reverse("service:statistics")).context["total"]
    assert (total.cells[0].text, total.cells[-1].text) == ("6", "0")
    found = client.get(reverse("service:orders"), {"tab": "all", "where": "1.evaluated.yes"})
    assert found.status_code == 200 and not found.context["page"].rows
