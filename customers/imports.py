"""Imports of customers: the columns, exactly as the interface names them, and who takes their rows."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.models import User
from crm_project.lib import dates
from customers.importing import plausibility
from customers.importing.columns import ITEM, WHEN, Column
from customers.importing.kinds import ImportKind
from customers.importing.values import choice, email, line, line_of, moment, number_of, several, text_of, yes_no
from customers.models import Contact, Customer
from customers.models.choices import Kind, Segment, Stage, ValueRating

from .importers.credit_codes import credit_code
from .importers.customers import CustomersImport
from .importers.undoing import CustomersUndoing

CUSTOMERS = ImportKind(
    "customers",
    20,
    _("Customers"),
    CustomersImport,
    columns=(
        Column(
            "full_name",
            line_of(Customer, "name"),
            _("The full registered name."),
            required=True,
            label=pgettext_lazy("column of a file", "Full name"),
            synonyms="客户名称|客户全称|公司名称|公司全称|公司名|单位名称|企业名称|客户|公司|姓名或公司|Company|Company name|Customer|Customer name|Name|Account name|Organization",
        ),
        Column(
            "code",
            number_of(Customer, "code"),
            _("If empty, a code is assigned."),
            label=pgettext_lazy("column of a file", "Customer code"),
            synonyms="客户编号|客户编码|客户代码|编号|编码|客户号|Code|Customer no|Customer number|Customer ID",
        ),
        Column(
            "department",
            line(240),
            _("A/B for B below A; it must exist."),
            required=True,
            label=pgettext_lazy("column of a file", "Department"),
            synonyms="部门|所属部门|归属部门|事业部|团队|Dept|Team",
        ),
        Column(
            "owner",
            number_of(User, "username"),
            _("A user name, or a full name that one person bears; empty: in the public pool."),
            label=pgettext_lazy("column of a file", "Owner (user name)"),
            synonyms="负责人|业务员|销售|销售员|所有人|归属人|客户经理|跟进人|负责人账号|Owner|Sales rep|Salesperson|Account manager|Owner username",
        ),
        Column(
            "owned_since",
            moment,
            WHEN,
            bounds=dates.TERM,
            label=pgettext_lazy("column of a file", "Owned since"),
            synonyms="归属时间|领取时间|分配时间|归属日期|Owner since|Assigned on",
            doubt=plausibility.of_day,
        ),
        Column(
            "stage",
            choice(Stage),
            _("potential, intent or official; empty: potential."),
            label=pgettext_lazy("column of a file", "Stage"),
            synonyms="阶段|客户阶段|客户状态|Status",
        ),
        Column(
            "stage_since",
            moment,
            WHEN,
            bounds=dates.TERM,
            label=pgettext_lazy("column of a file", "Stage since"),
            synonyms="阶段时间|进入阶段时间|阶段开始时间",
            doubt=plausibility.of_day,
        ),
        Column(
            "kind",
            choice(Kind),
            _("company or individual; empty: company."),
            label=pgettext_lazy("column of a file", "Company or individual"),
            synonyms="客户类别|个人或公司|客户性质|性质|Kind",
        ),
        Column(
            "type",
            line(60),
            ITEM,
            label=pgettext_lazy("column of a file", "Company type"),
            synonyms="企业类型|公司类型|单位类型|企业性质|公司性质|客户类型|类型|Type|Customer type",
        ),
        Column(
            "region",
            several(600),
            _("Values of the list, several separated by semicolons."),
            label=pgettext_lazy("column of a file", "Regions"),
            synonyms="地区|区域|省份|所在地区|经营地区|经营区域|省市|Region|Province|Area|Territory",
        ),
        Column(
            "site",
            line(60),
            ITEM,
            label=pgettext_lazy("column of a file", "Company site"),
            synonyms="企业所在地|公司所在地|所在地|场地|Site",
        ),
        Column(
            "address",
            line_of(Customer, "address"),
            label=pgettext_lazy("column of a file", "Address"),
            synonyms="地址|公司地址|联系地址|详细地址|通讯地址|办公地址|Company address|Street address",
        ),
        Column(
            "phone",
            number_of(Customer, "phone"),
            label=pgettext_lazy("column of a file", "Phone"),
            synonyms="电话|公司电话|联系电话|固定电话|座机|电话号码|单位电话|Telephone|Tel|Phone number|Company phone",
            doubt=plausibility.of_phone,
        ),
        Column(
            "email",
            email,
            label=pgettext_lazy("column of a file", "E-mail"),
            synonyms="邮箱|电子邮箱|电子邮件|邮件|公司邮箱|Email address|Mail",
        ),
        Column(
            "trade",
            line(60),
            ITEM,
            label=pgettext_lazy("column of a file", "Trade"),
            synonyms="行业|所属行业|行业类别|行业分类|Industry|Sector",
        ),
        Column(
            "introduction",
            text_of(Customer, "introduction"),
            label=pgettext_lazy("column of a file", "Introduction"),
            synonyms="简介|公司简介|客户简介|介绍|企业简介|Description|About the company",
        ),
        Column(
            "value_rating",
            choice(ValueRating),
            _("premier, good, normal or none."),
            label=pgettext_lazy("column of a file", "Value rating"),
            synonyms="价值评级|客户价值|价值等级|Rating",
        ),
        Column(
            "segment",
            choice(Segment),
            _("distributor or direct."),
            label=pgettext_lazy("column of a file", "Segment"),
            synonyms="客户分类|渠道类型|分类|Customer segment",
        ),
        Column(
            "bad_debt",
            yes_no,
            _("yes or no; with history only."),
            label=pgettext_lazy("column of a file", "Bad debt"),
            synonyms="坏账|是否坏账",
        ),
        Column(
            "vip",
            yes_no,
            _("yes or no."),
            label=pgettext_lazy("column of a file", "VIP"),
            synonyms="是否VIP|VIP客户|贵宾",
        ),
        Column(
            "contact_name",
            line_of(Contact, "name"),
            label=pgettext_lazy("column of a file", "Contact"),
            synonyms="联系人|联系人姓名|姓名|主要联系人|首要联系人|Contact name|Contact person",
        ),
        Column(
            "contact_title",
            line_of(Contact, "title"),
            label=pgettext_lazy("column of a file", "Contact position"),
            synonyms="职务|职位|联系人职务|联系人职位|岗位|Title|Job title|Position",
        ),
        Column(
            "contact_mobile",
            number_of(Contact, "mobile"),
            label=pgettext_lazy("column of a file", "Contact mobile"),
            synonyms="手机|手机号|手机号码|联系人手机|联系人电话|移动电话|Mobile|Mobile phone|Cell|Cell phone|Contact phone",
            doubt=plausibility.of_phone,
        ),
        Column(
            "contact_key",
            yes_no,
            _("yes or no: decision maker."),
            label=pgettext_lazy("column of a file", "Decision maker"),
            synonyms="关键联系人|决策人|是否决策人|关键人|Key contact",
        ),
    ),
    more=(
        Column(
            "tax_id",
            credit_code,
            _("18 characters; no two customers have the same."),
            label=pgettext_lazy("column of a file", "Unified social credit code"),
            synonyms="社会信用代码|信用代码|税号|纳税人识别号|统一信用代码|Tax ID|Tax number|Credit code|USCC|USCI",
        ),
    ),
    undoing=CustomersUndoing,
)

IMPORTS = (CUSTOMERS,)
