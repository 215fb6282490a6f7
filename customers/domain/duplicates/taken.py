"""Whether a name or a credit code is a customer's already: the same company is entered once (rows Z10, Ni5, T18)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from crm_project.lib.database.turns import take_turns
from crm_project.lib.refused import Refused
from customers.models import Customer, Ownership
from customers.rules import tax_id

from .matching import Match


def taken(key: str) -> Refused | None:
    """A Refused that names the customer which has this name already, with code and owner (Ni5)."""
    other = Customer.objects.filter(name_key=key).first()
    return _exists(other.merged_into or other, "name") if other else None


def taken_code(code: str, but: int | None = None) -> Refused | None:
    """The same of a credit code; `but`: the customer that may have it. Inside a transaction: nobody else takes the code meanwhile."""
    keep_codes([code])
    other = holders([code]).get(code)
    return _exists(other, "tax_id") if other and other.pk != but else None


def keep_codes(codes: Iterable[str]) -> None:
    """Wait for whoever gives one of these codes to a customer at the same moment; once in a transaction, with all of them."""
    take_turns(f"credit code {code}" for code in codes if code)


def holders(codes: Iterable[str]) -> dict[str, Customer]:
    """{credit code: the customer that has it, the first one where several do}; of a merged one, what it was merged into. One query.

    A code that can't be right is nobody's. Removed entries were invalid, and so may their codes be.
    """
    wanted = {code for code in codes if not tax_id.problem(code)}
    if not wanted:
        return {}
    rows = Customer.objects.filter(tax_id__in=wanted).select_related("merged_into").order_by("-pk")
    found = {row.tax_id: row.merged_into or row for row in rows if not (row.merged_into or row).removed_at}
    # Whoever has it today stands before whoever brought it by a merger.
    return found | {row.tax_id: row for row in rows if not row.merged_into and not row.removed_at}


def same_code(code: str) -> list[Match]:
    """The customer of this credit code, as the check of a name tells it."""
    return [Match(row.pk, row.code, row.name, 100.0, "tax_id") for row in holders([code]).values()]


def whose(customer: Customer) -> str:
    """Where a customer is, as a part of a sentence."""
    if customer.removed_at:
        return _("removed as invalid")
    row = Ownership.of(customer.pk)
    return _("owned by %(owner)s") % {"owner": row.owner} if row else _("in the public pool")


def _exists(other: Customer, field: str) -> Refused:
    return Refused(
        _("This customer already exists: %(code)s “%(name)s”, %(whose)s.")
        % {"code": other.code, "name": other.name, "whose": whose(other)},
        code="duplicate",
        field=field,
        customer_id=other.pk,
    )
