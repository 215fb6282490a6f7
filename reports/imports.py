"""The import of targets: the columns, exactly as the interface names them, and who takes their rows."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.models import User
from customers.importing.columns import Column
from customers.importing.kinds import ImportKind
from customers.importing.values import money, number_of, whole

from .importers.targets import TargetsImport
from .importers.undoing import TargetsUndoing

TARGETS = ImportKind(
    "targets",
    80,
    pgettext_lazy("performance", "Targets"),
    TargetsImport,
    columns=(
        Column(
            "figure",
            whole(80),
            _("A figure by its key or its name, as the page of figures lists them."),
            required=True,
            label=pgettext_lazy("column of a file", "Figure"),
            synonyms="指标|指标名称|考核指标|KPI|Metric",
        ),
        Column(
            "period",
            whole(20),
            _("2026-11, 2026Q4, 2026H2 or 2026."),
            required=True,
            label=pgettext_lazy("column of a file", "Period"),
            synonyms="期间|时间段|目标期间|月份|Month|Quarter",
        ),
        Column(
            "department",
            whole(200),
            _("Its name, a lower one as A/B; empty with no person: the company."),
            label=pgettext_lazy("column of a file", "Department"),
            synonyms="部门名称|所属部门|Team",
        ),
        Column(
            "person",
            number_of(User, "username"),
            _("A user name, or a full name that one person bears; empty: the department's target."),
            label=pgettext_lazy("column of a file", "Person"),
            synonyms="人员|姓名|员工|负责人|Owner|Rep",
        ),
        Column("floor", money, label=pgettext_lazy("column of a file", "Floor"), synonyms="保底|保底值|最低|Minimum"),
        Column(
            "target",
            money,
            _("Amounts in CNY, whole numbers of everything else."),
            required=True,
            label=pgettext_lazy("column of a file", "Target"),
            synonyms="目标值|任务|指标值|Goal|Quota",
        ),
        Column(
            "stretch",
            money,
            label=pgettext_lazy("column of a file", "Stretch"),
            synonyms="挑战|挑战值|冲刺|Stretch goal",
        ),
    ),
    instead="target.manage",
    undoing=TargetsUndoing,
)

IMPORTS = (TARGETS,)
