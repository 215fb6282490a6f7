"""What the audit says of credit ratings and key customers (rows Na8, Ne3)."""

from django.utils.translation import gettext_lazy as _

from contracts.ratings.models.choices import KeyStatusKind, PaperKind
from crm_project.audit.presenters.declaration import Audit, Family

AUDIT = Audit(
    actions={
        "rating.run": _("graded a quarter"),
        "rating.corrected": _("corrected a grade"),
        "rating.scored": _("rated a customer"),
        "rating.imported": _("imported points of the rating"),
        "scorecard.revised": _("made a new scorecard"),
        "standing.changed": _("changed the standing of a customer"),
        "standing.kept": _("kept the standing of a customer"),
        "standing.dropped": _("took a potential key customer off the list"),
        "care.added": _("noted a plan or support"),
        "care.done": _("closed a plan or support"),
        "papers.ticked": _("ticked off papers"),
        "paper.added": _("added a paper for the rating"),
        "paper.withdrawn": _("withdrew a paper of the rating"),
        "paper.excepted": _("let a customer be graded without its papers"),
        "paper.exception_ended": _("asked for the papers again"),
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
