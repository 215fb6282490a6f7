"""What the audit says of backups (rows Na8, Nb2)."""

from django.utils.translation import gettext_lazy as _

from crm_project.audit.presenters.declaration import Audit

AUDIT = Audit(
    actions={
        "backup.made": _("had a backup made"),
        "backup.rehearsed": _("had a backup rehearsed"),
        "backup.downloaded": _("downloaded a backup"),
    },
    fields={"checksum": _("Checksum")},
    searched_under={"exports": ("backup.",)},
)
