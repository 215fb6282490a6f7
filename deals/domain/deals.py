"""Opening and changing a deal (rows Z11, Na9, Ni18)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.models import Ownership
from deals.models import Deal, DealProduct, Product
from deals.models.choices import Status

from . import name_index
from .lock import check_own, due_after, follow_owner, locked_deal, save_change
from .stages import pipeline_for

FIELDS = ("name", "intention", "details", "line", "amount", "currency", "expected_close")


def open_deal(
    *,
    customer_id: int,
    by: User,
    at: datetime,
    fields: Mapping[str, Any],
    next_step: str = "",
    products: Sequence[tuple[Product, Decimal]] = (),
) -> Deal:
    """Open a deal in the first stage of the department's pipeline. `fields`: FIELDS; `products`: [(product, quantity)].

    Refuses with code not_owner or in_pool (Z11), past for a closing date before today, no_stages.
    """
    with transaction.atomic():
        customer = locked(customer_id)
        ownership = Ownership.of(customer.pk)
        check_own(by, customer, ownership)
        _check_figures(fields, at)
        pipeline = pipeline_for(ownership.department)
        stage = pipeline.stages.filter(active=True).order_by("number").first() if pipeline else None
        if stage is None:
            raise Refused(_("There are no deal stages yet: ask an admin to set them up."), code="no_stages")
        deal = Deal(
            **{name: fields[name] for name in FIELDS if name in fields},
            customer=customer,
            owner=ownership.owner,
            department=ownership.department,
            stage=stage,
            stage_since=at,
            status=Status.OPEN,
            next_step=next_step,
            update_due=due_after(stage, at),
            created_by=by,
            created_at=at,
        )
        deal.changed_at = at
        deal.save()
        name_index.index([deal])
        _write_products(deal, products)
        save_change(
            deal,
            by=by,
            at=at,
            action="deal.opened",
            changes={"status": [None, "open"], "amount": [None, str(deal.amount)]},
        )
        return deal


def update_deal(
    *,
    deal_id: int,
    by: User,
    at: datetime,
    fields: Mapping[str, Any],
    products: Sequence[tuple[Product, Decimal]] | None = None,
) -> Deal:
    """Change what is known of an open deal. Refuses with code locked where it is won, closed where lost, past as above."""
    with locked_deal(deal_id, by, still_open=True) as (deal, ownership):
        before = {name: getattr(deal, name) for name in FIELDS}
        if fields.get("expected_close") != deal.expected_close:
            _check_figures(fields, at)
        changes = follow_owner(deal, ownership)
        for name in FIELDS:
            if name in fields:
                setattr(deal, name, fields[name])
        changes |= log.differences(before, {name: getattr(deal, name) for name in FIELDS})
        if products is not None:
            changes |= _write_products(deal, products)
        if "name" in changes:
            name_index.reindex(deal)
        if changes:
            save_change(deal, by=by, at=at, action="deal.changed", changes=changes)
        return deal


def _check_figures(fields: Mapping[str, Any], at: datetime) -> None:
    if fields["amount"] < 0:
        raise Refused(_("The amount can't be less than zero."), code="amount", field="amount")
    if fields["expected_close"] < local_date(at):
        raise Refused(
            _("The expected closing is in the past: choose a future date."), code="past", field="expected_close"
        )


def _write_products(deal: Deal, products: Sequence[tuple[Product, Decimal]]) -> dict[str, list[int]]:
    """Make these the deal's products; what changed, for the record."""
    before = {row.product_id: row.quantity for row in deal.products.all()}
    after = {product.pk: quantity for product, quantity in products}
    if before == after:
        return {}
    deal.products.all().delete()
    DealProduct.objects.bulk_create(DealProduct(deal=deal, product_id=pk, quantity=n) for pk, n in after.items())
    return {"products": [len(before), len(after)]}
