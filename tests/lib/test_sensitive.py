"""How values of each kind look masked, and numbers in what people typed (rows Nb4, Nf15)."""

import time

import pytest

from crm_project.lib.sensitive import ADDRESS, EMAIL, MESSAGING, PHONE, masked, redacted, restored


@pytest.mark.req("Nb4")
@pytest.mark.parametrize(
    "kind, value, shown",
    [
        (PHONE, "13805710001", "138****0001"),
        (PHONE, "123456", "******"),
        (EMAIL, "wang@example.com", "w***@example.com"),
        (EMAIL, "nothing", "*******"),
        (MESSAGING, "wx_wang88", "wx*******"),
        (ADDRESS, "杭州市西湖区文三路一号", "杭州市西湖区*****"),
        (PHONE, "", ""),
    ],
)
def test_a_value_is_masked_by_its_kind(kind, value, shown):
    assert masked(value, kind) == shown


@pytest.mark.req("Nb4")
@pytest.mark.parametrize(
    "text",
    [
        "call 13805710001",
        "138 0571 0001!",
        "电话：0571-8800-1234",
        "１３８０５７１０００１",
        "(0571) 88001234",
        "2026-03-02 13805710001",
        "2026-03-05, 13805710001 until 2026-03-09",
        "HT-2026-0003-13805710001",
        "HT-13805710001",
        "HT-2026-13805710001",
    ],
)
def test_a_number_in_what_people_typed_is_masked(text):
    shown = redacted(text)
    assert "*" in shown and sum(c.isdigit() for c in shown) < sum(c.isdigit() for c in text)


@pytest.mark.parametrize(
    "text",
    [
        *("on 2026-03-02", "1234567.00", "12 pieces at 300", "HT-26", "", "no number"),
        *("合同HT-2026-0003，已签", "2026-03-02 09:00 – 2026-03-05", "2026-03-02-2026-03-05", "C-000031"),
    ],
)
def test_days_amounts_numbers_of_papers_and_short_numbers_stay(text):
    assert redacted(text) == text


def test_a_long_text_is_looked_through_once():
    begun = time.perf_counter()
    redacted("1-" * 100_000 + "x")
    redacted("2026-03-02 " * 20_000)
    assert time.perf_counter() - begun < 2


@pytest.mark.req("Nb4")
def test_a_text_of_many_days_hides_the_number_after_them():
    days = "2026-03-02 " * 3_000
    assert redacted(f"{days}13805710001") == f"{days}138****0001"


@pytest.mark.req("Nb4")
@pytest.mark.parametrize(
    "typed, kept",
    [
        ("on 2026-03-02 ring 138****0001", "on 2026-03-02 ring 13805710001"),
        ("ring 138****0001 tomorrow", "ring 13805710001 tomorrow"),
        ("ring 139****0001", "ring 139****0001"),
        ("nothing of it", "nothing of it"),
    ],
)
def test_what_was_left_masked_is_the_stored_number_again(typed, kept):
    stored = "on 2026-03-02 13805710001 rang"
    assert "138****0001" in redacted(stored)
    assert restored(typed, stored) == kept
