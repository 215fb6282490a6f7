"""The columns of the lists of deals and quotes: each cell formatted once in Python (rows Nf1, Na11)."""

from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.domain.access import may
from crm_project.lib.list_columns import ColumnedList, ListColumn
from crm_project.lib.time import day
from crm_project.ui.components.figures import money
from crm_project.ui.components.icons import NOTHING
from crm_project.ui.components.people import owner
from crm_project.ui.components.table_rows import title_cell
from crm_project.ui.links import link

from .templatetags.deals import deal_status, update_state


def _opens(user):
    return may(user, "deal.view")


def _noted(text, note):
    """A text with a note below it, which a phone leaves out."""
    return format_html('{}<span class="cell-note hide-s">{}</span>', text, note)


def _owner(row, page):
    held = row.customer.ownership_or_none
    return owner(held.owner.full_name if held else "", nobody=_t("in the public pool"))


def _next(row, page):
    step = Truncator(row.next_step).chars(60)
    return format_html('<span>{} <span class="d-block">{}</span></span>', step, update_state(row, page))


def _reason(row, page):
    rival = format_html('<span class="cell-note">{}</span>', row.competitor) if row.competitor else NOTHING
    return format_html("{}{}", Truncator(row.close_reason).chars(80), rival)


_DEAL = (
    ListColumn(
        "name",
        _("Project"),
        lambda row, page: title_cell(link("deals:detail", row.pk), row.name, row.customer.name, ""),
        near=("customer",),
    ),
    ListColumn("stage", _("Stage"), lambda row, page: _noted(row.stage, row.get_line_display()), near=("stage",)),
    ListColumn("amount", _("Amount"), lambda row, page: money(row.amount, row.currency), css="num"),
)
_EXPECTED = ListColumn(
    "expected", _("Expected closing"), lambda row, page: row.expected_close.isoformat(), css="nowrap"
)
_MORE = (
    ListColumn("probability", _("Probability"), lambda row, page: f"{row.stage.probability}%", "num", ("stage",)),
    ListColumn("line", pgettext_lazy("deal", "Line"), lambda row, page: row.get_line_display()),
    ListColumn("department", _("Department"), lambda row, page: row.department.name, near=("department",)),
    ListColumn("customer_code", _("Customer code"), lambda row, page: row.customer.code, "nowrap", ("customer",)),
    ListColumn("stage_since", _("In this stage since"), lambda row, page: day(row.stage_since), css="nowrap"),
    ListColumn("created", _("Entered"), lambda row, page: day(row.created_at), css="nowrap"),
)
OPEN_DEALS = ColumnedList(
    "deals",
    "deals:list",
    _opens,
    (
        *_DEAL,
        _EXPECTED,
        ListColumn("owner", _("Owner"), _owner, near=("customer__ownership__owner",)),
        ListColumn("next", pgettext_lazy("deal", "Next"), _next),
        *_MORE,
    ),
    ("name", "stage", "amount", "expected", "owner", "next"),
)
CLOSED_DEALS = ColumnedList(
    "closed-deals",
    "deals:list",
    _opens,
    (
        *_DEAL,
        ListColumn("closed", pgettext_lazy("deal", "Closed"), lambda row, page: day(row.closed_at), css="nowrap"),
        ListColumn("owner", _("Owner"), lambda row, page: owner(row.owner.full_name), near=("owner",)),
        ListColumn("reason", _("Reason"), _reason),
        _EXPECTED,
        *_MORE,
    ),
    ("name", "stage", "amount", "closed", "owner", "reason"),
)
QUOTES = ColumnedList(
    "quotes",
    "deals:quotes",
    _opens,
    (
        ListColumn(
            "number",
            _("Number"),
            lambda row, page: title_cell(link("deals:quote", row.pk), row.number, row.deal.name, ""),
            near=("deal",),
        ),
        ListColumn("customer", _("Customer"), lambda row, page: row.deal.customer.name, near=("deal__customer",)),
        ListColumn("total", _("Total"), lambda row, page: money(row.total, row.currency), css="num"),
        ListColumn("valid", _("Valid until"), lambda row, page: row.valid_until.isoformat(), css="nowrap"),
        ListColumn(
            "writer",
            _("Written by"),
            lambda row, page: owner(row.created_by.full_name) if row.created_by else "",
            near=("created_by",),
        ),
        ListColumn("status", _("Status"), lambda row, page: deal_status(row)),
        ListColumn("written", _("Written on"), lambda row, page: day(row.created_at), css="nowrap"),
        ListColumn("prices", _("Price list"), lambda row, page: str(row.price_list), near=("price_list",)),
        ListColumn(
            "approver",
            _("Approved by"),
            lambda row, page: owner(row.approved_by.full_name) if row.approved_by else "",
            near=("approved_by",),
        ),
        ListColumn("approved", _("Approved on"), lambda row, page: day(row.approved_at), css="nowrap"),
    ),
    ("number", "customer", "total", "valid", "writer", "status"),
)
LISTS = (OPEN_DEALS, CLOSED_DEALS, QUOTES)
