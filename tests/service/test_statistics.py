"""Figures of service orders: the same as a plain reading of the rows, for every grouping, in a handful of queries."""

import random
from collections import defaultdict
from datetime import timedelta
from io import BytesIO
from math import ceil

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from contracts.models import Contract, ContractLine
from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from crm_project.lib.time import local_date
from deals.models import Product
from service.domain import statistics
from service.domain.orders import working
from service.domain.targets import versions
from service.models import OrderCause, OrderKind, ServiceOrder
from tests.cast import NOW, customer
from tests.service.orders import order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Ni22"), pytest.mark.both]


@pytest.fixture
def orders(cast):
    """A hundred of the last months, by fixed dice."""
    dice = random.Random(7)
    customers = [customer(cast.rep) for _n in range(4)]
    kinds, causes = list(OrderKind.objects.all()), [None, *OrderCause.objects.all()]
    products = [Product.objects.create(code=f"P{n}", name=f"P{n}", unit="台") for n in range(3)]
    contract = Contract.objects.create(
        customer=customers[0], number="HT-1", signed_at=NOW, amount=1, status="confirmed", recorded_at=NOW
    )
    sold = [
        ContractLine.objects.create(contract=contract, product=one, name=str(one), quantity=1, price=1, amount=1)
        for one in [*products, *products, None]
    ]
    made = []
    for n in range(100):
        reported = NOW - timedelta(hours=dice.randint(1, 24 * 100))
        done = dice.random() < 0.7
        used = dice.choice([5, 60, 60, 240, 900, None]) if done else None
        row = ServiceOrder.objects.create(
            number=f"S-{n:06d}",
            customer=dice.choice(customers),
            kind=dice.choice(kinds),
            cause=dice.choice(causes) if done else None,
            subject="压缩机不启动",
            reported_at=reported,
            assigned=dice.choice([None, cast.service, cast.service_manager]),
            accepted_at=reported if done else None,
            done_at=reported if done else None,
            status="done" if done else "recorded",
            response_minutes=3 if done else None,
            response_late=False if done else None,
            completion_minutes=used,
            completion_late=None if used is None else used > 100,
            reopens=made[-1] if made and dice.random() < 0.1 else None,
            recorded_at=reported,
            changed_at=reported,
        )
        row.lines.set(dice.sample(sold, dice.choice([0, 0, 1, 3])))
        made.append(row)
    return made


def plainly(orders, group):
    """{key: (number, done, reopened, in time, with a target, median, 90th percentile)} of the completion, read row by row."""
    groups = defaultdict(list)
    for row in ServiceOrder.objects.prefetch_related("lines__product"):
        for key in keys(row, group):
            groups[key].append(row)
    return {key: figures(rows) for key, rows in groups.items()}


def keys(row, group):
    if group == "product":
        return {line.product_id for line in row.lines.all()} or {None}
    if group == "month":
        return {local_date(row.reported_at).replace(day=1)}
    return {getattr(row, {"person": "assigned_id"}.get(group, f"{group}_id"))}


def figures(rows):
    used = sorted(row.completion_minutes for row in rows if row.completion_minutes is not None)
    held = [row for row in rows if row.completion_late is not None]
    return (
        len(rows),
        sum(row.done_at is not None for row in rows),
        sum(row.reopens_id is not None for row in rows),
        sum(not row.completion_late for row in held),
        len(held),
        used[ceil(len(used) / 2) - 1] if used else None,
        used[ceil(len(used) * 0.9) - 1] if used else None,
    )


def told(line):
    times = line.times["completion"]
    return (line.number, line.done, line.reopened, times.in_time, times.held, times.median, times.ninetieth)


@pytest.mark.parametrize("group", statistics.GROUPS)
def test_the_database_counts_as_one_who_reads_every_row(orders, group, django_assert_num_queries):
    with django_assert_num_queries(3):
        lines = statistics.lines(ServiceOrder.objects.all(), group)
    found = {local_date(line.key) if group == "month" else line.key: told(line) for line in lines}
    assert found == plainly(orders, group)
    assert [line.number for line in lines] == sorted((line.number for line in lines), reverse=True)
    with django_assert_num_queries(3):
        assert told(statistics.total(ServiceOrder.objects.all())) == figures(orders)


def test_nothing_is_no_figure(cast, django_assert_num_queries):
    assert statistics.lines(ServiceOrder.objects.all(), "kind") == []
    line = statistics.total(ServiceOrder.objects.all())
    assert told(line) == (0, 0, 0, 0, 0, None, None) and line.times["response"].share is None


def test_in_time_is_rounded_down_so_that_hundred_means_all():
    assert statistics.Times(held=300, in_time=299).share == 99


# --- In the browser -----------------------------------------------------------------------------------
def listed(client, url):
    """How many orders the list behind a figure shows."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    assert answer.context["page"].rows, "a wrong condition lists nothing"
    found = len(answer.context["page"].rows)
    while answer.context["page"].next_url:
        answer = client.get(reverse("service:orders") + answer.context["page"].next_url)
        found += len(answer.context["page"].rows)
    return found


@pytest.mark.parametrize("group", statistics.GROUPS)
def test_every_figure_opens_the_orders_behind_it(cast, orders, signed_in, group):
    client = signed_in(cast.service_manager)
    page = client.get(reverse("service:statistics"), {"by": group})
    assert page.status_code == 200
    followed = 0
    for row in [*page.context["rows"][:3], page.context["total"]]:
        for head, cell in zip(page.context["heads"], row.cells, strict=True):
            if not cell.url or "%" in cell.text:
                continue
            if cell.text.isdigit():
                assert listed(client, cell.url) == int(cell.text), (group, row.name, head)
                followed += 1
            else:
                assert listed(client, cell.url) > 0
    assert followed > 6


@pytest.mark.parametrize("name", ["华能", "光" * 80, "13800138000"])
def test_the_figures_of_a_customer_open_its_orders_alone(cast, signed_in, name):
    for called in (name, f"{name}二厂"[:100]):
        order(customer(cast.rep, name=called), cast.service)
    client = signed_in(cast.service_manager)
    rows = client.get(reverse("service:statistics"), {"by": "customer"}).context["rows"]
    assert [listed(client, row.cells[0].url) for row in rows] == [1, 1]


def test_the_figures_of_somebody_who_left_open_their_orders(cast, orders, signed_in):
    User.objects.filter(pk=cast.service.pk).update(is_active=False)
    client = signed_in(cast.service_manager)
    rows = client.get(reverse("service:statistics"), {"by": "person"}).context["rows"]
    figure = next(row for row in rows if row.name == str(cast.service)).cells[0]
    assert listed(client, figure.url) == int(figure.text)


def test_period_kind_and_person_narrow_it_and_stand_in_the_links(cast, orders, signed_in):
    client, kind = signed_in(cast.service_manager), OrderKind.objects.get(key="training")
    asked = {"by": "cause", "since": "2026-02-01", "until": "2026-02-28", "kind": kind.pk, "person": cast.service.pk}
    page = client.get(reverse("service:statistics"), asked)
    wanted = [
        row
        for row in orders
        if row.kind == kind
        and row.assigned == cast.service
        and local_date(row.reported_at).isoformat()[:7] == "2026-02"
    ]
    total = page.context["total"].cells[0]
    assert wanted and total.text == str(len(wanted)) and listed(client, total.url) == len(wanted)


@pytest.mark.parametrize(
    "wrong", [{"since": "tomorrow"}, {"since": "2026-03-01", "until": "2026-02-01"}, {"kind": "x"}, {"person": "999"}]
)
def test_what_can_not_be_meant_is_said_and_counts_nothing(cast, orders, signed_in, wrong):
    page = signed_in(cast.service_manager).get(reverse("service:statistics"), wrong)
    assert page.status_code == 422 and page.context["rows"] == []


def test_nobody_counts_orders_that_they_may_not_see(cast, orders, signed_in):
    assert signed_in(cast.stranger).get(reverse("service:statistics")).context["total"].cells[0].text == "0"


def test_the_file_says_the_same_with_who_took_it(cast, orders, signed_in):
    client = signed_in(cast.service_manager)
    page = client.get(reverse("service:statistics"), {"by": "person"})
    got = client.get(reverse("service:statistics_export"), {"by": "person"})
    sheet = load_workbook(BytesIO(got.content)).active
    rows = [[str(value) for value in row] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [row[:2] for row in rows] == [
        [row.name, row.cells[0].text] for row in [*page.context["rows"], page.context["total"]]
    ]
    assert sheet.oddHeader.left.text.startswith("service_manager · 2026-03-02")
    assert Entry.objects.get(action="service.exported").actor == cast.service_manager
    assert signed_in(cast.service).get(reverse("service:statistics_export")).status_code == 403


def test_a_clock_that_ends_is_measured_once_by_the_targets_of_that_day(cast):
    row = customer(cast.rep)
    made = order(row, cast.service)
    working.accept_order(order_id=made.pk, by=cast.service, at=NOW + timedelta(minutes=30))
    made.refresh_from_db()
    assert (made.response_minutes, made.response_late, made.completion_minutes) == (30, False, None)
    body = {
        **versions.STANDARD,
        "targets": [{"kind": "*", "priority": "*", "class": "*", "response": 5, "completion": 10}],
    }
    versions.set_targets(body=body, note="", by=cast.service_manager, at=NOW + timedelta(minutes=40))
    working.finish_order(order_id=made.pk, content="更换了启动电容", by=cast.service, at=NOW + timedelta(minutes=90))
    made.refresh_from_db()
    assert (made.response_minutes, made.response_late) == (30, False), "by the targets of that day"
    assert (made.completion_minutes, made.completion_late) == (90, True)
