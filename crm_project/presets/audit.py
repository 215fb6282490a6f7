"""What the audit says of rule book presets (rows Na8, Ne3)."""

from django.utils.translation import gettext_lazy as _

from crm_project import catalogue
from crm_project.audit.presenters.declaration import Audit


def _settings():
    """{key: name} of what a rule book may set."""
    return {key: setting.label for key, setting in catalogue.settings_by_key().items()}


AUDIT = Audit(
    fields={
        "presets": _("presets"),
        "settings": _("settings"),
    },
    labels={"settings": _settings},
    actions={
        "preset.applied": _("applied rule book presets"),
    },
)
