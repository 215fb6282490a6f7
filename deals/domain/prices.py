"""Products, price lists that hold from a day, discount limits: kept by whoever may, and the price of a day (row Na11)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from crm_project.accounts.models import Department, Role, User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from deals.models import DiscountLimit, Price, PriceList, Product


def lists_on(department: Department, currency: str, day: date) -> list[PriceList]:
    """Price lists that hold on `day` for this department: its own before those above, the newest first, the company's last."""
    line = department.ancestor_ids() if department else []
    rows = PriceList.objects.filter(Q(department=None) | Q(department__in=line), currency=currency, valid_from__lte=day)
    rows = rows.filter(Q(valid_until=None) | Q(valid_until__gte=day))
    depth = {pk: n for n, pk in enumerate(line, 1)}
    return sorted(rows, key=lambda row: (depth.get(row.department_id, 0), row.valid_from, row.pk), reverse=True)


def prices_on(department: Department, currency: str, day: date) -> tuple[dict[int, Decimal], PriceList | None]:
    """({product id: price}, the leading list or None): what each product costs on `day`; two queries."""
    lists = lists_on(department, currency, day)
    rank = {row.pk: n for n, row in enumerate(lists)}
    found = {}
    rows = Price.objects.filter(price_list__in=rank, product__active=True).values_list(
        "product_id", "price_list_id", "amount"
    )
    for product, price_list, amount in rows:
        if product not in found or rank[price_list] < found[product][0]:
            found[product] = (rank[price_list], amount)
    return {product: amount for product, (_rank, amount) in found.items()}, lists[0] if lists else None


def save_product(
    *, by: User, at: datetime, fields: Mapping[str, str | None], product: Product | None = None
) -> Product:
    """Enter or change a product. Refuses a code that exists (code `code`)."""
    with transaction.atomic():
        row = Product.objects.select_for_update(no_key=True, of=("self",)).get(pk=product.pk) if product else Product()
        before = {name: getattr(row, name) for name in fields} if product else {}
        for name, value in fields.items():
            setattr(row, name, value)
        taken = Refused(_("The code %(code)s already exists.") % {"code": row.code}, code="code", field="code")
        if Product.objects.filter(code__iexact=row.code).exclude(pk=row.pk).exists():
            raise taken
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise taken from None
        log.record(by=by, action="product.saved", at=at, subject=row, changes=log.differences(before, fields))
        return row


def save_list(
    *,
    by: User,
    at: datetime,
    fields: Mapping[str, Any],
    price_list: PriceList | None = None,
    prices: Sequence[tuple[Product, Decimal]] = (),
) -> PriceList:
    """Enter or change a price list with its prices ([(product, amount or None)]). Quotes keep the prices they were made with.

    Refuses a list that ends before it begins (code dates).
    """
    with transaction.atomic():
        row = (
            PriceList.objects.select_for_update(no_key=True, of=("self",)).get(pk=price_list.pk)
            if price_list
            else PriceList()
        )
        before = {name: getattr(row, name) for name in fields} if price_list else {}
        for name, value in fields.items():
            setattr(row, name, value)
        if row.valid_until and row.valid_until < row.valid_from:
            raise Refused(_("The list ends before it begins."), code="dates", field="valid_until")
        row.save()
        changes = log.differences(before, fields) | _write_prices(row, prices)
        log.record(by=by, action="price_list.saved", at=at, subject=row, changes=changes)
        return row


def _write_prices(row: PriceList, prices: Sequence[tuple[Product, Decimal]]) -> dict[str, list[str | None]]:
    old = {price.product_id: price for price in row.prices.all()}
    changes = {}
    for product, amount in prices:
        was = old.get(product.pk)
        if amount is None:
            if was:
                was.delete()
                changes[product.code] = [str(was.amount), None]
        elif was is None or was.amount != amount:
            Price.objects.update_or_create(price_list=row, product=product, defaults={"amount": amount})
            changes[product.code] = [str(was.amount) if was else None, str(amount)]
    return changes


def set_limits(*, by: User, at: datetime, limits: Mapping[int, Any]) -> None:
    """Set how much each role may take off by itself: {role id: percent or None}."""
    with transaction.atomic():
        before = {row.role_id: row.percent for row in DiscountLimit.objects.all()}
        changes = {}
        for role in Role.objects.filter(pk__in=limits):
            percent = limits[role.pk]
            if percent is None:
                DiscountLimit.objects.filter(role=role).delete()
            else:
                DiscountLimit.objects.update_or_create(role=role, defaults={"percent": percent})
            if before.get(role.pk) != percent:
                changes[str(role)] = [
                    str(before[role.pk]) if role.pk in before else None,
                    None if percent is None else str(percent),
                ]
        if changes:
            log.record(
                by=by,
                action="discount.limits",
                at=at,
                subject_type="discountlimit",
                subject_name=_("Discount limits"),
                changes=changes,
            )
