"""Which template a report follows, and setting new ones: per department, versioned by date (row Ni1)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project import catalogue
from crm_project.accounts.domain.access import may
from crm_project.accounts.domain.department_versions import holding, next_number, places
from crm_project.accounts.models import Department, User
from crm_project.audit.domain import log
from crm_project.lib.once_a_minute import OnceAMinute
from crm_project.lib.refused import Refused
from reports.models import ReportTemplate

MANAGE = "report.templates"
ASSESSMENT, PROBLEMS, SUPPORT = "assessment", "problems", "support"
# What a report asks for where nobody has said otherwise: (key, whether it must be written).
STANDARD_SECTIONS = ((ASSESSMENT, True), (PROBLEMS, False), (SUPPORT, False))
STANDARD_FIGURES = (
    "valid_followups",
    "calls",
    "visits",
    "new_customers",
    "claims",
    "released",
    "deals_opened",
    "deals_moved",
    "deals_won",
    "deals_lost",
    "contracts",
    "contract_amount",
    "payments_received",
)
MOST_SECTIONS = 12


@dataclass(frozen=True)
class Section:
    """One text of a report; `label` as somebody wrote it, empty for the standard ones."""

    key: str
    label: str
    required: bool


def sections_of(template: ReportTemplate | None) -> list[Section]:
    """The texts that a report from this template (None: the standard one) asks for."""
    if template is None:
        return [Section(key, "", required) for key, required in STANDARD_SECTIONS]
    return [Section(one["key"], one.get("label", ""), bool(one.get("required"))) for one in template.sections]


def figures_of(template: ReportTemplate | None) -> list[str]:
    """The keys of its figures, those that exist."""
    known = catalogue.figures()
    return [key for key in (STANDARD_FIGURES if template is None else template.figures) if key in known]


class TemplateBook:
    """All templates, read once: which one holds for a department, a kind and a period that begins on a day."""

    def __init__(self) -> None:
        rows: dict[tuple[int | None, str], list[ReportTemplate]] = defaultdict(list)
        for row in ReportTemplate.objects.order_by("-holds_from", "-number"):
            rows[row.department_id, row.kind].append(row)
        self._rows: Mapping[tuple[int | None, str], list[ReportTemplate]] = rows

    def template(self, department: Department | None, kind: str, day: date) -> ReportTemplate | None:
        """That of the department, else of the nearest above that has one, else the company's; None: the standard one."""
        return holding(self._rows, [(place, kind) for place in places(department)], day)

    def demands_anything(self, department: Department | None) -> bool:
        """Whether any version that reaches the department demands a report."""
        line = places(department)
        return any(row.demanded for (place, _kind), rows in self._rows.items() if place in line for row in rows)


@OnceAMinute
def kept_book() -> TemplateBook:
    """All templates, perhaps as they were a minute ago: for pages that everybody opens all day."""
    return TemplateBook()


def set_template(
    *,
    department: Department | None,
    kind: str,
    holds_from: date,
    demanded: bool,
    days: int,
    hour: int,
    sections: Sequence[Mapping[str, Any]],
    figures: Sequence[str],
    readers: Collection[User],
    by: User,
    at: datetime,
) -> ReportTemplate:
    """A new version, for periods that begin on that day or later; reports of before keep theirs.

    Refuses with code forbidden, sections (none, too many, the same twice), figures (unknown), readers (closed accounts).
    """
    if not may(by, MANAGE):
        raise Refused(_("Only people who manage report templates can change them."), code="forbidden")
    labels = [str(one.get("label") or one["key"]).strip() for one in sections]
    if not labels:
        raise Refused(_("Ask for at least one text."), code="sections", field="sections")
    if len(labels) > MOST_SECTIONS:
        raise Refused(_("At most %(n)d texts.") % {"n": MOST_SECTIONS}, code="sections", field="sections")
    twice = next((label for n, label in enumerate(labels) if label in labels[:n]), None)
    if twice:
        raise Refused(_("“%(text)s” is there twice.") % {"text": twice}, code="sections", field="sections")
    unknown = set(figures) - set(catalogue.figures())
    if unknown:
        raise Refused(_("Choose figures from the list."), code="figures", field="figures")
    gone = next((person for person in readers if not person.is_active), None)
    if gone:
        raise Refused(_("%(person)s has left.") % {"person": gone}, code="readers", field="readers")
    with transaction.atomic():
        row = ReportTemplate.objects.create(
            department=department,
            kind=kind,
            number=next_number(ReportTemplate.objects.filter(department=department, kind=kind)),
            holds_from=holds_from,
            demanded=demanded,
            days=days,
            hour=hour,
            sections=list(sections),
            figures=list(figures),
            created_by=by,
            created_at=at,
        )
        row.readers.set(readers)
        changes = {"kind": [None, kind], "department": [None, str(department) if department else None]}
        log.record(by=by, action="work_report.template", at=at, subject=row, changes=changes)
    kept_book.forget()
    return row
