"""What the audit says of targets, work reports, trips, outings, spot checks (rows Na8, Ne3)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.audit.presenters.declaration import Audit, Family, Subject
from reports.domain.appraisal import access as appraisal_access
from reports.domain.contradictions import access as contradictions
from reports.domain.outings import access as outings
from reports.domain.printed_forms import LABELS
from reports.domain.spot_checks import access as spot_check_access
from reports.domain.trips import access as trips
from reports.domain.work_reports import access
from reports.presenters.contradictions.sentences import stored_contradiction
from reports.presenters.spot_checks.names import stored_check
from reports.presenters.targets.names import stored_name


def _open_trips(user, at):
    return trips.visible(user)


def _open_outings(user, at):
    return outings.visible(user)


TARGETS = {
    "target.set": _("set a target"),
    "target.changed": _("changed a target"),
    "target.removed": _("removed a target"),
    "target.imported": _("imported a target"),
    "target.import_undone": _("took back an imported target"),
    "target.exported": _("exported targets"),
    "target.leaderboard": _("changed a leaderboard"),
}
WORK_REPORTS = {
    "work_report.begun": _("began a work report"),
    "work_report.submitted": _("handed in a work report"),
    "work_report.read": _("read a work report"),
    "work_report.returned": _("sent a work report back"),
    "work_report.template": _("set a template for work reports"),
}
TRIPS = {
    "trip.planned": _("planned a trip"),
    "trip.changed": _("changed a trip"),
    "trip.cancelled": _("cancelled a trip"),
    "trip.reported": _("reported a trip"),
    "trip.approved": _("approved a trip"),
    "trip.refused": _("refused a trip"),
    "trip.reopened": _("took back the decision about a trip"),
    "trip.rules": _("set rules of trips"),
}
OUTINGS = {
    "outing.started": _("went out"),
    "outing.customer": _("went on to another customer"),
    "outing.ended": _("came back from a field visit"),
    "outing.entered": _("entered a field visit afterwards"),
    "outing.corrected": _("corrected the times of a field visit"),
    "outing.voided": _("withdrew a field visit"),
    "outing.position": _("agreed to keep a position"),
    "outing.positions_removed": _("deleted the positions of a field visit"),
}
CONTRADICTIONS = {
    "contradiction.found": _("found a contradiction"),
    "contradiction.gone": _("found a contradiction put right"),
    "contradiction.due": _("passed a contradiction on to the manager"),
    "contradiction.explained": _("explained a contradiction"),
    "contradiction.decided": _("decided about a contradiction"),
    "contradiction.appealed": _("appealed about a contradiction"),
    "contradiction.final": _("decided finally about a contradiction"),
    "contradiction.rules": _("set rules of contradictions"),
}
SPOT_CHECKS = {
    "spot_check.planned": _("planned a spot check"),
    "spot_check.drawn": _("drew a spot check"),
    "spot_check.verified": _("verified a drawn row"),
    "spot_check.stated": _("gave a statement to a spot check"),
    "spot_check.decided": _("decided about a drawn row"),
}
APPRAISAL = {
    "appraisal.scheme": _("set a scheme of the appraisal"),
    "score.closed": _("closed a score"),
    "score.corrected": _("changed a closed score"),
    "score.exported": _("exported scores"),
}
ANALYSIS = {
    "analysis.exported": _("exported an analysis"),
    "figures.exported": _("exported figures"),
}
MAILINGS = {
    "mailing.created": _("set up a mailing"),
    "mailing.changed": _("changed a mailing"),
    "mailing.paused": _("paused a mailing"),
    "mailing.resumed": _("went on with a mailing"),
    "mailing.deleted": _("deleted a mailing"),
    "mailing.left": _("left a mailing"),
    "mailing.sent": _("mailed a file"),
    "mailing.failed": _("could not mail a file"),
    "mailing.again": _("sent a mail again"),
    "mailing.stopped": _("stopped a mailing"),
    "mailing.reader_ended": _("stopped a mailing to somebody"),
}
PRINTED_FORMS = {"form.printed": _("printed a form")}

AUDIT = Audit(
    actions={
        **TARGETS,
        **WORK_REPORTS,
        **TRIPS,
        **OUTINGS,
        **CONTRADICTIONS,
        **SPOT_CHECKS,
        **APPRAISAL,
        **ANALYSIS,
        **MAILINGS,
        **PRINTED_FORMS,
    },
    fields={
        "floor": _("floor"),
        "target": _("target"),
        "stretch": _("stretch"),
        "figures": _("figures"),
        "open": _("The people of the department see it"),
        "left_out": _("left out"),
        "first": _("from"),
        "last": _("until"),
        "region": pgettext_lazy("trip", "region"),
        "expense": _("estimated expense"),
        "approval": _("the manager approves trips"),
        "left_at": pgettext_lazy("outing", "left"),
        "back_at": pgettext_lazy("outing", "back"),
        "rows_in_all": _("rows that could be drawn"),
        "size": _("rows to draw"),
        "population_digest": _("digest of the rows"),
        "draws_at": _("is drawn"),
        "seal": _("entry of the audit"),
        "head": _("digest of the audit"),
        "result": _("result"),
        "how": pgettext_lazy("spot check", "how"),
        "total": _("points"),
        "zero": _("an untrue record sets the month to zero"),
        "decision": _("decision"),
        "rejected": _("follow-up rejected"),
        "content": _("what"),
        "page": _("analysis"),
        "mail_days": _("days"),
        "repeat": _("how often"),
        "weekday": _("weekday"),
        "day": _("day of the month"),
        "hour": _("hour"),
        "saved_filter": _("saved filter"),
        "readers": _("colleagues who get it"),
        "reader": _("who gets it"),
        "stopped_for": _("why it stopped"),
        "form": _("form"),
        "of": pgettext_lazy("printed form", "of"),
    },
    labels={"form": LABELS},
    subjects=(
        Subject(type="target", name=stored_name),
        Subject(type="leaderboard"),
        Subject(type="workreport", page="reports:work_report", opened=access.visible),
        Subject(type="reporttemplate"),
        Subject(type="trip", page="reports:trip", opened=_open_trips),
        Subject(type="triprules"),
        Subject(type="contradictionrules"),
        Subject(
            type="contradiction", page="reports:contradiction", name=stored_contradiction, opened=contradictions.visible
        ),
        Subject(type="outing", page="reports:outing", opened=_open_outings),
        Subject(type="spotcheck", page="reports:spot_check", name=stored_check, opened=spot_check_access.visible),
        Subject(type="appraisalscheme"),
        Subject(type="score", page="reports:closed_score", opened=appraisal_access.visible),
        Subject(type="analysis"),
        Subject(type="mailschedule"),
        Subject(type="drawnrow", page="reports:spot_check_row", opened=spot_check_access.rows_at),
    ),
    families=(
        Family(key="reports", label=pgettext_lazy("performance", "Targets"), place=95),
        Family(key="work_reports", label=_("Work reports"), place=96),
        Family(key="trips", label=_("Trips"), place=97),
        Family(key="outings", label=_("Field visits"), place=98),
        Family(key="appraisal", label=_("Appraisal"), place=101),
        Family(key="contradictions", label=_("Contradictions"), place=99),
        Family(key="analysis", label=_("Analysis"), place=102),
        Family(key="mailings", label=_("Scheduled mails"), place=103),
        Family(key="spot_checks", label=_("Spot checks"), place=94),
    ),
    searched_under={
        "reports": ("target.",),
        "work_reports": ("work_report.",),
        "trips": ("trip.",),
        "outings": ("outing.",),
        "contradictions": ("contradiction.",),
        "spot_checks": ("spot_check.",),
        "appraisal": ("appraisal.", "score."),
        "analysis": ("analysis.", "figures."),
        "mailings": ("mailing.",),
        "exports": ("form.",),
    },
)
