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
                "The page of a grade shows what each indicator is based on, why the grade is not higher, and what is missing, including documents."
            ),
            _(
                "Upload the licence and the representative's ID with their dates: without them there is no grade if the scorecard requires them."
            ),
            _(
                "For a key customer record shared information, quality feedback and joint plans on its page, under “Plans”."
            ),
        ),
        pages=("ratings:list", "ratings:key_customers", "ratings:sheets", "ratings:scorecards"),
        seen_by=may_any("rating.view", "rating.manage"),
    ),
)
