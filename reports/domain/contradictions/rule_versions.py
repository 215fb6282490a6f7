"""Which rules of contradictions hold for a department and day, and setting new ones (row Nf9)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import may
from crm_project.accounts.domain.department_versions import holding, next_number, reached
from crm_project.accounts.models import Department, User, line_of
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from reports.models import ContradictionRules
from reports.rules.contradictions.facts import KINDS

from .access import RULES

# Where nobody has said otherwise nothing is compared.
STANDARD = ContradictionRules(number=0)


@dataclass(frozen=True)
class Part:
    """People of these departments (None: everybody) and these days, for whom one version holds."""

    rules: ContradictionRules
    departments: tuple[int, ...] | None
    first: date
    last: date


def parts(first: date, last: date) -> list[Part]:
    """The days and departments by the versions that hold for them; two queries, however many people there are."""
    rows: dict[int | None, list[ContradictionRules]] = defaultdict(list)
    for row in ContradictionRules.objects.order_by("-holds_from", "-number"):
        rows[row.department_id].append(row)
    if not rows:
        return []
    spans: dict[tuple[int, date, date], list[int]] = defaultdict(list)
    found: dict[int, ContradictionRules] = {}
    for pk, path in Department.objects.order_by("path").values_list("pk", "path"):
        for rules, begin, end in _spans(rows, line_of(path), first, last):
            spans[rules.pk, begin, end].append(pk)
            found[rules.pk] = rules
    return [Part(found[key], tuple(places), begin, end) for (key, begin, end), places in spans.items()]


def _spans(
    rows: Mapping[int | None, list[ContradictionRules]], line: list[int], first: date, last: date
) -> Iterable[tuple[ContradictionRules, date, date]]:
    """(version, its first day, its last) within the days for one department."""
    begin, before, day = first, None, first
    keys = [*line[::-1], None]
    while day <= last:
        now = holding(rows, keys, day)
        if now is not before:
            if before is not None:
                yield before, begin, day - timedelta(days=1)
            begin, before = day, now
        day += timedelta(days=1)
    if before is not None:
        yield before, begin, last


def part_of_draft(draft: ContradictionRules, first: date, last: date) -> Part:
    """What a draft would hold for: its department, or the company, without those below that follow rules of their own."""
    own = set(
        ContradictionRules.objects.filter(holds_from__lte=last).order_by().values_list("department_id", flat=True)
    )
    return Part(draft, tuple(reached(draft.department, own)), first, last)


def set_rules(*, by: User, at: datetime, **fields: Any) -> ContradictionRules:
    """A new version, for days from `holds_from` on. Refuses with code forbidden."""
    if not may(by, RULES):
        raise Refused(_("Only people who manage the rules of contradictions can change them."), code="forbidden")
    with transaction.atomic():
        same = ContradictionRules.objects.filter(department=fields["department"])
        row = ContradictionRules.objects.create(number=next_number(same), created_by=by, created_at=at, **fields)
        department = str(row.department) if row.department else None
        changes = {"department": [None, department], "rules": [None, [kind for kind in KINDS if getattr(row, kind)]]}
        log.record(by=by, action="contradiction.rules", at=at, subject=row, changes=changes)
        return row
