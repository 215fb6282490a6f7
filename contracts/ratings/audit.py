"""What the audit says of credit ratings and key customers (rows Na8, Ne3)."""

from django.utils.translation import gettext_lazy as _

from contracts.ratings.models.choices import KeyStatusKind, PaperKind
from crm_project.audit.presenters.declaration import Audit, Family

AUDIT = Audit(
    fields={
        "grade": _("grade"),
        "new": _("new grades"),
        "none": _("no grade"),
        "points": _("points"),
        "quarter": _("quarter"),
        "standing": _("key-customer status"),
    },
    actions={
        "rating.run": _("graded a quarter"),
        "rating.corrected": _("corrected a grade"),
        "rating.scored": _("rated a customer"),
        "rating.imported": _("imported points of the rating"),
        "scorecard.revised": _("created a new scorecard"),
        "standing.changed": _("changed the key-customer status of a customer"),
        "standing.kept": _("kept the key-customer status of a customer"),
        "standing.dropped": _("removed a potential key customer from the list"),
        "care.added": _("recorded a plan or support"),
        "care.done": _("closed a plan or support"),
        "papers.ticked": _("registered documents"),
        "paper.added": _("added a document for the rating"),
        "paper.withdrawn": _("withdrew a document of the rating"),
        "paper.excepted": _("approved grading without documents"),
        "paper.exception_ended": _("required the documents again"),
        "statement.saved": _("entered yearly figures"),
        "ratings.exported": _("exported grades"),
    },
    families=(Family(key="ratings", label=_("Credit rating"), place=60),),
    searched_under={
        "ratings": (
            "rating.",
            "ratings.",
            "scorecard.",
            "standing.",
            "care.",
            "papers.",
            "statement.",
        ),
    },
    labels={"standing": dict(KeyStatusKind.choices), "paper": dict(PaperKind.choices)},
)
