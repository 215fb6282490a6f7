"""What the audit says of itself (rows Na8, Ne3)."""

from django.utils.translation import gettext_lazy as _

from crm_project.audit.presenters.declaration import Audit, Family

AUDIT = Audit(
    actions={
        "audit.exported": _("exported the audit"),
        "audit.proved": _("checked the integrity of the audit"),
    },
    fields={
        "entries": _("entries"),
        "query": _("filter"),
        "rows": _("rows"),
    },
    families=(Family(key="exports", label=_("Exports"), place=20),),
    searched_under={
        "exports": ("audit.exported",),
    },
)
