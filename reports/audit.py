"""What the audit says of targets, work reports and their templates (rows Na8, Ne3)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.audit.presenters.declaration import Audit, Family, Subject
from reports.domain.work_reports import access
from reports.presenters.targets.names import stored_name

TARGETS = {
    "target.set": _("set a target"),
    "target.changed": _("changed a target"),
    "target.removed": _("removed a target"),
    "target.imported": _("imported a target"),
    "target.import_undone": _("took back an imported target"),
    "target.exported": _("exported targets"),
    "target.leaderboard": _("changed a leaderboard"),
}
WORK_REPORTS = {
    "work_report.begun": _("began a work report"),
    "work_report.submitted": _("handed in a work report"),
    "work_report.read": _("read a work report"),
    "work_report.returned": _("sent a work report back"),
    "work_report.template": _("set a template for work reports"),
}

AUDIT = Audit(
    actions={**TARGETS, **WORK_REPORTS},
    fields={
        "floor": _("floor"),
        "target": _("target"),
        "stretch": _("stretch"),
        "figures": _("figures"),
        "open": _("The people of the department see it"),
        "left_out": _("left out"),
    },
    subjects=(
        Subject(type="target", name=stored_name),
        Subject(type="leaderboard"),
        Subject(type="workreport", page="reports:work_report", opened=access.visible),
        Subject(type="reporttemplate"),
    ),
    families=(
        Family(key="reports", label=pgettext_lazy("performance", "Targets"), place=95),
        Family(key="work_reports", label=_("Work reports"), place=96),
    ),
    searched_under={"reports": ("target.",), "work_reports": ("work_report.",)},
)
