"""The columns of the list of service orders: each cell formatted once in Python (row Ni22). Rows are those of `presenters.order_rows`."""

from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.domain.access import may
from crm_project.lib.list_columns import ColumnedList, ListColumn
from crm_project.lib.time import minute
from crm_project.ui.components.icons import NOTHING
from crm_project.ui.components.people import owner, status
from crm_project.ui.components.table_rows import title_cell
from crm_project.ui.links import link


def _title(row, page):
    order = row["order"]
    return title_cell(link("service:order", order.pk), order.subject, f"{order.number} · {order.customer.name}", "")


def _priority(row, page):
    return status(row["priority"], row["priority_tone"])


def _status(row, page):
    marks = _priority(row, page) if row["priority_tone"] else NOTHING
    return format_html("<span>{} {}</span>", status(row["status"], row["status_tone"]), marks)


def _clock(row, page):
    line = row["clock"]
    if line is None:
        return "–"
    return format_html('<span>{}<span class="cell-note">{}</span></span>', status(line.label, line.tone), line.text)


def _person(row, page):
    assigned = row["order"].assigned
    return owner(assigned.full_name if assigned else "", nobody=_t("nobody yet"))


ORDERS = ColumnedList(
    "orders",
    "service:orders",
    lambda user: may(user, "service.view"),
    (
        ListColumn("order", _("Order"), _title),
        ListColumn("kind", _("Kind"), lambda row, page: str(row["order"].kind)),
        ListColumn("status", _("Status"), _status),
        ListColumn("due", pgettext_lazy("order", "Due"), _clock),
        ListColumn("assigned", _("Assigned to"), _person),
        ListColumn("reported", _("Reported"), lambda row, page: row["reported"], css="nowrap"),
        ListColumn("customer", _("Customer"), lambda row, page: row["order"].customer.name),
        ListColumn("priority", _("Priority"), _priority),
        ListColumn("accepted", _("Accepted"), lambda row, page: minute(row["order"].accepted_at), css="nowrap"),
        ListColumn("started", _("Started"), lambda row, page: minute(row["order"].started_at), css="nowrap"),
        ListColumn("done", _("Done"), lambda row, page: minute(row["order"].done_at), css="nowrap"),
    ),
    ("order", "kind", "status", "due", "assigned", "reported"),
)
LISTS = (ORDERS,)
