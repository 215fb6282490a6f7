"""What the audit says of service orders, their targets, and questionnaires (rows Na8, Ne3)."""

from django.utils.translation import gettext_lazy as _

from crm_project.audit.presenters.declaration import Audit, Family, Subject

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
        "questionnaire.created": _("created a questionnaire"),
        "questionnaire.changed": _("changed name or classes of a questionnaire"),
        "questionnaire.edited": _("edited the draft of a questionnaire"),
        "questionnaire.version": _("began a new version of a questionnaire"),
        "questionnaire.discarded": _("discarded the draft of a questionnaire"),
        "questionnaire.published": _("published a questionnaire"),
        "questionnaire.closed": _("closed a questionnaire"),
        "questionnaire.reopened": _("reopened a questionnaire"),
        "questionnaire.sent": _("asked a contact to answer a questionnaire"),
        "questionnaire.printed": _("printed a code for a questionnaire"),
        "questionnaire.withdrawn": _("withdrew an invitation to a questionnaire"),
        "questionnaire.answered": _("answered a questionnaire"),
        "questionnaire.exported": _("exported the results of a questionnaire"),
    },
    fields={"questions": _("questions"), "levels": _("classes of customers")},
    families=(Family(key="service", label=_("Service"), place=85),),
    searched_under={"service": ("service.", "questionnaire.")},
    subjects=(Subject(type="questionnaire", page="service:questionnaire"),),
)
