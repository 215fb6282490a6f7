"""What the audit says of follow-ups, tasks, files and working days (rows Na8, Ne3)."""

from django.utils.translation import gettext_lazy as _

from activities.domain.receptions.access import listed
from activities.domain.receptions.planning import RELEASED
from activities.domain.undoing import UNDONE
from activities.models.choices import FollowUpKind, Part
from crm_project.audit.presenters.declaration import Audit, Family, Subject

# Kinds that are called like a column, which says the same.
COLUMNS = (FollowUpKind.NOTE, FollowUpKind.EMAIL, FollowUpKind.OTHER, FollowUpKind.TASK)

AUDIT = Audit(
    actions={
        "file.attached": _("attached a file"),
        "file.downloaded": _("downloaded a file"),
        "file.voided": _("voided a file"),
        "day.set": _("set a working day"),
        "day.cleared": _("cleared a working day"),
        "report.written": _("wrote a contact report"),
        "followup.recorded": _("recorded a follow-up"),
        "followup.corrected": _("corrected a follow-up"),
        "followup.voided": _("voided a follow-up"),
        "followup.confirmed": _("confirmed a follow-up"),
        "followup.rejected": _("rejected a follow-up"),
        "list.parts": _("changed the required content of contact records"),
        "followup.imported": _("imported a follow-up"),
        "task.planned": _("planned a task"),
        "task.changed": _("changed a task"),
        "task.done": _("completed a task"),
        "task.reopened": _("reopened a task"),
        "task.passed_on": _("transferred a task with the customer"),
        "task.closed": _("closed a task that is no longer due"),
        "reception.planned": _("planned a reception"),
        "reception.changed": _("changed a reception"),
        "reception.cancelled": _("cancelled a reception"),
        "reception.recorded": _("recorded a reception"),
        "reception.passed_on": _("passed on a reception"),
        "reception.reopened": _("restored a reception"),
    },
    labels={kind: dict(Part.choices) for kind in FollowUpKind.values},
    fields={
        **{kind.value: kind.label for kind in FollowUpKind if kind not in COLUMNS},
        "what": _("what"),
        "problem": _("problem"),
        "reception_cost": _("estimated cost"),
        "guests": _("guests"),
        "closed_because": _("why it was closed"),
    },
    reasons={UNDONE: _("Undone within minutes"), RELEASED: _("The customer went to the public pool")},
    subjects=(Subject(type="reception", page="activities:reception", opened=listed),),
    families=(Family(key="followups", label=_("Follow-ups"), place=40),),
    searched_under={
        "exports": ("file.downloaded",),
        "followups": (
            "followup.",
            "task.",
            "reception.",
        ),
    },
)
