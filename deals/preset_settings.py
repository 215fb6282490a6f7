"""The setting of deals that a rule book may rule: which stages a department's deals go through (rows Na9, Ni17, D7)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_project.lib.refused import Refused
from crm_project.lib.setting import DEPARTMENT, Setting

from .domain import pipelines
from .domain.stages import pipeline_for
from .models import Pipeline


def _read(department, at):
    pipeline = pipeline_for(department)
    return pipeline.key if pipeline else ""


def _write(*, department, value, by, at):
    pipeline = Pipeline.objects.filter(key=value).first()
    if pipeline is None:
        raise Refused(
            _("The deal stages “%(key)s” of this rule book do not exist: ask an admin to create them.")
            % {"key": value},
            code="unknown",
        )
    pipelines.save_pipeline(
        pipeline_id=pipeline.pk,
        stages={},
        departments=[*pipeline.departments.all(), department],
        standard=pipeline.standard,
        by=by,
        at=at,
    )


def _text(value):
    pipeline = Pipeline.objects.filter(key=value).first()
    return str(pipeline) if pipeline else value or _("none")


SETTINGS = [
    Setting(
        key="pipeline",
        label=gettext_lazy("Deal stages"),
        scope=DEPARTMENT,
        action="product.manage",
        read=_read,
        write=_write,
        text=_text,
        page=lambda department: reverse("deals:pipelines"),
    )
]
