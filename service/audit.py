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
        "service.targets": _("changed the targets of service orders"),
        "visit.planned": _("planned a return visit"),
        "visit.assigned": _("assigned a return visit"),
        "visit.passed_on": _("passed on a return visit"),
        "visit.held": _("recorded that a return visit took place"),
        "visit.postponed": _("postponed a return visit"),
        "visit.cancelled": _("cancelled a return visit"),
        "visit.reported": _("reported a return visit"),
        "visit.demand_decided": _("decided about a demand"),
        "visit.idea_answered": _("answered an idea"),
        "visit_plan.added": _("added a plan of return visits"),
        "visit_plan.changed": _("changed a plan of return visits"),
        "visit_plan.rules": _("changed the rules of return visits"),
        "visit_plan.aspect": _("changed the aspects of the evaluation"),
    },
    families=(Family(key="service", label=_("Service"), place=85),),
    searched_under={"service": ("service.", "visit.", "visit_plan.")},
)
