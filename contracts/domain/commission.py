"""Whose result a contract is: the owner on the day the order was submitted, or as the manager divided it (rows D9, Nd4)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assignment.domain.disputes.conflict import shares_of
from assignment.domain.ledger import owner_on
from assignment.models import Split
from contracts.models import CommissionShare, Contract
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from customers.models import Collaborator, Ownership

from .lock import locked_contract

WHOLE = Decimal(100)

# The reason of a division that follows that of a conflict; pages word it.
CONFLICT = "conflict_division"


def owner_at(customer_id: int, moment: datetime) -> int | None:
    """Who owned the customer then, as the ledger says; the present row where the ledger knows nothing (D9)."""
    found = owner_on(customer_id, moment)
    return (
        found or Ownership.objects.filter(pk=customer_id, since__lte=moment).values_list("owner_id", flat=True).first()
    )


def assign_commission(row: Contract, *, by: User, at: datetime) -> None:
    """Write who gets the result when a contract comes into force, unless that was decided; the division of a conflict first (Nd4)."""
    if row.shares.exists():
        return
    splits = list(Split.objects.filter(customer_id=row.customer_id).select_related("decided_by"))
    if splits:
        CommissionShare.objects.bulk_create(
            CommissionShare(
                contract=row,
                user_id=s.user_id,
                share=s.share,
                reason=CONFLICT,
                decided_by=s.decided_by,
                decided_at=at,
            )
            for s in splits
            if s.share > 0
        )
    elif row.owner_id:
        CommissionShare.objects.create(contract=row, user_id=row.owner_id, share=WHOLE, decided_at=at)


def decide_commission(*, contract_id: int, shares: Mapping[int, Any], by: User, at: datetime, reason: str) -> Contract:
    """Divide the result: {person id: percent}, together 100 (Nd4). The caller has seen that `by` confirms this contract.

    Refuses with code shares, reason, status, person.
    """
    if not reason.strip():
        raise Refused(_("Give the reason: the people concerned will see it."), code="reason", field="reason")
    with locked_contract(contract_id, if_void=_("This contract is void: there is no commission.")) as row:
        wanted = {pk: share for pk, share in shares_of(shares).items() if share > 0}
        people = User.objects.in_bulk(wanted)
        if set(people) != set(wanted):
            raise Refused(_("One of these people does not exist."), code="person", field="shares")
        before = {str(s.user): str(s.share) for s in row.shares.select_related("user")}
        row.shares.all().delete()
        CommissionShare.objects.bulk_create(
            CommissionShare(
                contract=row, user_id=pk, share=share, reason=reason.strip()[:200], decided_by=by, decided_at=at
            )
            for pk, share in wanted.items()
        )
        after = {str(people[pk]): str(share) for pk, share in wanted.items()}
        log.record(
            by=by,
            action="split.decided",
            at=at,
            subject=row,
            customer_id=row.customer_id,
            changes={"shares": [before, after]},
            reason=reason.strip(),
        )
        return row


def commission_text(row: Contract) -> JsonObject:
    """{shares: [(person, percent, why)], not_counted: sentence or "", open: who worked on it and gets nothing so far}."""
    shares = [(s.user, s.share, s.reason, s.decided_by) for s in row.shares.select_related("user", "decided_by")]
    return {"shares": shares, "not_counted": _not_counted(row, shares), "others": _others(row, shares)}


def _not_counted(row: Contract, shares: Sequence[tuple[User, Decimal, str, User | None]]) -> str:
    """Why the result of whoever brought the order does not count as theirs (D9)."""
    by = row.submitted_by or row.recorded_by
    if by is None or by.pk in {person.pk for person, *_rest in shares} or by.pk == row.owner_id:
        return ""
    words = {"person": by, "owner": row.owner or _("none: it was in the public pool")}
    return _("No commission for %(person)s: when the order was submitted, %(owner)s owned the customer.") % words


def _others(row: Contract, shares: Sequence[tuple[User, Decimal, str, User | None]]) -> list[User]:
    """Registered collaborators without a share."""
    people = Collaborator.objects.filter(customer_id=row.customer_id, until=None).select_related("user")
    return [c.user for c in people if c.user_id not in {person.pk for person, *_rest in shares}]
