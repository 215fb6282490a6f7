"""What administrators are told about backups (row Nh3)."""

from django.utils.translation import gettext_lazy as _

from crm_project.notices.presenters.kinds import NoticeKind, plain

from .parts import PARTS
from .problems import COPIES, problem_text


def _failed(params):
    problem = problem_text(str(params.get("problem", "")), params.get("problem_values"))
    if params.get("problem") in COPIES:
        return str(_("The second copy of the backup failed: %(problem)s")) % {"problem": problem}
    return str(_("The backup failed: %(problem)s")) % {"problem": problem}


def _not_restored(params):
    problem = problem_text(str(params.get("problem", "")), params.get("problem_values"))
    return str(_("The newest backup can't be relied on: %(problem)s")) % {"problem": problem}


def _part(sentence):
    def text(params):
        values = params.get("problem_values") or {}
        return str(sentence) % {"part": PARTS.get(str(values.get("part", "")), ""), "said": values.get("said", "")}

    return text


NOTICES = (
    NoticeKind("backup_alarm", "hdd", "bad", _failed),
    NoticeKind("backup_over", "hdd", "ok", plain(_("The backup works again."))),
    NoticeKind("part_alarm", "hdd", "bad", _part(_("%(part)s has failed: %(said)s"))),
    NoticeKind("part_over", "hdd", "ok", _part(_("%(part)s is well again."))),
    NoticeKind("rehearsal_alarm", "hdd", "bad", _not_restored),
    NoticeKind(
        "rehearsal_over", "hdd", "ok", plain(_("The newest backup was restored for a try: all of it came back."))
    ),
)
