"""What deals are made of in tests: one deal, one product with a price, a stage by its number."""

from datetime import date
from decimal import Decimal

from customers.models import Contact
from deals.domain import deals, prices
from deals.models import Pipeline, Stage
from tests.cast import NOW

CLOSE = date(2026, 4, 30)


def deal(row, by, *, at=NOW, next_step="", products=(), **fields):
    """A deal opened by the verb."""
    given = {
        "name": "年度采购",
        "intention": "wants to renew the plant",
        "details": "",
        "line": "short",
        "amount": Decimal("120000.00"),
        "currency": "CNY",
        "expected_close": CLOSE,
        **fields,
    }
    return deals.open_deal(customer_id=row.pk, by=by, at=at, fields=given, next_step=next_step, products=products)


def stage(number, key="standard"):
    return Stage.objects.get(pipeline__key=key, number=number)


def product(code="P-1", price="100.00", by=None, **listed):
    """A product that stands on a price list in force since the beginning of the year."""
    made = prices.save_product(
        by=by, at=NOW, fields={"code": code, "name": f"Product {code}", "name_zh": f"产品{code}", "unit": "pcs"}
    )
    fields = {
        "name": "2026",
        "currency": "CNY",
        "valid_from": date(2026, 1, 1),
        "valid_until": None,
        "department": None,
        **listed,
    }
    prices.save_list(by=by, at=NOW, fields=fields, prices=[(made, Decimal(price))])
    return made


def key_contact(row):
    return Contact.objects.create(customer=row, name="Wang", key=True, created_at=NOW)


__all__ = ["CLOSE", "Pipeline", "deal", "key_contact", "product", "stage"]
