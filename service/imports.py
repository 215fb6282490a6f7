"""The import of service orders: the columns, exactly as the interface names them, and who takes their rows."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.models import User
from crm_project.lib import dates
from customers.importing.columns import CUSTOMER, WHEN, Column
from customers.importing.kinds import ImportKind
from customers.importing.values import choice, line_of, moment, number_of, text_of, whole
from service.models import ServiceOrder
from service.models.choices import Priority

from .importers.orders import OrdersImport
from .importers.undoing import OrdersUndoing
from .importers.waits import waits

ORDERS = ImportKind(
    "service_orders",
    70,
    _("Service orders"),
    OrdersImport,
    columns=(
        Column(
            "number",
            number_of(ServiceOrder, "number"),
            _("Empty: the next free number."),
            label=pgettext_lazy("column of a file", "Order number"),
            synonyms="单号|服务单号|工单号|工单编号|Order|Order no|Ticket",
        ),
        CUSTOMER,
        Column(
            "kind",
            whole(60),
            _("One of the list, by key or name."),
            required=True,
            label=pgettext_lazy("column of a file", "Kind of service"),
            synonyms="类型|服务类型|工单类型|Type|Service type",
        ),
        Column(
            "subject",
            line_of(ServiceOrder, "subject"),
            required=True,
            label=pgettext_lazy("column of a file", "Subject"),
            synonyms="主题|标题|问题|故障现象|Title|Problem",
        ),
        Column(
            "reported_at",
            moment,
            WHEN,
            required=True,
            bounds=dates.PAST,
            label=pgettext_lazy("column of a file", "Reported"),
            synonyms="报修时间|报修日期|登记时间|受理日期|Reported at|Opened|Created",
        ),
        Column(
            "priority",
            choice(Priority),
            _("low, normal, high or urgent; empty: normal."),
            label=pgettext_lazy("column of a file", "Priority"),
            synonyms="优先级|紧急程度|Urgency",
        ),
        Column(
            "accepted_at",
            moment,
            WHEN,
            bounds=dates.PAST,
            label=pgettext_lazy("column of a file", "Accepted"),
            synonyms="受理时间|响应时间|接单时间|Accepted at|Responded",
        ),
        Column(
            "waiting",
            waits,
            _(
                "Spans such as 2026-03-01T10:00/2026-03-02T09:00, several by semicolons; one that still waits has no end."
            ),
            label=pgettext_lazy("column of a file", "Waiting"),
            synonyms="等待时间|挂起时间|暂停时间|On hold|Waited",
        ),
        Column(
            "done_at",
            moment,
            WHEN,
            bounds=dates.PAST,
            label=pgettext_lazy("column of a file", "Done"),
            synonyms="完成时间|完成日期|修复时间|Done at|Completed|Resolved",
        ),
        Column(
            "closed_at",
            moment,
            WHEN,
            bounds=dates.PAST,
            label=pgettext_lazy("column of a file", "Closed"),
            synonyms="关闭时间|关闭日期|结单时间|Closed at",
        ),
        Column(
            "assigned",
            number_of(User, "username"),
            _("A user name, or a full name that one person bears."),
            label=pgettext_lazy("column of a file", "Assigned to"),
            synonyms="负责人员|处理人|工程师|售后人员|Assignee|Engineer|Technician",
        ),
        Column(
            "category",
            whole(60),
            _("One of the categories of its kind."),
            label=pgettext_lazy("column of a file", "Category"),
            synonyms="分类|故障分类",
        ),
        Column(
            "cause",
            whole(60),
            _("One of the list."),
            label=pgettext_lazy("column of a file", "Cause"),
            synonyms="原因|故障原因|Root cause",
        ),
        Column(
            "product",
            line_of(ServiceOrder, "product"),
            label=pgettext_lazy("column of a file", "Product"),
            synonyms="产品|产品名称|设备|机型|Device|Machine",
        ),
        Column(
            "description",
            text_of(ServiceOrder, "description"),
            label=pgettext_lazy("column of a file", "Description"),
            synonyms="描述|问题描述|故障描述|Details",
        ),
        Column(
            "content",
            text_of(ServiceOrder, "content"),
            label=pgettext_lazy("column of a file", "Work done"),
            synonyms="处理内容|处理结果|维修内容|Solution|Resolution",
        ),
    ),
    instead="service.manage",
    undoing=OrdersUndoing,
)

IMPORTS = (ORDERS,)
