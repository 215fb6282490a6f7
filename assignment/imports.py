"""Imports of people: the columns, exactly as the interface names them, and who takes their rows."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.models import User
from customers.importing.columns import Column
from customers.importing.kinds import ImportKind
from customers.importing.values import line, line_of, number_of

from .importers.people import PeopleImport
from .importers.people_writing import invited
from .importers.undoing import PeopleUndoing

PEOPLE = ImportKind(
    "people",
    10,
    _("People"),
    PeopleImport,
    columns=(
        Column(
            "username",
            number_of(User, "username"),
            _("Used to sign in."),
            required=True,
            label=pgettext_lazy("column of a file", "User name"),
            synonyms="用户名|账号|登录名|帐号|登录账号|工号|Login|Account|User|User ID",
        ),
        Column(
            "full_name",
            line_of(User, "full_name"),
            required=True,
            label=pgettext_lazy("column of a file", "Full name"),
            synonyms="姓名|名字|员工姓名|真实姓名|Name|Employee name",
        ),
        Column(
            "department",
            line(240),
            _("A/B for B below A; created where missing."),
            required=True,
            label=pgettext_lazy("column of a file", "Department"),
            synonyms="部门|所属部门|所在部门|团队|Dept|Team",
        ),
        Column(
            "preset",
            line(20),
            _("Policy of a new department: solar, stages, tracking, direct, none."),
            label=pgettext_lazy("column of a file", "Policy of a new department"),
            synonyms="预设|归属政策|政策|规则预设|Policy|Policy preset",
        ),
        Column(
            "role",
            line(40),
            _(
                "rep, manager, director, general_manager, clerk, file_keeper, service, service_manager, "
                "finance, hr, auditor or admin."
            ),
            required=True,
            label=pgettext_lazy("column of a file", "Role"),
            synonyms="角色|职位|岗位|权限角色|Position",
        ),
        Column(
            "superior",
            number_of(User, "username"),
            _("A user name; the person may be further down in the file."),
            label=pgettext_lazy("column of a file", "Superior (user name)"),
            synonyms="上级|直属上级|主管|汇报对象|上级账号|经理|Manager|Reports to|Supervisor",
        ),
    ),
    besides=("people.manage",),
    links=invited,
    undoing=PeopleUndoing,
)

IMPORTS = (PEOPLE,)
