"""The kinds of file that apps declare: their order, their columns, who brings them in."""

import pytest
from django.urls import reverse

from customers.importing.kinds import every_kind, open_kinds
from tests.cast import ROLES

# As the interface names them; a star marks what must be there.
COLUMNS = {
    "people": "username* full_name* department* preset role* superior",
    "customers": (
        "full_name* code department* owner owned_since stage stage_since kind type region site address phone email trade "
        "introduction value_rating segment bad_debt vip contact_name contact_title contact_mobile contact_key"
    ),
    "followups": ("customer* author* kind* occurred_at* contact content* purpose result next_step next_contact_at"),
    "contracts": ("customer* number* signed_at* amount* owner type payment_method line status due_at paid_amount"),
    "indicators": "customer* quarter* indicator* points* rated_by",
    "payments": "customer* received_on* amount* reference* currency contract note",
    "service_orders": (
        "number customer* kind* subject* reported_at* priority accepted_at waiting done_at closed_at assigned category cause "
        "product description content"
    ),
    "targets": "figure* period* department person floor target* stretch",
}
# What only the page knows by name; the command takes it under the heading of our exports.
MORE = {"customers": "tax_id"}
USUAL = {"customers", "followups", "contracts"}
OPEN = {
    "manager": USUAL | {"indicators", "targets"},
    "director": USUAL | {"indicators", "targets"},
    "general_manager": USUAL | {"indicators", "service_orders", "targets"},
    "service_manager": {"service_orders", "targets"},
    "clerk": USUAL,
    "file_keeper": USUAL,
    "finance": {"payments"},
    "admin": USUAL | {"people", "indicators"},
}


def test_the_kinds_stand_in_the_order_in_which_a_company_moves_in():
    assert list(every_kind()) == list(COLUMNS)
    assert len({kind.order for kind in every_kind().values()}) == len(COLUMNS)


@pytest.mark.parametrize("key", COLUMNS)
def test_the_columns_are_those_of_the_interface(key):
    columns = every_kind()[key].columns
    assert " ".join(column.name + ("*" if column.required else "") for column in columns) == COLUMNS[key]


@pytest.mark.parametrize("key", COLUMNS)
def test_what_the_page_knows_besides_stands_behind_them(key):
    kind = every_kind()[key]
    assert " ".join(column.name for column in kind.more) == MORE.get(key, "")
    assert not any(column.required for column in kind.more)
    assert list(kind.headings.values()) == [*kind.columns, *kind.more]


@pytest.mark.django_db
@pytest.mark.parametrize("who", ROLES)
def test_each_role_brings_in_its_own_kinds(cast, who):
    assert {kind.key for kind in open_kinds(cast.people[who])} == OPEN.get(who, set())


@pytest.mark.django_db
def test_the_page_offers_a_template_of_each_open_kind_and_of_no_other(cast, clock, signed_in):
    browser = signed_in(cast.clerk)
    page = browser.get(reverse("customers:import")).content.decode()
    for key in every_kind():
        address = reverse("customers:import_template", args=[key])
        assert (address in page) == (key in OPEN["clerk"])
        assert browser.get(address).status_code == (200 if key in OPEN["clerk"] else 403)
