"""How a deal goes on: records that answer the last next step, and the way from stage to stage (rows Na9, Ni19, Ni20)."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from deals.models import Deal, Progress, Stage
from deals.models.choices import Condition

from .lock import due_after, follow_owner, locked_deal, save_change
from .stages import WON, missing, needed


def record_progress(
    *,
    deal_id: int,
    outline: str,
    next_step: str,
    expected_close: date,
    by: User,
    at: datetime,
    answer: str = "",
    amount: Decimal | None = None,
) -> Progress:
    """Record how the deal went on; sets the next update by the stage's days (Ni19).

    Refuses with code answer where the last next step stays unanswered (Ni20), outline, past, locked, closed.
    """
    with locked_deal(deal_id, by, still_open=True) as (deal, ownership):
        outline, answer = (outline or "").strip(), (answer or "").strip()
        if not outline:
            raise Refused(_("Describe what happened: one sentence is enough."), code="outline", field="outline")
        if deal.next_step and not answer:
            raise Refused(
                _("Enter the result of the last next step: “%(step)s”.") % {"step": deal.next_step},
                code="answer",
                field="answer",
            )
        if expected_close < local_date(at):
            raise Refused(
                _("The expected closing is in the past: choose a future date."), code="past", field="expected_close"
            )
        changes = follow_owner(deal, ownership)
        if expected_close != deal.expected_close:
            changes["expected_close"] = [deal.expected_close, expected_close]
        if amount is not None and amount != deal.amount:
            changes["amount"] = [deal.amount, amount]
            deal.amount = amount
        deal.expected_close, deal.next_step, deal.update_due = (
            expected_close,
            (next_step or "").strip(),
            due_after(deal.stage, at),
        )
        return save_change(deal, by=by, at=at, action="deal.progress", changes=changes, outline=outline, answer=answer)


def move_stage(*, deal_id: int, stage_id: int, by: User, at: datetime) -> Deal:
    """Move to another stage of the same pipeline; forward, the conditions of every stage on the way must hold (Ni17).

    Refuses with code missing (and says what), closing for the last stage, off, pipeline, locked, closed.
    """
    with locked_deal(deal_id, by, still_open=True) as (deal, ownership):
        stage = Stage.objects.filter(pk=stage_id, pipeline=deal.stage.pipeline_id).first()
        if stage is None:
            raise Refused(_("This stage does not belong to the deal's pipeline."), code="pipeline")
        if stage.pk == deal.stage_id:
            return deal
        if not stage.active:
            raise Refused(_("“%(stage)s” is switched off: choose another stage.") % {"stage": stage}, code="off")
        if stage.probability == WON:
            raise Refused(
                _("The last stage is reached by winning the deal: give the reason for winning it."), code="closing"
            )
        if stage.number > deal.stage.number:
            check_conditions(deal, stage, needed(stage, deal.stage.number), at)
        changes = follow_owner(deal, ownership) | {"stage": [deal.stage.number, stage.number]}
        deal.stage, deal.stage_since, deal.update_due = stage, at, due_after(stage, at)
        save_change(deal, by=by, at=at, action="deal.moved", changes=changes)
        return deal


def check_conditions(deal: Deal, stage: Stage, keys: Sequence[str], at: datetime) -> None:
    """Refuse with code missing, naming all that is lacking; `missing` in the refusal's details are the keys."""
    lacking = missing(deal, keys, at)
    if lacking:
        raise Refused(
            _("“%(stage)s” still needs: %(what)s.")
            % {"stage": stage, "what": _(", ").join(str(Condition(key).label) for key in lacking)},
            code="missing",
            missing=lacking,
        )
