"""Help about violations (rows Nh6, Nb7)."""

from django.utils.translation import gettext_lazy as _

from crm_project.lib.help_topic import Topic

TOPICS = (
    Topic(
        "violations",
        175,
        _("Violations"),
        (
            _(
                "What somebody does against the rules of the CRM is opened as a violation: from an entry of the audit, the security check, a spot check, or free, with the evidence frozen as it was."
            ),
            _(
                "The person concerned is told first, sees everything of it, and states their side within some working days."
            ),
            _(
                "Then somebody decides who is neither the person nor who opened it: a note, a warning, a deduction in the month's score, a suspended account; and until when it is valid."
            ),
            _(
                "The person may appeal; somebody above the first decider decides finally. Withdrawn and void ones stay on record, with the reason."
            ),
            _(
                "Nobody sees violations of others without the right; they are found by no search and stand in no timeline."
            ),
        ),
        pages=("violations:mine", "violations:all", "violations:new", "violations:violation", "violations:counts"),
    ),
)
