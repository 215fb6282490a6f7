"""The unified social credit code in files: how a cell is read, and that no two customers come to have the same one (rows T18, Z10)."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from customers.domain.duplicates.taken import holders, keep_codes, whose
from customers.domain.tax_ids import tax_id_problem
from customers.importing.conditions import UNCHANGED
from customers.importing.values import whole
from customers.rules import tax_id

_line = whole(40)


def credit_code(cell: Any) -> str:
    """A cell with a credit code, as codes are compared; whether it is right is asked where it is known what stands there."""
    return tax_id.plain(_line(cell))


def check_codes(drafts: Sequence[Any], *, write: bool) -> None:
    """Refuse those rows whose code is mistyped, or that of another customer: it is the same company under another name.

    What stands with the customer already is nobody's fault today.
    """
    asked = [d for d in drafts if d.values.get("tax_id") and not d.problems and d.result != UNCHANGED]
    asked = [d for d in asked if d.customer is None or d.values["tax_id"] != d.customer.tax_id]
    if write:
        keep_codes(draft.values["tax_id"] for draft in asked)
    known = holders(draft.values["tax_id"] for draft in asked)
    for draft in asked:
        code = draft.values["tax_id"]
        other = known.get(code)
        if problem := tax_id_problem(code):
            draft.refuse(_("%(column)s: %(problem)s.") % {"column": "tax_id", "problem": problem.rstrip(".。")})
        elif other and other != draft.customer:
            draft.refuse(
                _("tax_id: this is the credit code of %(code)s “%(name)s”, %(whose)s.")
                % {"code": other.code, "name": other.name, "whose": whose(other)}
            )
