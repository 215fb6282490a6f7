"""Help about deals and prices (rows Nb7, Ng7)."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any
from crm_project.lib.help_topic import Topic

TOPICS = (
    Topic(
        "deals",
        40,
        _("Deals"),
        (
            _(
                "Open a deal on the customer's page or from “New”: what it is about, the products, the amount and the expected closing date."
            ),
            _(
                "Each stage says what must be there before a deal enters it. Move the card on the board, or use the deal's page."
            ),
            _(
                "Record progress after each step: what happened and what comes next. The last next step is shown until it is answered."
            ),
            _(
                "A lost deal needs its reason; the figures of a won one are locked, a correction is asked for and approved."
            ),
        ),
        pages=("deals:board", "deals:analysis", "deals:plans", "deals:pipelines"),
        seen_by=may_any("deal.view"),
    ),
    Topic(
        "quotes",
        50,
        _("Quotes, products and prices"),
        (
            _("Write a quote from its deal: prices come from the price list that holds today."),
            _("A discount beyond your limit waits for approval; until then the PDF is marked as a draft."),
            _("Send it, then note whether it was accepted: an accepted quote becomes the lines of the contract."),
        ),
        pages=("deals:quotes", "deals:products"),
        seen_by=may_any("deal.view"),
    ),
)
