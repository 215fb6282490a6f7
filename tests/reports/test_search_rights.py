"""Whatever the search finds opens, and whatever opens it finds: every kind × every role × every place (rows Nb3, Nh2, M10)."""

import pytest
from django.urls import resolve, reverse

from contracts.models import Contract, Payment
from crm_project import catalogue
from crm_project.accounts.models import User
from crm_project.lib.search_kind import Asked
from customers.domain.duplicates import matching
from customers.models import Contact, Customer
from deals.domain import name_index
from deals.models import Deal, Quote
from service.models import RemedialPlan, ReturnVisit, ServiceOrder
from tests.cast import NOW
from tests.every_page.rights import BELOW, DEPT, FAR, GRANTS, OPEN, OTHER, OWN, POOL, Case, reaching
from tests.every_page.stage import furnished, status_only

pytestmark = [pytest.mark.django_db, pytest.mark.req("Nb3")]

PLACES = (OWN, DEPT, BELOW, OTHER, POOL, FAR, OPEN)
MANY = 200
ROLES = [reaching(role) for role in GRANTS]


def _named():
    """Everything has a text of its own to be found by."""
    for pk, name in Customer.objects.values_list("pk", "name"):
        Contact.objects.create(customer_id=pk, name=f"Contact K{pk}K", mobile=f"1380{pk:07d}", created_at=NOW)
        matching.reindex([pk])
        assert name
    for row in Deal.objects.all():
        row.name = f"Project K{row.pk}K"
        row.save(update_fields=["name"])
        name_index.reindex(row)
    for model, column in (
        (Quote, "number"),
        (Contract, "number"),
        (Payment, "reference"),
        (ServiceOrder, "number"),
        (RemedialPlan, "number"),
    ):
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(**{column: f"{model.__name__[0]}-K{row.pk}K"})


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with furnished(django_db_blocker, named="shipped roles") as built:
        _named()
        yield built


def found(kind, viewer, text):
    """Addresses that the search of this kind leads to; none where the kind is not the person's."""
    declared = next(one for one in catalogue.search_kinds() if one.key == kind)
    if not declared.seen_by(viewer):
        return set()
    return {hit.url.partition("?")[0] for hit in declared.find(Asked(viewer, text, NOW, MANY)).hits if hit.url}


def opens(world, role, url):
    with status_only():
        answer = world.client_of(role).get(url)
    gate = answer.status_code == 302 and "/look/" in answer.url
    return answer.status_code == 200 or gate, gate


def customers_of(world, role):
    """The customers around the person of this role, one at every place, restricted ones too."""
    for kind in ("customer", "restricted"):
        for place in PLACES:
            things = world.things[kind]
            if (role, place) in things or (None, place) in things:
                yield world.get(kind, Case(role, place))


@pytest.mark.parametrize("role", ROLES)
def test_customers(world, role):
    for row in customers_of(world, role):
        url = reverse("customers:detail", args=[row.pk])
        for text in (row.name, row.code):
            assert (url in found("customers", world.viewers[role], text)) is opens(world, role, url)[0], (row, text)


@pytest.mark.req("M10", "Nf15")
@pytest.mark.parametrize("role", ROLES)
def test_contacts_and_numbers(world, role):
    """At customers whose page opens; of a restricted file only where no gate stands before it."""
    viewer = world.viewers[role]
    for row in customers_of(world, role):
        url = reverse("customers:detail", args=[row.pk])
        page, gate = opens(world, role, url)
        expected = page and not gate and (not row.restricted or row.ownership.owner == viewer)
        assert (url in found("contacts", viewer, f"K{row.pk}K")) is expected, row
        if viewer.role.masks.get("phone.all", {}).get("shown") == "all" or not row.vip:
            hit = url in found("numbers", viewer, f"1380{row.pk:07d}")
            assert not hit or expected, row


KINDS = {
    "deals": (Deal, "Project K{}K", "deals:detail", "customer_id"),
    "quotes": (Quote, "Q-K{}K", "deals:quote", "deal__customer_id"),
    "contracts": (Contract, "C-K{}K", "contracts:detail", "customer_id"),
    "payments": (Payment, "P-K{}K", "contracts:payment", "customer_id"),
    "orders": (ServiceOrder, "S-K{}K", "service:order", "customer_id"),
    "remedial_plans": (RemedialPlan, "R-K{}K", "service:remedial_plan", "customer_id"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", ROLES)
def test_what_hangs_on_customers(world, role, kind):
    model, text, page, column = KINDS[kind]
    around = [row.pk for row in customers_of(world, role)]
    rows = list(model.objects.filter(**{f"{column}__in": around}).values_list("pk", flat=True)[:30])
    assert rows, "there is something to look for"
    for pk in rows:
        url = reverse(page, args=[pk])
        assert (url in found(kind, world.viewers[role], text.format(pk))) is opens(world, role, url)[0], url


@pytest.mark.parametrize("role", ROLES)
def test_return_visits_by_customer(world, role):
    around = [row.pk for row in customers_of(world, role)]
    rows = list(ReturnVisit.objects.filter(customer__in=around).values_list("pk", "customer__code")[:30])
    assert rows, "there is something to look for"
    for pk, code in rows:
        url = reverse("service:visit", args=[pk])
        assert (url in found("return_visits", world.viewers[role], code)) is opens(world, role, url)[0], url


@pytest.mark.parametrize("role", ROLES)
def test_people(world, role):
    for person in User.objects.filter(is_active=True)[:40]:
        url = reverse("accounts:person", args=[person.pk])
        hit = url in found("people", world.viewers[role], person.username)
        assert hit is opens(world, role, url)[0] or url == reverse("accounts:person", args=[world.viewers[role].pk]), (
            url
        )


@pytest.mark.parametrize("role", ROLES)
def test_pages_and_actions(world, role):
    for entries in catalogue.menu().values():
        for entry in entries:
            url = reverse(entry.page)
            hit = url in found("pages", world.viewers[role], str(entry.label))
            assert hit is entry.seen_by(world.viewers[role]), entry.page
            assert not hit or opens(world, role, url)[0], entry.page


@pytest.mark.parametrize("role", ROLES)
def test_what_was_opened_lately_is_named_only_while_it_opens(world, role):
    """By addresses typed by hand, too."""
    paths = [reverse("customers:detail", args=[row.pk]) for row in customers_of(world, role)]
    for model, _text, page, _column in KINDS.values():
        paths += [reverse(page, args=[pk]) for pk in model.objects.values_list("pk", flat=True)[:6]]
    for path in paths:
        kind = next(one for one in catalogue.search_kinds() if one.page == resolve(path).view_name)
        pk = resolve(path).kwargs["pk"]
        viewer = world.viewers[role]
        named = kind.seen_by(viewer) and pk in kind.named(viewer, [pk], NOW)
        assert named is opens(world, role, path)[0], path
