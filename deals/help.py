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
                "Create a deal on the customer's page or from “New”: subject, products, amount and expected closing date."
            ),
            _("Each stage has requirements for entering it. Move the card on the board, or use the deal's page."),
            _(
                "Record progress after each step: what happened and what comes next. The last next step is shown until it is answered."
            ),
            _("A lost deal needs a reason; the figures of a won deal are locked, and corrections need approval."),
        ),
        pages=("deals:board", "deals:analysis", "deals:plans", "deals:pipelines"),
        seen_by=may_any("deal.view"),
    ),
    Topic(
        "quotes",
        50,
        _("Quotes, products and prices"),
        (
            _("Create a quote from its deal: prices come from the price list valid today."),
            _("A discount above your limit needs approval; until then the PDF is marked as a draft."),
            _(
                "Send it, then record whether it was accepted: the lines of an accepted quote are copied to the contract."
            ),
        ),
        pages=("deals:quotes", "deals:products"),
        seen_by=may_any("deal.view"),
    ),
)
