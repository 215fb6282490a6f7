"""Paging by key, over any order."""

import pytest

from crm_project.lib.paging import Page, capped_count, capped_number
from customers.models import Customer, Ownership
from tests.cast import customer, moment

pytestmark = pytest.mark.django_db


def walk(rows, order, key, size=3, **options):
    """Every page forwards, then all the way back: (pages, pages met on the way back)."""
    page, forwards = Page(rows, order=order, size=size, **options), []
    while True:
        forwards.append([key(r) for r in page.rows])
        if not page.next:
            break
        page = Page(rows, order=order, size=size, cursor=page.next, **options)
    back = [[key(r) for r in page.rows]]
    while page.previous:
        page = Page(rows, order=order, size=size, cursor=page.previous, **options)
        back.insert(0, [key(r) for r in page.rows])
    return forwards, back


def test_pages_show_every_row_once_in_order_forwards_and_backwards(cast):
    for _n in range(8):
        customer(cast.rep)
    expected = list(Customer.objects.order_by("-id").values_list("id", flat=True))
    forwards, back = walk(Customer.objects.all(), ("-id",), lambda r: r.pk)
    assert [pk for page in forwards for pk in page] == expected
    assert [len(page) for page in forwards] == [3, 3, 2]
    assert back == forwards


@pytest.mark.parametrize("order", [("release_at", "customer_id"), ("-release_at", "-customer_id")])
def test_rows_of_the_same_moment_are_told_apart_by_the_last_column(cast, order):
    for n in range(7):
        customer(cast.rep, since=moment(f"2026-02-0{1 + n // 3} 09:00"))
    rows = Ownership.objects.filter(owner=cast.rep)
    expected = list(rows.order_by(*order).values_list("customer_id", flat=True))
    forwards, back = walk(rows, order, lambda r: r.customer_id, size=2)
    assert [pk for page in forwards for pk in page] == expected
    assert back == forwards


@pytest.mark.parametrize("order", [("-last_followup_at", "-id"), ("last_followup_at", "id")])
def test_rows_without_a_value_come_last_on_either_database(cast, order):
    for n in range(8):
        customer(cast.rep, last_followup_at=moment(f"2026-02-0{n + 1} 09:00") if n % 2 else None)
    forwards, back = walk(Customer.objects.all(), order, lambda r: r.last_followup_at, size=3, empty_last=True)
    told = [value for page in forwards for value in page]
    dated = [value for value in told if value]
    assert told == sorted(dated, reverse=order[0].startswith("-")) + [None] * 4
    assert back == forwards


def test_values_and_tuples_serve_as_rows_too(cast):
    made = [customer(cast.rep) for _n in range(4)]
    tuples = Customer.objects.values_list("id", "name")
    forwards, _back = walk(tuples, ("id",), lambda r: r[0])
    assert sum(forwards, []) == [c.pk for c in made]
    forwards, _back = walk(Customer.objects.values("id"), ("id",), lambda r: r["id"])
    assert sum(forwards, []) == [c.pk for c in made]


def test_a_column_of_a_joined_table_serves_as_an_order(cast):
    for n in range(5):
        customer(cast.rep, since=moment(f"2026-02-1{n} 09:00"))
    rows = Customer.objects.filter(ownership__owner=cast.rep).values_list("ownership__release_at", "id")
    forwards, back = walk(rows, ("ownership__release_at", "id"), lambda r: r[1], size=2)
    assert len(sum(forwards, [])) == 5
    assert back == forwards


@pytest.mark.parametrize("cursor", ["nonsense", "a:b", "eyJhIjoxfQ:xyz", "é"])
def test_an_altered_cursor_gives_the_first_page(cast, cursor):
    customer(cast.rep)
    page = Page(Customer.objects.all(), order=("-id",), cursor=cursor)
    assert len(page.rows) == 1 and page.next is None and page.previous is None


def test_a_cursor_of_another_order_gives_the_first_page(cast):
    for _n in range(4):
        customer(cast.rep)
    cursor = Page(Customer.objects.all(), order=("id",), size=2).next
    page = Page(Customer.objects.all(), order=("-id",), size=2, cursor=cursor)
    assert page.previous is None


def test_going_back_to_the_beginning_shows_a_whole_page(cast):
    made = [customer(cast.rep) for _n in range(6)]
    page = Page(Customer.objects.all(), order=("id",), size=4)
    second = Page(Customer.objects.all(), order=("id",), size=4, cursor=page.next)
    back = Page(Customer.objects.all(), order=("id",), size=4, cursor=second.previous)
    assert [c.pk for c in back.rows] == [c.pk for c in made[:4]]
    assert back.previous is None


def test_the_page_says_which_rows_it_shows(cast):
    for _n in range(5):
        customer(cast.rep)
    first = Page(Customer.objects.all(), order=("id",), size=2)
    second = Page(Customer.objects.all(), order=("id",), size=2, cursor=first.next)
    assert first.span("5") == "1–2 of 5"
    assert second.span("1,000+") == "3–4 of 1,000+"
    back = Page(Customer.objects.all(), order=("id",), size=2, cursor=second.previous)
    assert back.span() == "1–2"


def test_counts_stop_at_the_cap(cast):
    for _n in range(3):
        customer(cast.rep)
    rows = Customer.objects.order_by("name")
    assert capped_count(rows) == "3"
    assert capped_count(rows, 2) == "2+"
    assert capped_number(rows, 2) == 3


def test_orders_that_mix_directions_are_refused():
    with pytest.raises(ValueError):
        Page(Customer.objects.all(), order=("-release_at", "id"))


def test_the_row_comparison_is_one_range_of_the_index(cast, django_assert_num_queries):
    for n in range(4):
        customer(cast.rep, since=moment(f"2026-02-0{n + 1} 09:00"))
    rows = Ownership.objects.filter(owner=cast.rep)
    cursor = Page(rows, order=("release_at", "customer_id"), size=2).next
    with django_assert_num_queries(1) as seen:
        Page(rows, order=("release_at", "customer_id"), size=2, cursor=cursor)
    assert 'release_at", "customers_ownership"."customer_id") > (' in seen[0]["sql"]
