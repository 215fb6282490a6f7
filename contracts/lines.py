"""What a contract sells: lines by hand or from a quote; they make its amount (row Nc15)."""

from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Sum
from django.utils import translation
from django.utils.translation import gettext as _

from crm_project.lib.refused import Refused
from deals.choices import OFFERED
from deals.models import Quote
from deals.models.product import translated

from .cents import cents
from .models import ContractLine
from .working import in_preparation, noted

MOST_LINES = 100


def set_lines(*, contract_id, by, at, lines, currency=None, quote=None):
    """Set what is sold: [{product, name, specification, quality, unit, quantity, price}, amount?]; the amount follows (Nc15).

    Lines kept as they stand stay as they are: what came from a quote stays the quote's. Refuses with code lines, status.
    """
    if len(lines) > MOST_LINES:
        raise Refused(_("At most %(n)d products fit into one contract.") % {"n": MOST_LINES}, code="lines")
    with in_preparation(contract_id, by) as row:
        if quote is None and _as_they_stand(row, lines):
            return row
        row.lines.all().delete()
        made = []
        for line in lines:
            amount = line.get("amount")
            if amount is None:
                amount = cents(line["quantity"] * line["price"])
            made.append(ContractLine(contract=row, **{k: v for k, v in line.items() if k != "amount"}, amount=amount))
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
        noted(row, by, at, "products")
        return row


def _as_they_stand(row, lines):
    columns = ("product", "name", "specification", "quality", "unit", "quantity", "price")
    stored = [[getattr(line, name) for name in columns] for line in row.lines.select_related("product")]
    return stored == [[line[name] for name in columns] for line in lines]


def take_quote(*, contract_id, by, at, quote):
    """Take the lines of a quote of this customer, with their prices after discount. Refuses with code quote, status."""
    with in_preparation(contract_id, by) as row:
        # Under the lock: meanwhile it may have been turned down.
        offered = Quote.objects.filter(pk=quote.pk, deal__customer_id=row.customer_id, status__in=OFFERED).first()
        lines = [_of_quote(line) for line in offered.lines.select_related("product")] if offered else []
        if not lines:
            raise Refused(
                _("This quote is another customer's, empty or not approved: choose another one."),
                code="quote",
                field="quote",
            )
        return set_lines(contract_id=contract_id, by=by, at=at, lines=lines, currency=offered.currency, quote=offered)


def _of_quote(line):
    price = (line.amount / line.quantity).quantize(Decimal("0.0001"), ROUND_HALF_UP) if line.quantity else line.amount
    return {
        "product": line.product,
        "name": str(line.product)[:160],
        "specification": line.product.specification,
        "quality": "",
        "unit": line.product.unit,
        "quantity": line.quantity,
        "amount": line.amount,
        "price": price,
    }


def in_language_of_text(row):
    """Names that come from the catalogue are said in the language of the contract's text; one written by hand stays."""
    if row.text_id is None:
        return
    for line in row.lines.exclude(product=None).select_related("product"):
        code, names = line.product.code, {line.product.name, line.product.name_zh}
        before, space, bare = line.name.rpartition(f"{code} ")
        if before or bare not in names:
            continue
        with translation.override(row.text.language):
            name = f"{space}{translated(line.product)}"[:160]
        if name != line.name:
            ContractLine.objects.filter(pk=line.pk).update(name=name)
