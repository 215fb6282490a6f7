"""What administrators are told about backups (row Nh3)."""

from django.utils.translation import gettext_lazy as _

from crm_project.notices.presenters.kinds import NoticeKind, plain

NOTICES = (
    NoticeKind("backup_alarm", "hdd", "bad", plain(_("The backup failed: %(problem)s"))),
    NoticeKind("backup_over", "hdd", "ok", plain(_("The backup works again."))),
)
