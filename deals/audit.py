"""What the audit says of deals, quotes, products and sales plans (rows Na8, Ne3)."""

from django.utils.translation import gettext_lazy as _

from crm_project.audit.presenters.declaration import Audit, Family

AUDIT = Audit(
    fields={
        "asked_by": _("asked by"),
        "stage": _("stage"),
    },
    actions={
        "deal.passed_on": _("transferred a deal with the customer"),
        "deal.opened": _("opened a deal"),
        "deal.changed": _("changed a deal"),
        "deal.progress": _("recorded progress of a deal"),
        "deal.moved": _("moved a deal to another stage"),
        "deal.won": _("won a deal"),
        "deal.lost": _("lost a deal"),
        "deal.reopened": _("reopened a deal"),
        "deal.corrected": _("corrected the figures of a won deal"),
        "quote.printed": _("printed a quote"),
        "quote.written": _("wrote a quote"),
        "quote.changed": _("changed a quote"),
        "quote.approved": _("approved a quote"),
        "quote.refused": _("refused the discount of a quote"),
        "quote.reopened": _("revoked the decision about a discount"),
        "quote.sent": _("sent a quote"),
        "quote.accepted": _("recorded that a quote was accepted"),
        "quote.rejected": _("recorded that a quote was not accepted"),
        "product.saved": _("saved a product"),
        "price_list.saved": _("saved a price list"),
        "discount.limits": _("changed the discount limits"),
        "pipeline.saved": _("changed the deal stages"),
        "plan.submitted": _("submitted a sales plan"),
        "plan.accepted": _("accepted a sales plan"),
        "plan.reopened": _("revoked the decision about a sales plan"),
        "plan.returned": _("returned a sales plan"),
    },
    families=(Family(key="deals", label=_("Deals"), place=70),),
    searched_under={
        "deals": (
            "deal.",
            "quote.",
            "product.",
            "price_list.",
            "discount.",
            "pipeline.",
            "plan.",
        ),
    },
)
