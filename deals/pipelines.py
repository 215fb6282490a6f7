"""Keeping pipelines and stages (rows Na9, Ni17, D7)."""

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.audit import log
from crm_project.lib.refused import Refused

from .models import Pipeline, Stage
from .stages import WON

NAMES = ("name", "name_zh", "probability", "conditions", "update_days")


def save(*, pipeline_id, stages, departments, standard, by, at):
    """Change a pipeline: `stages` {stage id: {name, name_zh, probability, conditions, update_days}}, who uses it.

    Deals stay in their stages. Refuses with code last unless the last stage, and only that, is won with 100 %; standard where
    nothing would be the standard any more.
    """
    with transaction.atomic():
        pipeline = Pipeline.objects.select_for_update(no_key=True).get(pk=pipeline_id)
        rows = list(pipeline.stages.order_by("number"))
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
            raise Refused(_("One pipeline must be the standard: make another one the standard instead."), code="standard", field="standard")
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


def _check(rows):
    if any((row.probability == WON) != (row is rows[-1]) for row in rows) or any(row.probability > WON for row in rows):
        raise Refused(_("The last stage, and only the last, is won with 100 %."), code="last")


def add_stage(*, pipeline_id, name, name_zh, by, at):
    """Put a new stage before the last one; deals stay where they are. Refuses with code full beyond stage 10."""
    with transaction.atomic():
        pipeline = Pipeline.objects.select_for_update(no_key=True).get(pk=pipeline_id)
        rows = list(pipeline.stages.order_by("number"))
        last = rows[-1]
        if last.number >= 10:
            raise Refused(_("A pipeline has the stages 0 to 10: rename one instead."), code="full")
        probability = rows[-2].probability if len(rows) > 1 else 0
        number, last.number = last.number, last.number + 1
        last.save(update_fields=["number"])
        row = Stage.objects.create(pipeline=pipeline, number=number, name=name, name_zh=name_zh, probability=min(probability, WON - 1))
        log.record(by=by, action="pipeline.saved", at=at, subject=pipeline, changes={f"{number}.name": [None, name]})
        return row
