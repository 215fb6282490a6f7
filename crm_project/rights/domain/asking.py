"""Asking for a right with proof (row Ne6)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from crm_project.accounts.domain import further_rights
from crm_project.accounts.models import User
from crm_project.accounts.models.choices import Action, Scope
from crm_project.approvals.domain.requests import ask
from crm_project.audit.domain import log
from crm_project.lib.file_kinds import check_files
from crm_project.lib.json_values import JsonObject
from crm_project.lib.language import with_note
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.lib.upload_transaction import UploadTransaction
from crm_project.rights.models import ProofFile, RightRequest
from crm_project.rights.models.choices import OPEN_STATES, State
from crm_project.rights.rules import request_kinds
from crm_project.rights.rules.periods import fits, last_day

from .access import admin_for, superior_of


def ask_for_right(
    *, action: str, scope: str, until: date | None, reason: str, files: Sequence[File], by: User, at: datetime
) -> RightRequest:
    """Ask for a right, for good or until a day. The superior decides first, then an admin; without a superior the admin alone.

    Refuses with code role_only, scope, has, until, proof, file, asked, no_admin, reason.
    """
    check_files(files)
    with UploadTransaction() as storage, transaction.atomic():
        person = further_rights.locked(by.pk)
        _check(person, action, scope, until, at)
        if not files:
            raise Refused(_("Attach a proof, such as the order or the plan that says so."), code="proof", field="files")
        if RightRequest.objects.filter(person=person, action=action, state__in=OPEN_STATES).exists():
            raise Refused(
                _("You have asked for this right already: wait for the answer, or withdraw that request."),
                code="asked",
                field="action",
            )
        superior = superior_of(person)
        admin = admin_for(person, superior)
        if admin is None:
            raise Refused(
                _(
                    "Nobody else may give this right: a second admin is needed, because nobody decides on their own request."
                ),
                code="no_admin",
            )
        row = RightRequest.objects.create(
            person=person,
            action=action,
            scope=scope,
            until=until,
            asked_at=at,
            state=State.SUPERIOR if superior else State.ADMIN,
        )
        for upload in files:
            storage.keep(ProofFile(right_request=row, by=by, at=at), upload)
        request = ask(
            kind=request_kinds.RIGHT if superior else request_kinds.RIGHT_ADMIN,
            by=by,
            at=at,
            decider=superior or admin,
            subject=subject(action, scope, "en"),
            arguments={"right_request_id": row.pk},
            reason=reason,
            department=person.department,
            evidence=evidence(row),
            about=f"right:{row.pk}",
        )
        if superior:
            row.first = request
        else:
            row.second = request
        row.save(update_fields=["first", "second"])
        return row


def _check(person: User, action: str, scope: str, until: date | None, at: datetime) -> None:
    further_rights.check_askable(action, scope)
    today = local_date(at)
    if not fits(until, today):
        raise Refused(
            _("Choose a day from today to %(last)s, or leave it empty for good.")
            % {"last": last_day(today).isoformat()},
            code="until",
            field="until",
        )
    further_rights.check_new(person, action, scope, until)


def note_download(*, row: ProofFile, by: User, at: datetime) -> None:
    """Who took which proof out (Na8)."""
    log.record(by=by, action="proof.downloaded", at=at, subject=row)


def subject(action: str, scope: str, language: str) -> str:
    """“Export (All)”, in one language."""
    with override(language):
        return with_note(Action(action).label, Scope(scope).label)


def evidence(row: RightRequest) -> JsonObject:
    """What the card of the request shows, and its name in Chinese."""
    return {
        "subject_zh": subject(row.action, row.scope, "zh-hans"),
        "right": row.action,
        "scope": row.scope,
        "until": row.until.isoformat() if row.until else "",
    }
