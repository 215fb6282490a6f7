"""What the audit says of service orders, their targets and remedial plans (rows Na8, Ne3)."""

from django.utils.translation import gettext_lazy as _

from crm_project.audit.presenters.declaration import Audit, Family, Subject

from .models.choices import Step

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
        "remedial.begun": _("began a remedial plan"),
        "remedial.written": _("wrote on a remedial plan"),
        "remedial.submitted": _("submitted a remedial plan"),
        "remedial.approved": _("approved a remedial plan"),
        "remedial.handed_over": _("handed out the tasks of a remedial plan"),
        "remedial.task_set": _("gave out or changed a task of a remedial plan"),
        "remedial.task_dropped": _("took back a task of a remedial plan"),
        "remedial.task_done": _("proved a task of a remedial plan"),
        "remedial.fed_back": _("brought a remedial plan back to service"),
        "remedial.accepted": _("accepted the feedback of a remedial plan"),
        "remedial.sent_back": _("sent a remedial plan back"),
        "remedial.passed_on": _("passed on a remedial plan"),
        "remedial.assigned": _("made somebody responsible for a remedial plan"),
        "remedial.cancelled": _("cancelled a remedial plan"),
        "remedial.linked": _("linked a change of the file to a remedial plan"),
        "remedial.unlinked": _("removed a change of the file from a remedial plan"),
        "remedial.downloaded": _("downloaded a file of a remedial plan"),
        "remedial.reopened": _("reopened a remedial plan"),
        "remedial.proven": _("noted that a remedial plan has proven itself"),
        "remedial.days": _("changed the days of the steps of remedial plans"),
    },
    fields={
        "task": _("what is to be done"),
        "version": _("version"),
        "entry": _("change of the file"),
        "holder": _("waits for"),
        "responsible": _("responsible"),
        "due_on": _("due"),
        "person": _("person"),
        **{step.value: step.label for step in Step if step not in (Step.CLOSED, Step.CANCELLED)},
    },
    subjects=(Subject(type="remedialplan", page="service:remedial_plan"),),
    families=(Family(key="service", label=_("Service"), place=85),),
    searched_under={"service": ("service.", "remedial.")},
)
