"""What the audit says of contracts, payments, deliveries and expenses (rows Na8, Ne3)."""

from django.utils.translation import gettext_lazy as _

from contracts.domain.commission import CONFLICT
from contracts.presenters.step_names import STEP_NAMES
from crm_project.audit.presenters.declaration import Audit, Family, Subject

AUDIT = Audit(
    uses={
        "contract.confirm": ("contract.confirmed", "contract.voided"),
        "payment.record": ("payment.entered", "payment.matched", "payment.voided"),
        "text.approve": ("text.approved", "text.retired"),
    },
    actions={
        "contract.imported": _("imported a contract"),
        "contract.new_owner": _("transferred a contract in preparation with the customer"),
        "contract.recorded": _("recorded a contract"),
        "contract.confirmed": _("confirmed a contract"),
        "contract.voided": _("voided a contract"),
        "contract.drawn": _("got a contract number"),
        "contract.prepared": _("continued with a contract"),
        "contract.submitted": _("submitted a contract"),
        "contract.sent_back": _("returned a contract"),
        "contract.planned": _("set a payment plan"),
        "contract.corrected": _("corrected a contract"),
        "contract.passed_on": _("passed the customer to after-sales"),
        "contract.printed": _("printed a contract"),
        "after_sales.assigned": _("gave the customer to a person of service"),
        "after_sales.introduced": _("ticked off the introduction of the service person"),
        "series.saved": _("saved a series of contract numbers"),
        "series.switched": _("switched a series of contract numbers on or off"),
        "text.drafted": _("drafted a standard text"),
        "text.approved": _("approved a standard text"),
        "text.retired": _("retired a standard text"),
        "payment.entered": _("entered a payment"),
        "payment.matched": _("matched a payment"),
        "payment.released": _("unmatched a payment from an instalment"),
        "payment.voided": _("declared a payment void"),
        "delivery.planned": _("planned a delivery"),
        "delivery.made": _("recorded a delivery"),
        "paper.expected": _("added an expected document"),
        "paper.received": _("received a document"),
        "collection.dealt_with": _("resolved something overdue"),
        "bad_debt.declared": _("recorded a bad debt"),
        "bad_debt.cleared": _("cleared a bad debt"),
        "expense.claimed": _("claimed an expense"),
        "expense.accepted": _("accepted an expense"),
        "expense.reopened": _("revoked the decision about an expense"),
        "expense.refused": _("refused an expense"),
    },
    fields={
        "amount": _("amount"),
        "step": _("step"),
        "service_person": _("service person"),
        "instalments": _("instalments"),
    },
    families=(
        Family(key="contracts", label=_("Contracts"), place=50),
        Family(key="money", label=_("Money"), place=80),
    ),
    searched_under={
        "contracts": (
            "contract.",
            "after_sales.",
            "text.",
        ),
        "money": (
            "payment.",
            "delivery.",
            "paper.",
            "collection.",
            "bad_debt.",
            "expense.",
        ),
    },
    reasons={CONFLICT: _("As decided in the conflict")},
    # Entries keep the step in which a contract was prepared as its key.
    subjects=(Subject(type="contract", labels={"step": STEP_NAMES}),),
)
