"""What was done with invitations, in the audit of each customer (rows T22, Na8)."""

from collections.abc import Collection
from datetime import datetime

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from service.models import QuestionnaireInvitation


def note_each(invitations: Collection[QuestionnaireInvitation], action: str, *, by: User | None, at: datetime) -> None:
    """Who did it, to which contact, and how the contact was asked."""
    log.record_many(
        [
            log.entry(
                by=by,
                action=action,
                at=at,
                subject=row.version.questionnaire,
                customer_id=row.customer_id,
                changes={"contact": [None, row.contact.name], "channel": [None, row.channel]},
            )
            for row in invitations
        ]
    )
