"""What the audit says of targets (rows Na8, Ne3)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.audit.presenters.declaration import Audit, Family, Subject
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

AUDIT = Audit(
    actions={**TARGETS},
    fields={
        "floor": _("floor"),
        "target": _("target"),
        "stretch": _("stretch"),
        "figures": _("figures"),
        "open": _("The people of the department see it"),
        "left_out": _("left out"),
    },
    subjects=(Subject(type="target", name=stored_name), Subject(type="leaderboard")),
    families=(Family(key="reports", label=pgettext_lazy("performance", "Targets"), place=95),),
    searched_under={"reports": ("target.",)},
)
