"""What an order is about: products of the customer's contracts, and the kind of repair that their warranty says (row Ni21)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from contracts.models import Contract, ContractLine
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from service.domain import warranty
from service.models import OrderKind, ServiceOrder
from service.rules.warranty import IN, OUT, kind_of_repair


def check(order: ServiceOrder, lines: Sequence[ContractLine]) -> None:
    """Put the contract of the lines in where none was named. Refuses with code line, contract, warranty."""
    ids = {line.pk for line in lines}
    known = warranty.warranties(order.customer_id, ids) if ids else []
    if len(known) < len(ids):
        raise Refused(
            _("Choose products of confirmed contracts of this customer; name others as other product."),
            code="line",
            field="lines",
        )
    if lines and order.contract is None:
        order.contract = lines[0].contract
    if order.contract and not _of_customer(order.contract, order.customer_id):
        raise Refused(
            _("This is no confirmed contract of this customer: choose another one."), code="contract", field="contract"
        )
    proposed = kind_of_repair(known, local_date(order.reported_at))
    if proposed and order.kind.key in (IN, OUT) and order.kind.key != proposed and not order.kind_reason.strip():
        kind = OrderKind.objects.filter(key=proposed).first()
        raise Refused(
            _("By the warranty of the product this is “%(kind)s”: choose it, or say why not.")
            % {"kind": kind or proposed},
            code="warranty",
            field="kind_reason",
        )


def names(lines: Sequence[ContractLine]) -> str:
    """For the audit."""
    return ", ".join(str(line) for line in lines)


def _of_customer(contract: Contract, customer_id: int) -> bool:
    return contract.customer_id == customer_id and contract.status == Contract.Status.CONFIRMED
