"""What the audit says of service orders, their targets, remedial plans and questionnaires (rows Na8, Ne3)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.domain.access import may
from crm_project.audit.presenters.declaration import Audit, Family, Subject
from service.domain import access as orders
from service.domain.questionnaires import access as questionnaires
from service.domain.remedial import access as plans
from service.domain.visits import access as visits

from .models import Questionnaire, VisitPlan
from .models.choices import Step

QUESTIONNAIRES = (questionnaires.MANAGE, questionnaires.SEND, questionnaires.RESULTS)


def _where(model, *actions):
    """All rows for whoever has one of these rights, else none."""
    return lambda user, at: (
        model.objects.all() if any(may(user, action) for action in actions) else model.objects.none()
    )


AUDIT = Audit(
    uses={"questionnaire.export": ("questionnaire.exported",)},
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
        "service.sheet_made": _("made a visit sheet"),
        "service.sheet_code": _("sent a code for a visit sheet"),
        "service.sheet_call": _("asked the service desk to tell a code for a visit sheet"),
        "service.sheet_told": _("told a code for a visit sheet on the phone"),
        "service.sheet_signed": _("kept a visit sheet that the customer confirmed"),
        "service.undone": _("took back a step of a service order"),
        "service.passed_on": _("passed on a service order"),
        "service.exported": _("exported figures of service orders"),
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
        "visit.planned": _("planned a return visit"),
        "visit.assigned": _("assigned a return visit"),
        "visit.passed_on": _("passed on a return visit"),
        "visit.held": _("recorded that a return visit took place"),
        "visit.postponed": _("postponed a return visit"),
        "visit.cancelled": _("cancelled a return visit"),
        "visit.reported": _("reported a return visit"),
        "visit.corrected": _("corrected the report of a return visit"),
        "visit.demand_decided": _("decided about a demand"),
        "visit.idea_answered": _("answered an idea"),
        "visit_plan.added": _("added a plan of return visits"),
        "visit_plan.changed": _("changed a plan of return visits"),
        "visit_plan.rules": _("changed the rules of return visits"),
        "visit_plan.aspect": _("changed the aspects of the evaluation"),
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
    fields={
        "held_on": _("day of the visit"),
        "words": _("evaluation"),
        "scores": _("scores"),
        "demands": _("market demand"),
        "ideas": _("ideas for improvement"),
        "sheet": _("visit sheet"),
        "digest": _("SHA-256 of the text"),
        "sha256": _("SHA-256 of the file"),
        "signer": _("signed by"),
        "signed_by": _("confirmed with"),
        "code_to": _("code sent to"),
        "questions": _("questions"),
        "rotation": _("by rotation, open before"),
        "levels": _("classes of customers"),
        "task": _("what is to be done"),
        "version": _("version"),
        "entry": _("change of the file"),
        "holder": _("waits for"),
        "responsible": _("responsible"),
        "due_on": _("due"),
        "person": _("person"),
        "active": _("available"),
        "answer": _("answer"),
        "body": _("targets"),
        "assigned": _("assigned to"),
        "channel": pgettext_lazy("audit", "channel"),
        "contact": _("contact"),
        "days": _("every so many days"),
        "kind": _("kind"),
        "level": pgettext_lazy("audit", "class"),
        "opened_order": _("service order that was opened"),
        "order_kind": _("kind of service order"),
        "plan": _("plan"),
        "score": _("score"),
        "starts_on": _("from"),
        "status": _("status"),
        "visitor": _("who visits"),
        "waits_for": _("waiting for"),
        "whom": _("whom"),
        **{step.value: step.label for step in Step if step not in (Step.CLOSED, Step.CANCELLED)},
    },
    subjects=(
        Subject(type="serviceorder", page="service:order", opened=lambda user, at: orders.visible(user)),
        Subject(type="remedialplan", page="service:remedial_plan", opened=plans.visible),
        Subject(type="returnvisit", page="service:visit", opened=lambda user, at: visits.visible(user)),
        Subject(type="visitplan", page="service:visit_plan", opened=_where(VisitPlan, "service.manage")),
        Subject(type="questionnaire", page="service:questionnaire", opened=_where(Questionnaire, *QUESTIONNAIRES)),
    ),
    families=(Family(key="service", label=_("Service"), place=85),),
    searched_under={"service": ("service.", "visit.", "visit_plan.", "remedial.", "questionnaire.")},
)
