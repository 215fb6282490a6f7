"""Lists of the yearly review pass on; the decisions are requests, and a leaver's own are withdrawn with them (rows M9, Ne9)."""

from django.utils.translation import ngettext_lazy

from crm_project.lib.open_work import OpenWork

from .domain.reviewing import open_reviews, pass_reviews

WORK = (
    OpenWork(
        key="rights reviews",
        covers=("rights.RightsReview.reviewer",),
        column="reviewer",
        rows=open_reviews,
        counted=ngettext_lazy("%(n)d review of rights", "%(n)d reviews of rights", "n"),
        pass_on=pass_reviews,
    ),
)
OWNER_CHANGES = ()
SAYS_WHO = ("rights.RightRequest.person", "rights.ReviewedPerson.person")
