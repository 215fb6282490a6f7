"""Confirmed figures are changed by a request only, and both values stay (row Na10)."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, cast

from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import ask
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date, zone
from deals.models import Deal, Progress
from deals.models.choices import Status
from deals.rules import request_kinds

from .access import decider
from .lock import locked_deal, save_change


def ask_correction(*, deal_id: int, amount: Decimal, closed_on: date, reason: str, by: User, at: datetime) -> Request:
    """Ask for another amount or closing day of a won deal: the nearest manager decides. Refuses with code open, same, future, reason."""
    with locked_deal(deal_id, by) as (deal, ownership):
        _check(deal)
        if closed_on > local_date(at):
            raise Refused(_("The closing day can't lie in the future."), code="future", field="closed_on")
        if amount <= 0:
            raise Refused(_("The amount must be more than zero."), code="amount", field="amount")
        old = {"amount": str(deal.amount), "closed_on": local_date(cast(datetime, deal.closed_at)).isoformat()}
        new = {"amount": str(amount), "closed_on": closed_on.isoformat()}
        if Decimal(old["amount"]) == amount and old["closed_on"] == new["closed_on"]:
            raise Refused(_("Nothing would change: enter the correct figure."), code="same", field="amount")
        return ask(
            kind=request_kinds.DEAL_FIGURE,
            by=by,
            at=at,
            decider=decider(by, deal),
            subject=deal.name[:200],
            customer_id=deal.customer_id,
            about=f"deal:{deal.pk}",
            department=ownership.department if ownership else deal.department,
            reason=reason,
            arguments={"deal_id": deal.pk, **new},
            evidence={"old": old, "currency": deal.currency},
        )


def correct_deal(*, deal_id: int, amount: str, closed_on: str, by: User, at: datetime, request: Request) -> Progress:
    """Approving: the new figures hold; the record and the audit keep both. Called through a request only. Refuses with code open."""
    with locked_deal(deal_id) as (deal, _ownership):
        _check(deal)
        day, new = date.fromisoformat(closed_on), Decimal(amount)
        changes: dict[str, list[Any]] = {}
        if new != deal.amount:
            changes["amount"] = [deal.amount, new]
            deal.amount = new
        closed = cast(datetime, deal.closed_at)
        if day != local_date(closed):
            changes["closed_on"] = [local_date(closed), day]
            deal.closed_at = datetime.combine(day, time(12), zone())
        return save_change(
            deal,
            by=by,
            at=at,
            action="deal.corrected",
            changes=changes | {"asked_by": [None, str(request.asked_by)]},
            outline=request.reason,
            reason=request.reason,
        )


def _check(deal: Deal) -> None:
    if deal.status != Status.WON:
        raise Refused(_("Only the figures of a won deal are locked: edit an open deal directly."), code="open")
