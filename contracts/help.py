"""Help about contracts and money (rows Nb7, Ng7)."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any
from crm_project.lib.help_topic import Topic

TOPICS = (
    Topic(
        "contracts",
        60,
        _("Contracts"),
        (
            _(
                "Get a contract number first, then go through the steps: checks of the counterpart, text, products, gifts and promises, terms, signing."
            ),
            _(
                "Upload the signed and stamped scan and submit it; a manager confirms it. From then on the customer is official."
            ),
            _(
                "Where the policy says so, only an intent or official customer signs: turn a potential one to intent first."
            ),
            _("A confirmed contract is locked. A correction is asked for with its reason and leaves both values."),
        ),
        pages=("contracts:list", "contracts:new", "contracts:get_number", "contracts:texts", "contracts:series"),
        seen_by=may_any("contract.view"),
    ),
    Topic(
        "collections",
        70,
        _("Collections and payments"),
        (
            _(
                "“Collections” shows what is due and overdue, and papers that are still to come in; note what the customer promised."
            ),
            _(
                "“Ageing” sorts what is open by how long it is overdue. What stays overdue goes to the head of the department."
            ),
            _("Finance enters a payment or brings a bank statement, and matches it to the instalments."),
        ),
        pages=("contracts:collections", "contracts:ageing", "contracts:payments"),
        seen_by=may_any("contract.view"),
    ),
    Topic(
        "expenses",
        80,
        _("Expenses"),
        (
            _(
                "Claim a visit or a gift with its day, amount and receipt. It is accepted only from the owner of the customer on that day."
            ),
            _(
                "Your manager decides under “Requests”; what was taken back or refused stays on your list with the reason."
            ),
        ),
        pages=("contracts:expenses",),
        seen_by=may_any("expense.record"),
    ),
    Topic(
        "finance",
        100,
        _("Finance"),
        (
            _(
                "Enter payments or bring the bank's file under “Payments”; what can't be matched by its reference is matched by hand."
            ),
            _(
                "Rate credit performance and correct computed indicators, with a reason, under “Credit grades”, “Rating sheets”."
            ),
            _(
                "Record a bad debt on the customer's contracts: there is no grade until it is cleared. Yearly figures stand on the page of the grade."
            ),
            _("Receipts of expenses, ageing and all contract numbers are open to you for checking."),
        ),
        seen_by=may_any("payment.record"),
    ),
    Topic(
        "service",
        110,
        _("After-sales"),
        (
            _(
                "“After-sales” lists the official customers that the departments' policies pass to you; you are told when one is added."
            ),
            _(
                "Record calls and visits on the customer's page. A VIP customer is not called for service: its page says so."
            ),
        ),
        pages=("contracts:after_sales",),
        seen_by=may_any("after_sales.work"),
    ),
)
