"""The six classes: definition, outline of the profile, required fields and conditions, as data per company (rows Ni8, Ni9, Ni24).

What a company has not changed is the rule book's own. Read at most once a minute and process: every list asks for it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.json_values import JsonObject
from crm_project.lib.language import in_language
from crm_project.lib.once_a_minute import OnceAMinute
from crm_project.lib.refused import Refused
from customers.models import ClassRule as Row
from customers.models.choices import FIELDS, Level, Segment

_FILE = (
    "name",
    "address",
    "postal_code",
    "regions",
    "trade",
    "type",
    "source",
    "profile",
    "contact_name",
    "contact_title",
)
_MOBILE = (*_FILE, "contact_mobile")
_PHONE = (*_FILE, "contact_phone")
_NO_TRADE = tuple(name for name in _PHONE if name != "trade")

_DIRECT = ("Size of the unit · whom it belongs to · main business", "单位规模简述 · 单位隶属关系 · 单位主营业务")
_TRADE = (
    "Main products and brands · trades served · size: people, licences, scope",
    "主营产品及品牌 · 涉及行业 · 公司规模（人数、资质、业务范围）",
)


@dataclass(frozen=True)
class ClassRule:
    """One class. `deal_months`: an open deal expected within so many months (0: not asked), of one of `deal_lines` (none: any).

    `lead`: an open or won deal, or a contract. `contract`: a confirmed contract. `contact_days`: a valid contact within (0: not
    asked). `checked`: a class that does not fit is refused on saving, and becomes a task of the owner at night.
    """

    definition: str
    definition_zh: str
    outline: str
    outline_zh: str
    required: tuple
    deal_months: int = 0
    deal_lines: tuple = ()
    lead: bool = False
    contract: bool = False
    contact_days: int = 0
    checked: bool = False

    @property
    def defined(self) -> str:
        """The definition in the language of the page."""
        return in_language(self.definition, self.definition_zh)

    @property
    def outlined(self) -> str:
        """The outline of the profile in the language of the page."""
        return in_language(self.outline, self.outline_zh)


USUAL = {
    ("direct", "core"): ClassRule(
        "End customer with a deal of the short or mid line, expected to close within 12 months.",
        "有跟单（中线或短线）、且 12 个月内预计成单的最终客户。",
        *_DIRECT,
        _MOBILE,
        deal_months=12,
        deal_lines=("short", "mid"),
    ),
    ("direct", "growth"): ClassRule(
        "End customer with a lead or an earlier deal that was won.",
        "有线索或有过成功跟单的最终客户。",
        *_DIRECT,
        _PHONE,
        lead=True,
        contact_days=30,
    ),
    ("direct", "ordinary"): ClassRule(
        "End customer that may need our products.", "有产品需求可能的最终客户。", *_DIRECT, _PHONE
    ),
    ("distributor", "core"): ClassRule(
        "Distributor with a registered project that wants to work closely with us and is expected to order within the year.",
        "已有报备项目且有意向与公司紧密合作、年度内预计能下单的分销商。",
        *_TRADE,
        _MOBILE,
        deal_months=12,
    ),
    ("distributor", "growth"): ClassRule(
        "Distributor with an agency agreement or earlier cooperation.",
        "签有代理协议或有过合作的分销商。",
        *_TRADE,
        _NO_TRADE,
        contract=True,
        contact_days=30,
    ),
    ("distributor", "ordinary"): ClassRule(
        "Distributor that intends to work with us.", "有意向合作的分销商。", *_TRADE, _NO_TRADE
    ),
}
PLAIN = (
    "definition",
    "definition_zh",
    "outline",
    "outline_zh",
    "deal_months",
    "lead",
    "contract",
    "contact_days",
    "checked",
)
MOST_MONTHS, MOST_DAYS = 60, 366


def rules() -> dict[tuple[str, str], ClassRule]:
    """{(segment, level): rule} of all six."""
    return _rules()


@OnceAMinute
def _rules() -> dict[tuple[str, str], ClassRule]:
    own = {
        (row.segment, row.level): ClassRule(
            **{name: getattr(row, name) for name in PLAIN},
            required=tuple(row.required),
            deal_lines=tuple(row.deal_lines),
        )
        for row in Row.objects.all()
    }
    return {key: own.get(key, usual) for key, usual in USUAL.items()}


def forget() -> None:
    """Read them anew: they were changed."""
    _rules.forget()


def rule_of(segment: str, level: str) -> ClassRule | None:
    """The rule of a class, None without one; a class without a segment is read as one of direct customers."""
    return rules().get((segment or "direct", level)) if level else None


def label(segment: str, level: str) -> str:
    """“Direct customer · Core”."""
    return f"{Segment(segment or 'direct').label} · {Level(level).label}"


def set_rule(*, segment: str, level: str, fields: JsonObject, by: User | None, at: datetime) -> JsonObject:
    """Change one class. Refuses with code class, required (a field that is none), deal_months, contact_days, definition."""
    if (segment, level) not in USUAL:
        raise Refused(_("There is no such class."), code="class")
    if not fields["definition"].strip():
        raise Refused(_("Describe which customers belong to this class."), code="definition", field="definition")
    if set(fields["required"]) - set(FIELDS):
        raise Refused(_("Choose among the fields of the file."), code="required", field="required")
    for name, most in (("deal_months", MOST_MONTHS), ("contact_days", MOST_DAYS)):
        if not 0 <= fields[name] <= most:
            raise Refused(
                _("Enter a number from 0 to %(most)d; 0 means no requirement.") % {"most": most}, code=name, field=name
            )
    with transaction.atomic():
        forget()
        before = rules()[segment, level]
        values = {**{name: fields[name] for name in PLAIN}, "required": list(fields["required"])}
        values["deal_lines"] = list(fields["deal_lines"])
        old = {name: getattr(before, name) for name in values}
        changes = log.differences(old, values)
        if changes:
            Row.objects.update_or_create(segment=segment, level=level, defaults=values | {"set_by": by, "set_at": at})
            log.record(
                by=by,
                action="class.set",
                at=at,
                subject_type="class",
                subject_id=f"{segment}-{level}",
                subject_name=label(segment, level),
                changes=changes,
            )
    forget()
    return values
