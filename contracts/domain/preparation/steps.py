"""Preparing a contract step by step: each step is a verb, submitting hands it to the manager (rows Nc15, Nc16, T18, T19)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from contracts.domain import commission, files
from contracts.domain.access import deciders
from contracts.domain.lock import in_preparation, locked_contract, record_step
from contracts.domain.numbers import assign as numbers
from contracts.domain.payments import instalments
from contracts.models import Contract, ContractText, PartyCheck, Promise
from contracts.models.choices import CheckState, FileKind, Promises, TextStatus
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.file_kinds import check_files
from crm_project.lib.refused import Refused
from crm_project.lib.upload_transaction import UploadTransaction
from crm_project.notices.domain.notify import tell
from customers.rules import tax_id
from deals.models import Quote

from .completeness import check_complete, code_problem
from .lines import in_language_of_text, take_quote


def begin_contract(*, customer_id: int, by: User, at: datetime, series: str, quote: Quote | None = None) -> Contract:
    """Draw a number and, where a quote is given, take its lines at once. Refuses as `numbers.draw` and `take_quote` do: then none is drawn."""
    with transaction.atomic():
        row = numbers.assign_number(customer_id=customer_id, by=by, at=at, series=series)
        return take_quote(contract_id=row.pk, by=by, at=at, quote=quote) if quote else row


def set_checks(
    *,
    contract_id: int,
    by: User,
    at: datetime,
    buyer: str,
    code: str,
    signatory: str,
    checks: Mapping[str, dict[str, Any]],
) -> Contract:
    """Note the checks of the counterpart: {kind: {state, evidence, upload}} (T18).

    A check found in order or not needs its evidence, text or file. Refuses with code code, evidence, file, status.
    """
    uploads = [answer["upload"] for answer in checks.values() if answer.get("upload")]
    check_files(uploads)
    with UploadTransaction() as storage, in_preparation(contract_id, by) as row:
        code = tax_id.plain(code)
        if code and (problem := code_problem(code)):
            raise Refused(problem, code="code", field="credit_code")
        row.buyer, row.credit_code, row.signatory = buyer.strip(), code, signatory.strip()
        row.save(update_fields=["buyer", "credit_code", "signatory"])
        for found in PartyCheck.objects.filter(contract=row):
            said = checks.get(found.kind)
            if said is None:
                continue
            _set_check(row, found, said, storage, by, at)
        record_step(row, by, at, "checks")
        return row


def _set_check(
    row: Contract, found: PartyCheck, said: Mapping[str, Any], storage: UploadTransaction, by: User, at: datetime
) -> None:
    upload = said.get("upload")
    state, evidence = said["state"], said["evidence"].strip()
    if (state, evidence) == (found.state, found.evidence) and not upload:
        return
    if state != CheckState.OPEN and not (evidence or upload or found.file_id):
        raise Refused(
            _("%(check)s: describe what you checked, or add a file.") % {"check": found.get_kind_display()},
            code="evidence",
            field=f"evidence_{found.kind}",
        )
    kept = (
        files.store_files(row, upload, storage=storage, kind=FileKind.EVIDENCE, by=by, at=at) if upload else found.file
    )
    PartyCheck.objects.filter(pk=found.pk).update(state=state, evidence=evidence, file=kept, by=by, at=at)


def set_text(*, contract_id: int, by: User, at: datetime, text_id: int) -> Contract:
    """Choose the standard text; only one that legal approved (T19). Refuses with code text, status."""
    with in_preparation(contract_id, by) as row:
        text = ContractText.objects.filter(pk=text_id).first()
        if text is None or text.status != TextStatus.APPROVED:
            raise Refused(_("Legal has not approved this text: choose another one."), code="text", field="text")
        row.text = text
        row.save(update_fields=["text"])
        in_language_of_text(row)
        record_step(row, by, at, "text")
        return row


def set_promises(*, contract_id: int, by: User, at: datetime, said: str, rows: Sequence[dict[str, Any]]) -> Contract:
    """Say that no gifts and promises were made, or list them (Nc16). Refuses with code promises, status."""
    if said not in Promises.values:
        raise Refused(
            _("List the gifts and promises, or confirm that there are none."), code="promises", field="promises"
        )
    if said == Promises.SOME and not rows:
        raise Refused(_("List all gifts and promises."), code="promises", field="promises")
    with in_preparation(contract_id, by) as row:
        row.promise_rows.all().delete()
        Promise.objects.bulk_create(
            [Promise(contract=row, **given) for given in (rows if said == Promises.SOME else [])]
        )
        row.promises = said
        row.save(update_fields=["promises"])
        record_step(row, by, at, "promises")
        return row


def set_terms(
    *,
    contract_id: int,
    by: User,
    at: datetime,
    type: str,
    payment_method: str,
    line: str,
    terms: str,
    parts: Sequence[dict[str, Any]],
) -> Contract:
    """Type, payment method, other terms and the payment plan. Refuses as `instalments.plan` does."""
    with in_preparation(contract_id, by) as row:
        row.type, row.payment_method, row.line, row.terms = type, payment_method.strip(), line.strip(), terms.strip()
        row.save(update_fields=["type", "payment_method", "line", "terms"])
        instalments.write_instalments(row, parts)
        record_step(row, by, at, "terms")
        return row


def set_signing(
    *, contract_id: int, by: User, at: datetime, signed_at: datetime, upload: File | None = None
) -> Contract:
    """The day of signing, and the signed, stamped scan (Nf14). Refuses with code future, scan, file, status."""
    if upload is not None:
        files.check_scan(upload)
    with UploadTransaction() as storage, in_preparation(contract_id, by) as row:
        if signed_at > at:
            raise Refused(_("The signing date can't lie in the future."), code="future", field="signed_on")
        row.signed_at, row.signing_known = signed_at, True
        row.save(update_fields=["signed_at", "signing_known"])
        if upload is not None:
            files.store_files(row, upload, storage=storage, kind=FileKind.SCAN, by=by, at=at)
        record_step(row, by, at, "signing")
        return row


def submit_contract(*, contract_id: int, by: User, at: datetime) -> Contract:
    """Hand it to the manager; whoever owns the customer now gets the result (D9). Refuses with code missing, naming everything."""
    with in_preparation(contract_id, by) as row:
        check_complete(row)
        row.submitted_at, row.submitted_by, row.owner_id = at, by, commission.owner_at(row.customer_id, at)
        row.save(update_fields=["submitted_at", "submitted_by", "owner"])
        log.record(by=by, action="contract.submitted", at=at, subject=row, customer_id=row.customer_id)
        tell(
            deciders(row),
            "contract_submitted",
            at=at,
            key=f"contract:{row.pk}:{at.isoformat()}",
            url=reverse("contracts:detail", args=[row.pk]),
            person=str(by),
            number=row.number,
            customer=row.customer.name,
        )
        return row


def return_contract(*, contract_id: int, by: User, at: datetime, reason: str) -> Contract:
    """Give a submitted contract back for mending; `by` may confirm it. Refuses with code reason, status."""
    if not reason.strip():
        raise Refused(_("Describe what needs correction."), code="reason", field="reason")
    with locked_contract(contract_id) as row:
        if not (row.waiting and row.drawn):
            raise Refused(_("This contract is not waiting for confirmation."), code="status")
        told, row.submitted_at = row.submitted_by, None
        row.save(update_fields=["submitted_at"])
        log.record(
            by=by, action="contract.sent_back", at=at, subject=row, customer_id=row.customer_id, reason=reason.strip()
        )
        tell(
            [told or row.recorded_by],
            "contract_sent_back",
            at=at,
            url=reverse("contracts:detail", args=[row.pk]),
            person=str(by),
            number=row.number,
            reason=reason.strip()[:200],
        )
        return row
