"""Imports of contracts and payments: the columns, exactly as the interface names them, and who takes their rows."""

from django.utils.translation import gettext_lazy as _

from contracts.models import Contract, Payment
from contracts.models.choices import CURRENCIES
from crm_project.accounts.models import User
from crm_project.lib import dates
from customers.importing.columns import CUSTOMER, WHEN, Column
from customers.importing.kinds import ImportKind
from customers.importing.values import choice, line_of, moment, money, money_of, number_of

from .importers.contracts import ContractsImport
from .importers.payments import PaymentsImport

CONTRACTS = ImportKind(
    "contracts",
    40,
    _("Contracts"),
    ContractsImport,
    columns=(
        CUSTOMER,
        Column("number", number_of(Contract, "number"), required=True),
        Column("signed_at", moment, WHEN, bounds=dates.TERM, required=True),
        Column("amount", money, _("In CNY."), required=True),
        Column("owner", number_of(User, "username"), _("A user name; empty: the owner of the customer.")),
        Column("type", line_of(Contract, "type")),
        Column("payment_method", line_of(Contract, "payment_method")),
        Column("line", line_of(Contract, "line")),
        Column("status", choice(Contract.Status), _("draft, confirmed or void; empty: draft, with history confirmed.")),
        Column("due_at", moment, WHEN, bounds=dates.TERM),
        Column("paid_amount", money, _("In CNY.")),
    ),
)
PAYMENTS = ImportKind(
    "payments",
    60,
    _("Payments"),
    PaymentsImport,
    columns=(
        CUSTOMER,
        Column("received_on", moment, _("A date, such as 2026-03-01."), required=True, bounds=dates.TERM),
        Column("amount", money, _("With at most two decimals."), required=True),
        Column(
            "reference",
            number_of(Payment, "reference"),
            _("The bank's reference: it identifies the payment."),
            required=True,
        ),
        Column("currency", money_of(CURRENCIES), _("Empty: CNY.")),
        Column("contract", number_of(Contract, "number"), _("Its number; empty: the oldest open instalments.")),
        Column("note", line_of(Payment, "note")),
    ),
    instead="payment.record",
)

IMPORTS = (
    CONTRACTS,
    PAYMENTS,
)
