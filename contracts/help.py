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
                "If the policy requires it, only an intent or official customer can sign: change a potential customer to intent first."
            ),
            _("A confirmed contract is locked. A correction is requested with a reason, and both values are kept."),
        ),
        pages=("contracts:list", "contracts:new", "contracts:get_number", "contracts:texts", "contracts:series"),
        seen_by=may_any("contract.view"),
    ),
    Topic(
        "collections",
        70,
        _("Collections and payments"),
        (
            _("“Collections” shows due and overdue payments and expected documents; record the customer's promises."),
            _(
                "“Ageing” groups open payments by days overdue. Payments that stay overdue are escalated to the head of the department."
            ),
            _(
                "Finance enters a payment or brings a bank statement, and matches it to instalments of any contracts of the customer in one form."
            ),
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
                "Claim a visit or a gift with its date, amount and receipt. Only the owner of the customer on that day can submit it."
            ),
            _(
                "Your manager decides under “Approvals”; withdrawn or refused requests stay on your list with the reason."
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
                "Enter payments or import the bank's file under “Payments”; payments that can't be matched by reference are matched manually."
            ),
            _(
                "Rate credit performance and correct computed indicators, with a reason, under “Credit grades”, “Rating sheets”."
            ),
            _(
                "Record a bad debt on the customer's contracts: there is no grade until it is cleared. Yearly figures are on the page of the grade."
            ),
            _("Receipts of expenses, ageing and all contract numbers are open to you for checking."),
        ),
        seen_by=may_any("payment.record"),
    ),
    Topic(
        "service",
        110,
        _("Customers in service"),
        (
            _(
                "“Customers in service” lists the official customers handed over by department policies: yours, with their open orders and next return visit."
            ),
            _("A service manager gives customers to a person, who introduces themselves and ticks it off."),
            _(
                "Record calls and visits on the customer's page. There are no service calls to VIP customers: their page shows this."
            ),
        ),
        pages=("contracts:after_sales",),
        seen_by=may_any("after_sales.work"),
    ),
)
