"""Imports of contracts and payments: the columns, exactly as the interface names them, and who takes their rows."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models import Contract, Payment
from contracts.models.choices import CURRENCIES
from crm_project.accounts.models import User
from crm_project.lib import dates
from customers.importing import plausibility
from customers.importing.columns import CUSTOMER, WHEN, Column
from customers.importing.kinds import ImportKind
from customers.importing.values import choice, line_of, moment, money, money_of, number_of

from .importers.contracts import ContractsImport
from .importers.payments import PaymentsImport
from .importers.undoing_contracts import ContractsUndoing
from .importers.undoing_payments import PaymentsUndoing

CONTRACTS = ImportKind(
    "contracts",
    40,
    _("Contracts"),
    ContractsImport,
    columns=(
        CUSTOMER,
        Column(
            "number",
            number_of(Contract, "number"),
            required=True,
            label=pgettext_lazy("column of a file", "Contract number"),
            synonyms="合同编号|合同号|编号|合同编码|Number|Contract no|Contract ID",
        ),
        Column(
            "signed_at",
            moment,
            WHEN,
            bounds=dates.TERM,
            required=True,
            label=pgettext_lazy("column of a file", "Signed on"),
            synonyms="签订日期|签约日期|签订时间|签约时间|合同日期|签署日期|签字日期|Signed|Date signed|Signing date|Contract date",
            doubt=plausibility.of_day,
        ),
        Column(
            "amount",
            money,
            _("In CNY."),
            required=True,
            label=pgettext_lazy("column of a file", "Amount"),
            synonyms="合同金额|金额|合同总额|总金额|合同额|含税金额|Contract amount|Total|Value",
            doubt=plausibility.of_amount,
        ),
        Column(
            "owner",
            number_of(User, "username"),
            _("A user name, or a full name that one person bears; empty: the owner of the customer."),
            label=pgettext_lazy("column of a file", "Owner (user name)"),
            synonyms="负责人|业务员|销售|签约人|签单人|Owner|Sales rep|Salesperson",
        ),
        Column(
            "type",
            line_of(Contract, "type"),
            label=pgettext_lazy("column of a file", "Contract type"),
            synonyms="合同类型|类型|合同类别|Type",
        ),
        Column(
            "payment_method",
            line_of(Contract, "payment_method"),
            label=pgettext_lazy("column of a file", "Payment method"),
            synonyms="付款方式|付款条件|结算方式|收款方式|Payment terms|Terms",
        ),
        Column(
            "line",
            line_of(Contract, "line"),
            label=pgettext_lazy("column of a file", "Line"),
            synonyms="业务线|产品线|产品类别|Product line|Business line",
        ),
        Column(
            "status",
            choice(Contract.Status),
            _("draft, confirmed or void; empty: draft, with history confirmed."),
            label=pgettext_lazy("column of a file", "Status"),
            synonyms="状态|合同状态|Contract status",
        ),
        Column(
            "due_at",
            moment,
            WHEN,
            bounds=dates.TERM,
            label=pgettext_lazy("column of a file", "Payment due"),
            synonyms="应收日期|到期日期|付款日期|付款期限|应付日期|回款日期|Due|Due date|Payment due date",
        ),
        Column(
            "paid_amount",
            money,
            _("In CNY."),
            label=pgettext_lazy("column of a file", "Paid"),
            synonyms="已付金额|已收金额|已回款|已回款金额|回款金额|已收款|Paid amount|Received|Amount paid",
            doubt=plausibility.of_amount,
        ),
    ),
    undoing=ContractsUndoing,
)
PAYMENTS = ImportKind(
    "payments",
    60,
    _("Payments"),
    PaymentsImport,
    columns=(
        CUSTOMER,
        Column(
            "received_on",
            moment,
            _("A date, such as 2026-03-01."),
            required=True,
            bounds=dates.TERM,
            label=pgettext_lazy("column of a file", "Received on"),
            synonyms="到账日期|收款日期|回款日期|到账时间|日期|交易日期|交易时间|入账日期|Date|Value date|Payment date|Transaction date",
            doubt=plausibility.of_day,
        ),
        Column(
            "amount",
            money,
            _("With at most two decimals."),
            required=True,
            label=pgettext_lazy("column of a file", "Amount"),
            synonyms="金额|到账金额|收款金额|回款金额|贷方金额|收入金额|入账金额|贷方发生额|Payment amount|Credit|Credit amount",
            doubt=plausibility.of_amount,
        ),
        Column(
            "reference",
            number_of(Payment, "reference"),
            _("The bank's reference: it identifies the payment."),
            required=True,
            label=pgettext_lazy("column of a file", "Bank reference"),
            synonyms="流水号|银行流水号|交易流水号|交易流水|凭证号|回单号|参考号|流水|Reference|Ref|Transaction ID|Transaction no|Bank ref",
        ),
        Column(
            "currency",
            money_of(CURRENCIES),
            _("Empty: CNY."),
            label=pgettext_lazy("column of a file", "Currency"),
            synonyms="币种|货币|交易币种",
        ),
        Column(
            "contract",
            number_of(Contract, "number"),
            _("Its number; empty: the oldest open instalments."),
            label=pgettext_lazy("column of a file", "Contract number"),
            synonyms="合同编号|合同号|合同|Contract|Contract no",
        ),
        Column(
            "note",
            line_of(Payment, "note"),
            label=pgettext_lazy("column of a file", "Note"),
            synonyms="备注|摘要|附言|用途|说明|Remark|Remarks|Description|Memo|Purpose",
        ),
    ),
    instead="payment.record",
    undoing=PaymentsUndoing,
)

IMPORTS = (
    CONTRACTS,
    PAYMENTS,
)
