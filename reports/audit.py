"""What the audit says of work reports and their templates (rows Na8, Ni1)."""

from django.utils.translation import gettext_lazy as _

from crm_project.audit.presenters.declaration import Audit, Family, Subject
from reports.domain.work_reports import access

AUDIT = Audit(
    actions={
        "work_report.begun": _("began a work report"),
        "work_report.submitted": _("handed in a work report"),
        "work_report.read": _("read a work report"),
        "work_report.returned": _("sent a work report back"),
        "work_report.template": _("set a template for work reports"),
    },
    subjects=(
        Subject(type="workreport", page="reports:work_report", opened=access.visible),
        Subject(type="reporttemplate"),
    ),
    families=(Family(key="work_reports", label=_("Work reports"), place=95),),
    searched_under={"work_reports": ("work_report.",)},
)
