"""What the stories of rights are told with."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from crm_project.accounts.models import User
from crm_project.approvals.domain import requests
from crm_project.rights.domain.asking import ask_for_right
from tests.cast import NOW

UNTIL = date(2026, 3, 20)


def proof(name="order.txt", content=b"an order"):
    return SimpleUploadedFile(name, content)


def asked(by, action="customer.export", scope="all", until=UNTIL, at=NOW, reason="the yearly review", files=None):
    return ask_for_right(
        action=action,
        scope=scope,
        until=until,
        reason=reason,
        files=[proof()] if files is None else files,
        by=by,
        at=at,
    )


def decided(request, by, approve=True, decision="", at=NOW):
    return requests.decide(request_id=request.pk, by=by, approve=approve, decision=decision, at=at)


def granted(by, superior, admin, at=NOW, **fields):
    """A right that both have approved."""
    row = asked(by, at=at, **fields)
    decided(row.first, superior, at=at)
    row.refresh_from_db()
    decided(row.second, admin, at=at)
    row.refresh_from_db()
    return row


def fresh(person):
    return User.objects.select_related("role", "department").get(pk=person.pk)
