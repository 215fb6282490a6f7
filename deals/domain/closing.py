"""Winning, losing and opening again (rows Na9, Na10, Na12)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused, given
from crm_project.lib.time import local_date
from deals.models import Deal, Stage
from deals.models.choices import Status

from .access import may_reopen
from .lock import due_after, follow_owner, locked_deal, save_change
from .progress import check_conditions
from .stages import final, needed


def win_deal(*, deal_id: int, reason: str, competitor: str, by: User, at: datetime) -> Deal:
    """Won: amount and closing day are confirmed and locked (Na10); the customer's present owner is credited.

    Refuses with code reason, missing (what the last stage asks for), locked, closed.
    """
    with locked_deal(deal_id, by, still_open=True) as (deal, ownership):
        reason = given(reason, _("Give the reason for winning the deal: it helps with the next one."))
        stage = final(deal.stage.pipeline_id)
        changes = follow_owner(deal, ownership) | {"status": ["open", "won"], "amount": [deal.amount, deal.amount]}
        if stage is not None:
            check_conditions(deal, stage, needed(stage), at)
            changes["stage"] = [deal.stage.number, stage.number]
            deal.stage, deal.stage_since = stage, at
        return _close(deal, Status.WON, changes, reason, competitor, by, at)


def lose_deal(*, deal_id: int, reason: str, competitor: str, by: User, at: datetime) -> Deal:
    """Lost, with the reason and to whom. Refuses with code reason, locked, closed."""
    with locked_deal(deal_id, by, still_open=True) as (deal, ownership):
        reason = given(reason, _("Give the reason for losing the deal."))
        changes = follow_owner(deal, ownership) | {"status": ["open", "lost"]}
        return _close(deal, Status.LOST, changes, reason, competitor, by, at)


def _close(
    deal: Deal, status: str, changes: Mapping[str, list[Any]], reason: str, competitor: str, by: User, at: datetime
) -> Deal:
    deal.status, deal.closed_at, deal.close_reason, deal.competitor = (
        status,
        at,
        reason[:200],
        (competitor or "").strip()[:120],
    )
    save_change(deal, by=by, at=at, action=f"deal.{status}", changes=changes, outline=reason, reason=reason)
    return deal


def reopen_deal(*, deal_id: int, reason: str, by: User, at: datetime) -> Deal:
    """A manager opens a closed deal again, in the stage where it stood. Refuses with code forbidden, open, reason."""
    with locked_deal(deal_id, by) as (deal, ownership):
        if deal.status == Status.OPEN:
            raise Refused(_("This deal is already open."), code="open")
        if not may_reopen(by, deal):
            raise Refused(_("Only a manager can reopen a closed deal."), code="forbidden")
        reason = given(reason, _("Give the reason for reopening the deal."))
        changes = follow_owner(deal, ownership) | {"status": [deal.status, "open"]}
        before = (
            deal.progress.filter(changes__has_key="status")
            .order_by("-at", "-id")
            .values_list("changes", flat=True)
            .first()
            or {}
        )
        stood = before.get("stage", [None])[0]
        stage = (
            Stage.objects.filter(pipeline=deal.stage.pipeline_id, number=stood).first() if stood is not None else None
        )
        if stage is not None:
            changes["stage"] = [deal.stage.number, stage.number]
            deal.stage, deal.stage_since = stage, at
        deal.status, deal.closed_at, deal.close_reason, deal.competitor = Status.OPEN, None, "", ""
        deal.expected_close = max(deal.expected_close, local_date(at))
        deal.update_due = due_after(deal.stage, at)
        save_change(deal, by=by, at=at, action="deal.reopened", changes=changes, outline=reason, reason=reason)
        return deal
