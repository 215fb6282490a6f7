"""Help about credit grades (rows Nb7, Ng7)."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any
from crm_project.lib.help_topic import Topic

TOPICS = (
    Topic(
        "grades",
        90,
        _("Credit grades and key customers"),
        (
            _(
                "Every quarter distributors and direct customers are graded. Sales and finance fill in their part of the sheet before it closes."
            ),
            _(
                "The page of a grade says what each indicator rests on, why it is not the grade above, and what is missing, papers included."
            ),
            _(
                "Upload the licence and the representative's papers with their dates: without them there is no grade where the scorecard asks for them."
            ),
            _(
                "For a key customer write down shared information, quality feedback and joint plans on its page, under “Plans”."
            ),
        ),
        pages=("ratings:list", "ratings:key_customers", "ratings:sheets", "ratings:scorecards"),
        seen_by=may_any("rating.view", "rating.manage"),
    ),
)
