"""What the audit says of service orders and their targets (rows Na8, Ne3)."""

from django.utils.translation import gettext_lazy as _

from crm_project.audit.presenters.declaration import Audit, Family

AUDIT = Audit(
    actions={
        "service.recorded": _("recorded a service order"),
        "service.imported": _("imported a service order"),
        "service.import_undone": _("took back an imported service order"),
        "service.changed": _("changed a service order"),
        "service.accepted": _("accepted a service order"),
        "service.started": _("began the work on a service order"),
        "service.waiting": _("stopped a service order that waits"),
        "service.resumed": _("went on with a service order"),
        "service.done": _("finished the work on a service order"),
        "service.confirmed": _("recorded that the customer confirmed a service order"),
        "service.closed": _("closed a service order"),
        "service.cancelled": _("cancelled a service order"),
        "service.assigned": _("assigned a service order"),
        "service.passed_on": _("passed on a service order"),
        "service.exported": _("exported figures of service orders"),
        "service.targets": _("changed the targets of service orders"),
    },
    families=(Family(key="service", label=_("Service"), place=85),),
    searched_under={"service": ("service.",)},
)
