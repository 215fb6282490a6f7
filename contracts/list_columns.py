"""The columns of the lists of contracts and payments: each cell formatted once in Python (rows Z11, T20)."""

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may
from crm_project.lib.list_columns import ColumnedList, ListColumn
from crm_project.lib.time import day
from crm_project.ui.components.figures import money
from crm_project.ui.components.people import owner, status
from crm_project.ui.components.table_rows import title_cell
from crm_project.ui.links import link

from .templatetags.contracts import amount, contract_status


def _opens(user):
    return may(user, "contract.view")


def _person(person):
    return owner(person.full_name) if person else ""


def _received(row, page):
    note = _t("opening balance") if row.opening_of_id and not row.voided_at else ""
    marks = status(_t("Void"), "") if row.voided_at else ""
    return title_cell(link("contracts:payment", row.pk), row.received_on.isoformat(), note, marks)


def _remaining(row, page):
    left = row.amount - row.allocated
    return money(left, row.currency) if left > 0 and not row.voided_at else ""


CONTRACTS = ColumnedList(
    "contracts",
    "contracts:list",
    _opens,
    (
        ListColumn(
            "number",
            _("Number"),
            lambda row, types: title_cell(
                link("contracts:detail", row.pk), row.number, types.get(row.type, row.type), ""
            ),
        ),
        ListColumn("customer", _("Customer"), lambda row, types: row.customer.name, near=("customer",)),
        ListColumn(
            "signed",
            _("Signed on"),
            lambda row, types: day(row.signed_at) if row.signing_known else "",
            css="nowrap",
        ),
        ListColumn("amount", _("Amount"), lambda row, types: amount(row), css="num"),
        ListColumn("owner", _("Owner"), lambda row, types: _person(row.owner), near=("owner",)),
        ListColumn("status", _("Status"), lambda row, types: contract_status(row)),
        ListColumn("paid", _("Paid"), lambda row, types: money(row.paid_amount, row.currency), css="num"),
        ListColumn(
            "open", _("Still open"), lambda row, types: money(row.amount - row.paid_amount, row.currency), css="num"
        ),
        ListColumn("due", _("Payment due on"), lambda row, types: day(row.due_at), css="nowrap"),
        ListColumn("method", _("Payment method"), lambda row, types: row.payment_method),
        ListColumn("line", _("Line"), lambda row, types: row.line),
        ListColumn("buyer", _("Buyer"), lambda row, types: row.buyer),
        ListColumn("recorded_by", _("Recorded by"), lambda row, types: _person(row.recorded_by), near=("recorded_by",)),
        ListColumn("recorded", _("Recorded on"), lambda row, types: day(row.recorded_at), css="nowrap"),
    ),
    ("number", "customer", "signed", "amount", "owner", "status"),
)
PAYMENTS = ColumnedList(
    "payments",
    "contracts:payments",
    _opens,
    (
        ListColumn("received", _("Received"), _received),
        ListColumn("customer", _("Customer"), lambda row, page: row.customer.name, near=("customer",)),
        ListColumn("reference", _("Bank reference"), lambda row, page: row.reference, css="hide-s"),
        ListColumn("amount", _("Amount"), lambda row, page: amount(row), css="num"),
        ListColumn("remaining", _("Remaining"), _remaining, css="num"),
        ListColumn("matched", _("Matched"), lambda row, page: money(row.allocated, row.currency), css="num"),
        ListColumn("note", _("Note"), lambda row, page: row.note),
        ListColumn("entered_by", _("Entered by"), lambda row, page: _person(row.entered_by), near=("entered_by",)),
        ListColumn("entered", _("Entered"), lambda row, page: day(row.entered_at), css="nowrap"),
    ),
    ("received", "customer", "reference", "amount", "remaining"),
)
LISTS = (CONTRACTS, PAYMENTS)
