"""Help about feedback (rows Nb7, Ng7)."""

from django.utils.translation import gettext_lazy as _

from crm_project.lib.help_topic import Topic

TOPICS = (
    Topic(
        "feedback",
        200,
        _("Problems and suggestions"),
        (
            _("“Report a problem” stands at the foot of every page. The page and its request number go with it."),
            _("Choose “Suggestion” for an improvement, “Correction of data” for data that is not yours to change."),
            _("“My reports” in the menu of your name shows the answer and the state."),
        ),
        pages=("feedback:mine", "feedback:new"),
    ),
)
