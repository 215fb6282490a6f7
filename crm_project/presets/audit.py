"""What the audit says of rule book presets (rows Na8, Ne3)."""

from django.utils.translation import gettext_lazy as _

from crm_project.audit.presenters.declaration import Audit

AUDIT = Audit(
    fields={
        "presets": _("presets"),
        "settings": _("settings"),
    },
    actions={
        "preset.applied": _("applied rule book presets"),
    },
)
