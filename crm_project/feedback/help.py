"""Help about feedback (rows Nb7, Ng7)."""

from django.utils.translation import gettext_lazy as _

from crm_project.lib.help_topic import Topic

TOPICS = (
    Topic(
        "feedback",
        200,
        _("Problems and suggestions"),
        (
            _("“Report a problem” is at the bottom of every page. The page and its request number are sent along."),
            _("Choose “Suggestion” for an improvement, “Correction of data” for data that you can't change yourself."),
            _("“My reports” in the menu under your name shows the answer and the status."),
        ),
        pages=("feedback:mine", "feedback:new"),
    ),
)
