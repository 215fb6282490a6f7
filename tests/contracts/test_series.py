"""The series of contract numbers are a managed list: added, renamed, switched off; their numbers stay gap-free (row Nc15)."""

import pytest

from contracts.domain.numbers import assign as numbers
from contracts.domain.numbers import series
from contracts.models import Contract, NumberSeries
from crm_project.lib.refused import Refused
from tests.cast import NOW, customer

pytestmark = [pytest.mark.req("Nc15"), pytest.mark.django_db]


def refused(verb, **arguments):
    with pytest.raises(Refused) as refusal:
        verb(**arguments)
    return refusal.value


def test_an_admin_adds_a_series_and_its_numbers_begin_with_one(cast, clock, signed_in):
    row = customer(cast.rep)
    assert (
        signed_in(cast.admin)
        .post("/contracts/series/", {"key": "yx", "name": "Samples", "name_zh": "样品合同"})
        .status_code
        == 302
    )
    assert ("YX", "Samples (YX)") in series.offered()
    page = signed_in(cast.rep).get("/contracts/get-number/")
    assert "Samples (YX)" in page.text
    signed_in(cast.rep).post("/contracts/get-number/", {"customer": row.pk, "series": "YX"})
    assert Contract.objects.get().number == "YX-2026-0001"
    assert "YX-2026-0001" in signed_in(cast.rep).get("/contracts/numbers/?series=YX").text


def test_a_series_switched_off_is_drawn_from_no_more_and_keeps_its_numbers(cast, clock, signed_in):
    row = customer(cast.rep)
    numbers.assign_number(customer_id=row.pk, by=cast.rep, at=NOW, series="FW")
    fw = NumberSeries.objects.get(key="FW")
    signed_in(cast.admin).post(f"/contracts/series/{fw.pk}/switch/")
    assert refused(numbers.assign_number, customer_id=row.pk, by=cast.rep, at=NOW, series="FW").code == "series"
    assert "FW-2026-0001" in signed_in(cast.rep).get("/contracts/numbers/?series=FW").text
    signed_in(cast.admin).post(f"/contracts/series/{fw.pk}/switch/")
    assert numbers.assign_number(customer_id=row.pk, by=cast.rep, at=NOW, series="FW").number == "FW-2026-0002"


def test_one_series_at_least_is_always_offered(cast):
    rows = list(NumberSeries.objects.order_by("pk"))
    for row in rows[1:]:
        series.switch_series(series_id=row.pk, by=cast.admin, at=NOW)
    assert refused(series.switch_series, series_id=rows[0].pk, by=cast.admin, at=NOW).code == "last"


@pytest.mark.parametrize(
    ("key", "code"), [("1A", "key"), ("H-T", "key"), ("ABCDEFGHI", "key"), ("", "key"), ("ht", "twice")]
)
def test_letters_that_make_no_number_or_stand_already_are_refused(cast, key, code):
    refusal = refused(series.add_series, key=key, name="Other", name_zh="", by=cast.admin, at=NOW)
    assert (refusal.code, refusal.field) == (code, "key")


def test_what_was_typed_is_still_there_after_a_refusal(cast, clock, signed_in):
    page = signed_in(cast.admin).post("/contracts/series/", {"key": "HT", "name": "Twice the same", "name_zh": "重复"})
    assert (
        page.status_code == 422
        and "Twice the same" in page.text
        and "The series HT already exists: choose another prefix." in page.text
    )


def test_renaming_changes_the_name_and_never_the_letters(cast, clock, signed_in):
    row = NumberSeries.objects.get(key="KJ")
    signed_in(cast.admin).post(f"/contracts/series/{row.pk}/", {"name": "Frames", "name_zh": "", "key": "XX"})
    row.refresh_from_db()
    assert (row.key, row.name) == ("KJ", "Frames")


def test_only_who_manages_the_lists_keeps_the_series(cast):
    row = NumberSeries.objects.first()
    for verb, arguments in (
        (series.add_series, {"key": "ZZ", "name": "Z", "name_zh": ""}),
        (series.switch_series, {"series_id": row.pk}),
        (series.rename_series, {"series_id": row.pk, "name": "Z", "name_zh": ""}),
    ):
        assert refused(verb, **arguments, by=cast.manager, at=NOW).code == "forbidden"


def test_the_list_of_contract_types_opens_and_counts_the_contracts_of_each(cast, clock, signed_in):
    Contract.objects.create(
        customer=customer(cast.rep), number="A-1", signed_at=NOW, amount=1, recorded_at=NOW, type="Sales contract"
    )
    page = signed_in(cast.admin).get("/customers/lists/?kind=contract")
    assert page.status_code == 200
    named = {row["entry"].name: row["used"] for row in page.context["rows"]}
    assert named["Sales contract"] == 1 and "/contracts/series/" in page.text
