"""What the audit says of reports (rows Na8, Ne3)."""

from django.utils.translation import gettext_lazy as _

from crm_project.audit.presenters.declaration import Audit

AUDIT = Audit(
    actions={
        "feedback.reported": _("reported something"),
        "feedback.answered": _("answered a report"),
    },
    searched_under={
        "requests": ("feedback.",),
    },
)
