"""Keeping pipelines and stages (rows Na9, Ni17, D7)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import may
from crm_project.accounts.models import Department, User
from crm_project.audit.domain import log
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from deals.models import Deal, Pipeline, Stage
from deals.models.choices import Status

from .lock import save_change
from .stages import WON

NAMES = ("name", "name_zh", "probability", "conditions", "update_days")


def _taken_up(pipeline_id: int, by: User) -> tuple[Pipeline, list[Stage]]:
    """The locked pipeline and its stages in order; for whoever manages them."""
    if not may(by, "product.manage"):
        raise Refused(_("Deal stages are managed together with products and prices: ask an admin."), code="forbidden")
    pipeline = Pipeline.objects.select_for_update(no_key=True).get(pk=pipeline_id)
    return pipeline, list(pipeline.stages.order_by("number"))


def save_pipeline(
    *,
    pipeline_id: int,
    stages: Mapping[int, JsonObject],
    departments: Iterable[Department],
    standard: bool,
    by: User,
    at: datetime,
) -> Pipeline:
    """Change a pipeline: `stages` {stage id: {name, name_zh, probability, conditions, update_days}}, who uses it.

    Deals stay in their stages. Refuses with code last unless the last stage, and only that, is won with 100 %; standard where
    nothing would be the standard any more.
    """
    with transaction.atomic():
        pipeline, rows = _taken_up(pipeline_id, by)
        changes = {}
        for row in rows:
            new = stages.get(row.pk)
            if new is None:
                continue
            different = log.differences({n: getattr(row, n) for n in NAMES}, {n: new[n] for n in NAMES})
            for name in NAMES:
                setattr(row, name, new[name])
            changes |= {f"{row.number}.{name}": pair for name, pair in different.items()}
        _check(rows)
        if pipeline.standard and not standard:
            raise Refused(
                _("One pipeline must be the standard: make another one the standard instead."),
                code="standard",
                field="standard",
            )
        Stage.objects.bulk_update(rows, NAMES)
        if standard and not pipeline.standard:
            Pipeline.objects.filter(standard=True).update(standard=False)
            Pipeline.objects.filter(pk=pipeline.pk).update(standard=True)
            changes["standard"] = [False, True]
        for other in Pipeline.objects.exclude(pk=pipeline.pk):
            # A department has one pipeline: naming it here takes it away there.
            other.departments.remove(*departments)
        pipeline.departments.set(departments)
        log.record(by=by, action="pipeline.saved", at=at, subject=pipeline, changes=changes)
        return pipeline


def _check(rows: Sequence[Stage]) -> None:
    if any((row.probability == WON) != (row is rows[-1]) for row in rows) or any(row.probability > WON for row in rows):
        raise Refused(_("The last stage, and only the last, is won with 100 %."), code="last")


def add_stage(*, pipeline_id: int, name: str, name_zh: str, by: User, at: datetime) -> Stage:
    """Put a new stage before the last one; deals stay where they are. Refuses with code full beyond stage 10."""
    with transaction.atomic():
        pipeline, rows = _taken_up(pipeline_id, by)
        last = rows[-1]
        if last.number >= 10:
            raise Refused(_("A pipeline has the stages 0 to 10: rename one, or switch one on again."), code="full")
        probability = rows[-2].probability if len(rows) > 1 else 0
        number, last.number = last.number, last.number + 1
        last.save(update_fields=["number"])
        row = Stage.objects.create(
            pipeline=pipeline, number=number, name=name, name_zh=name_zh, probability=min(probability, WON - 1)
        )
        log.record(by=by, action="pipeline.saved", at=at, subject=pipeline, changes={f"{number}.name": [None, name]})
        return row


def switch_stage(*, stage_id: int, by: User, at: datetime) -> tuple[Stage, int]:
    """Use a stage no longer, or again. Open deals that stand in it go to the nearest one before it (else after it), each with a record.

    Returns (stage, number of deals moved). Refuses with code last for the stage that means won, few where no open one would be left.
    """
    with transaction.atomic():
        pipeline, rows = _taken_up(Stage.objects.values_list("pipeline_id", flat=True).get(pk=stage_id), by)
        row = next(stage for stage in rows if stage.pk == stage_id)
        if row is rows[-1]:
            raise Refused(_("Deals are won in the last stage: it can't be switched off."), code="last")
        moved = _cleared(row, rows, by, at) if row.active else 0
        row.active = not row.active
        row.save(update_fields=["active"])
        changes = {f"{row.number}.active": [not row.active, row.active]} | ({"moved": [None, moved]} if moved else {})
        log.record(by=by, action="pipeline.saved", at=at, subject=pipeline, changes=changes)
        return row, moved


def _cleared(row: Stage, rows: Sequence[Stage], by: User, at: datetime) -> int:
    others = [stage for stage in rows[:-1] if stage.active and stage is not row]
    if not others:
        raise Refused(_("Deals need at least one stage before the last: switch another one on first."), code="few")
    target = next((stage for stage in reversed(others) if stage.number < row.number), others[0])
    deals = (
        Deal.objects.select_for_update(no_key=True, of=("self",)).filter(stage=row, status=Status.OPEN).order_by("pk")
    )
    moved = 0
    for deal in deals:
        deal.stage, deal.stage_since, moved = target, at, moved + 1
        save_change(deal, by=by, at=at, action="deal.moved", changes={"stage": [row.number, target.number]})
    return moved
