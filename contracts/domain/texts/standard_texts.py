"""Standard texts: drafted, approved by legal, filled in for one contract (row T19)."""

import re
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from contracts.models import ContractText
from contracts.models.choices import Clause, TextStatus
from crm_project.accounts.domain.access import may
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from deals.domain.access import TOP_LEVEL

# What a text may leave blank; `printing.values_of` fills each.
BLANKS = (
    "number",
    "seller",
    "buyer",
    "credit_code",
    "signatory",
    "signed_on",
    "products",
    "quantities",
    "total",
    "total_words",
    "currency",
    "payment_method",
    "instalments",
    "deliveries",
    "promises",
    "terms",
)
_BLANK = re.compile(r"\{([^{}]*)\}")


def unknown_blanks(text: str) -> list[str]:
    """Blanks in this text that nothing fills."""
    return [name for name in dict.fromkeys(_BLANK.findall(text)) if name not in BLANKS]


def fill_blanks(text: str, values: Mapping[str, str]) -> str:
    """The text with its blanks filled in; one without a value stays as a line to write on."""
    return _BLANK.sub(lambda found: str(values.get(found[1]) or "________"), text)


def _checked(title: str, clauses: Mapping[str, str]) -> dict[str, str]:
    if not title.strip():
        raise Refused(_("Enter a contract title."), code="title", field="title")
    out = {}
    for clause in Clause:
        text = (clauses.get(clause.value) or "").strip()
        strange = unknown_blanks(text)
        if strange:
            raise Refused(
                _("“{%(name)s}” is not a placeholder: use those listed below.") % {"name": strange[0]},
                code="blank",
                field=clause.value,
            )
        out[clause.value] = text
    return out


def save_text(
    *,
    by: User,
    at: datetime,
    name: str,
    language: str,
    title: str,
    clauses: Mapping[str, str],
    text_id: int | None = None,
) -> ContractText:
    """Write a new version of a text, or change a draft. Refuses with code title, blank, approved."""
    with transaction.atomic():
        clauses = _checked(title, clauses)
        if text_id is None:
            last = ContractText.objects.filter(name=name, language=language).aggregate(n=Max("version"))["n"] or 0
            row = ContractText(name=name.strip(), language=language, version=last + 1, drafted_by=by, drafted_at=at)
        else:
            row = ContractText.objects.select_for_update(no_key=True).get(pk=text_id)
            if row.status != TextStatus.DRAFT:
                raise Refused(
                    _("This version is approved and can't be changed: create a new version."), code="approved"
                )
            row.drafted_by, row.drafted_at = by, at
        row.title, row.clauses = title.strip(), clauses
        row.save()
        log.record(by=by, action="text.drafted", at=at, subject=row)
        return row


def approve_text(*, text_id: int, by: User, at: datetime) -> ContractText:
    """Legal approves a version; from now on contracts may use it (T19). Refuses with code forbidden, own, clauses, decided."""
    with transaction.atomic():
        row = ContractText.objects.select_for_update(no_key=True, of=("self",)).get(pk=text_id)
        if not may(by, "text.approve"):
            raise Refused(_("Only legal can approve standard texts."), code="forbidden")
        if row.status != TextStatus.DRAFT:
            raise Refused(_("This version was already decided."), code="decided")
        if row.drafted_by_id == by.pk and (by.role is None or by.role.level < TOP_LEVEL):
            raise Refused(_("You drafted this version yourself: somebody else approves it."), code="own")
        empty = [str(clause.label) for clause in Clause if not row.clauses.get(clause.value)]
        if empty:
            raise Refused(_("These clauses are empty: %(names)s.") % {"names": _(", ").join(empty)}, code="clauses")
        row.status, row.approved_by, row.approved_at = TextStatus.APPROVED, by, at
        row.save(update_fields=["status", "approved_by", "approved_at"])
        log.record(by=by, action="text.approved", at=at, subject=row)
        return row


def retire_text(*, text_id: int, by: User, at: datetime) -> ContractText:
    """Take a text out of use; contracts that have it keep it. Refuses with code forbidden, decided."""
    with transaction.atomic():
        row = ContractText.objects.select_for_update(no_key=True, of=("self",)).get(pk=text_id)
        if not may(by, "text.approve"):
            raise Refused(_("Only legal can approve standard texts."), code="forbidden")
        if row.status != TextStatus.APPROVED:
            raise Refused(_("Only a text in use can be retired."), code="decided")
        row.status = TextStatus.RETIRED
        row.save(update_fields=["status"])
        log.record(by=by, action="text.retired", at=at, subject=row)
        return row
