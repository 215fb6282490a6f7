"""The setting of work reports that a rule book may rule: which of them a department must hand in (row Ni1)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_project.accounts.domain.department_versions import places
from crm_project.lib.setting import DEPARTMENT, Setting
from crm_project.lib.time import local_date

from .domain.work_reports import templates
from .models import ReportTemplate
from .models.work_reports import ReportKind


def _chosen(department, kind):
    """The version chosen last, be it for a coming day; None: the standard one."""
    for place in places(department):
        row = ReportTemplate.objects.filter(department=place, kind=kind).order_by("-holds_from", "-number").first()
        if row:
            return row
    return None


def _read(department, at):
    chosen = {kind: _chosen(department, kind) for kind in ReportKind.values}
    return {kind: bool(row and row.demanded) for kind, row in chosen.items()}


def _write(*, department, value, by, at):
    """For periods that begin from today on, asking for what is asked for already."""
    before = _read(department, at)
    for kind in ReportKind.values:
        if value[kind] == before[kind]:
            continue
        row, today = _chosen(department, kind), local_date(at)
        usual = row or ReportTemplate()
        templates.set_template(
            department=department,
            kind=kind,
            holds_from=max(today, row.holds_from) if row else today,
            demanded=value[kind],
            days=usual.days,
            hour=usual.hour,
            sections=row.sections
            if row
            else [{"key": s.key, "required": s.required} for s in templates.sections_of(None)],
            figures=templates.figures_of(row),
            readers=list(row.readers.filter(is_active=True)) if row else [],
            by=by,
            at=at,
        )


def _text(value):
    demanded = [str(ReportKind(kind).label) for kind, yes in value.items() if yes]
    return _(", ").join(demanded) or _("none")


SETTINGS = [
    Setting(
        key="work_reports",
        label=gettext_lazy("Work reports to hand in"),
        scope=DEPARTMENT,
        action=templates.MANAGE,
        read=_read,
        write=_write,
        text=_text,
        page=lambda department: reverse("reports:report_templates"),
        parts=dict,
    )
]
