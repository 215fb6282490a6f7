"""Deals, quotes and products of the company of all cases."""

from datetime import date
from decimal import Decimal

from deals.models import Deal, Pipeline, Price, PriceList, Product, Quote, QuoteLine, Stage
from tests.cast import NOW

from .rights import BELOW, DEPT, FAR, OTHER, OWN, POOL


def furnish(world):
    """One open, one won, one lost deal at every place; quotes where somebody holds the customer."""
    product = Product.objects.create(code="P-1", name="Module", unit="pcs")
    price_list = PriceList.objects.create(name="2026", valid_from=date(2026, 1, 1))
    Price.objects.create(price_list=price_list, product=product, amount=100)
    for kind, thing in (
        ("product", product),
        ("price list", price_list),
        ("pipeline", Pipeline.objects.get(key="d7")),
        ("stage", Pipeline.objects.get(key="d7").stages.get(number=2)),
    ):
        world.keep(kind, "", thing)
    for role, viewer in world.viewers.items():
        _place(world, OWN, viewer, product, price_list, role)
    for place in (DEPT, BELOW, OTHER):
        _place(world, place, world.owners[place], product, price_list)
    for place in (POOL, FAR):
        _place(world, place, world.cast.mate, product, price_list)


def _place(world, place, owner, product, price_list, role=None):
    row = world.things["customer"][role, place]
    for kind, status in (("deal", "open"), ("won deal", "won"), ("lost deal", "lost")):
        deal = Deal.objects.create(
            customer=row,
            name=kind,
            intention="x",
            owner=owner,
            department=world.homes[place],
            stage=Stage.objects.get(pipeline__key="standard", number=1),
            stage_since=NOW,
            amount=1000,
            expected_close=date(2026, 4, 1),
            status=status,
            closed_at=None if status == "open" else NOW,
            update_due=date(2026, 3, 9),
            created_by=owner,
            created_at=NOW,
            changed_at=NOW,
        )
        world.keep(kind, place, deal, role)
        if kind == "deal":
            for name, state in (("draft", "draft"), ("approved quote", "approved")):
                quote = Quote.objects.create(
                    deal=deal,
                    number=f"Q-{deal.pk}-{state}",
                    status=state,
                    price_list=price_list,
                    total=100,
                    valid_until=date(2026, 4, 1),
                    created_by=owner,
                    created_at=NOW,
                )
                QuoteLine.objects.create(quote=quote, product=product, quantity=1, list_price=100, amount=Decimal(100))
                world.keep(name, place, quote, role)
