"""What a contract sells: lines by hand or from a quote; they make its amount (row Nc15)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from django.db.models import Sum
from django.utils import translation
from django.utils.translation import gettext as _

from contracts.domain.lock import in_preparation, record_step
from contracts.models import Contract, ContractLine, ContractText
from crm_project.accounts.models import User
from crm_project.lib.language import in_language
from crm_project.lib.money import cents
from crm_project.lib.refused import Refused
from deals.models import Product, Quote, QuoteLine
from deals.models.choices import OFFERED

MOST_LINES = 100


def set_lines(
    *,
    contract_id: int,
    by: User,
    at: datetime,
    lines: Sequence[dict[str, Any]],
    currency: str | None = None,
    quote: Quote | None = None,
) -> Contract:
    """Set what is sold: [{product, name, specification, quality, unit, quantity, price, discount?, amount?}] (Nc15).

    A line that is posted as it stands keeps its amount, whatever happens to the others; that of a new or changed one follows
    from price, quantity and discount (in %). Refuses with code lines, status.
    """
    if len(lines) > MOST_LINES:
        raise Refused(_("A contract can have at most %(n)d products.") % {"n": MOST_LINES}, code="lines")
    with in_preparation(contract_id, by) as row:
        if quote is None and _as_they_stand(row, lines):
            return row
        kept = [(_columns_of(line), line.amount) for line in row.lines.select_related("product")]
        row.lines.all().delete()
        made = [
            ContractLine(contract=row, **line, amount=_amount(line, kept, quoted)) for line, quoted in _split(lines)
        ]
        ContractLine.objects.bulk_create(made)
        before = row.amount
        row.amount = cents(row.lines.aggregate(sum=Sum("amount"))["sum"])
        row.currency = currency or row.currency
        row.quote = quote
        row.save(update_fields=["amount", "currency", "quote"])
        if row.amount != before:
            # A plan for another amount is none.
            row.instalments.all().delete()
        in_language_of_text(row)
        record_step(row, by, at, "products")
        return row


COLUMNS = ("product", "name", "specification", "quality", "unit", "quantity", "price", "discount")


def _columns_of(line: ContractLine) -> list[Any]:
    return [getattr(line, name) for name in COLUMNS]


def _split(lines: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], Decimal | None]]:
    """[(columns, amount or None)] with the discount that each line has."""
    return [
        (
            {name: line.get(name) or Decimal(0) if name == "discount" else line[name] for name in COLUMNS},
            line.get("amount"),
        )
        for line in lines
    ]


def _amount(line: Mapping[str, Any], kept: list[tuple[list[Any], Decimal]], quoted: Decimal | None) -> Decimal:
    """As quoted; else as it stood, if the same line stood there; else reckoned."""
    if quoted is not None:
        return quoted
    columns = list(line.values())
    for place, (stored, amount) in enumerate(kept):
        if stored == columns:
            del kept[place]
            return amount
    return cents(line["quantity"] * line["price"] * (100 - line["discount"]) / 100)


def _as_they_stand(row: Contract, lines: Sequence[dict[str, Any]]) -> bool:
    stored = [_columns_of(line) for line in row.lines.select_related("product")]
    return stored == [list(line.values()) for line, _amount in _split(lines)]


def take_quote(*, contract_id: int, by: User, at: datetime, quote: Quote) -> Contract:
    """Take the lines of a quote of this customer, with price, quantity, discount and amount as quoted. Refuses with code quote, status."""
    with in_preparation(contract_id, by) as row:
        # Under the lock: meanwhile it may have been turned down.
        offered = Quote.objects.filter(pk=quote.pk, deal__customer_id=row.customer_id, status__in=OFFERED).first()
        lines = [_of_quote(line) for line in offered.lines.select_related("product")] if offered else []
        if offered is None or not lines:
            raise Refused(
                _("This quote belongs to another customer, is empty or is not approved: choose another one."),
                code="quote",
                field="quote",
            )
        return set_lines(contract_id=contract_id, by=by, at=at, lines=lines, currency=offered.currency, quote=offered)


def _of_quote(line: QuoteLine) -> dict[str, Any]:
    return {
        "product": line.product,
        "name": str(line.product)[:160],
        "specification": line.product.specification,
        "quality": "",
        "unit": line.product.unit,
        "quantity": line.quantity,
        "amount": line.amount,
        "price": line.list_price,
        "discount": line.discount,
    }


def in_language_of_text(row: Contract) -> None:
    """Names that come from the catalogue are said in the language of the contract's text; one written by hand stays."""
    if row.text_id is None:
        return
    for line in row.lines.exclude(product=None).select_related("product"):
        product = cast(Product, line.product)
        code, names = product.code, {product.name, product.name_zh}
        before, space, bare = line.name.rpartition(f"{code} ")
        if before or bare not in names:
            continue
        with translation.override(cast(ContractText, row.text).language):
            name = f"{space}{in_language(product.name, product.name_zh)}"[:160]
        if name != line.name:
            ContractLine.objects.filter(pk=line.pk).update(name=name)
