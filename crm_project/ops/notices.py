"""What administrators are told about backups (row Nh3)."""

from django.utils.translation import gettext_lazy as _

from crm_project.notices.presenters.kinds import NoticeKind, plain

from .problems import COPIES, problem_text


def _failed(params):
    problem = problem_text(str(params.get("problem", "")), params.get("problem_values"))
    if params.get("problem") in COPIES:
        return str(_("The second copy of the backup failed: %(problem)s")) % {"problem": problem}
    return str(_("The backup failed: %(problem)s")) % {"problem": problem}


NOTICES = (
    NoticeKind("backup_alarm", "hdd", "bad", _failed),
    NoticeKind("backup_over", "hdd", "ok", plain(_("The backup works again."))),
)
