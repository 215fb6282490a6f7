"""What the stories of paper folders are told with."""

from datetime import date

import pytest

from crm_project.approvals.domain.requests import decide
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.domain.custody import asking, filing, handing
from customers.models import ListItem
from tests.cast import NOW, customer

FRIDAY = date(2026, 3, 6)


def place(name="Shelf A"):
    return ListItem.objects.get_or_create(kind="place", name=name)[0]


def filed(cast, owner=None, *, at=NOW, where=None, row=None, **more):
    """A folder of a customer of this person."""
    said = {"kind": "contract", "title": "Contracts 2025", "contents": "Two contracts"}
    row = row or customer(owner or cast.rep, **more)
    return filing.file_folder(customer=row, place=where or place(), by=cast.file_keeper, at=at, **said)


def asked(folder, by, *, at=NOW, **more):
    said = {"form": "paper", "reason": "We renew the contract", "from_on": NOW.date(), "until_on": FRIDAY}
    return asking.ask_for_loan(folder_id=folder.pk, agreed=True, by=by, at=at, **said | more)


def request_of(loan):
    return Request.objects.filter(about=asking.about(loan)).latest("pk")


def approved(folder, by, *, at=NOW, **more):
    loan = asked(folder, by, at=at, **more)
    request = request_of(loan)
    decide(request_id=request.pk, by=request.decider, approve=True, decision="", at=at)
    loan.refresh_from_db()
    return loan


def lent(cast, folder, by, *, at=NOW, **more):
    loan = approved(folder, by, at=at, **more)
    handing.hand_out(loan_id=loan.pk, by=cast.file_keeper, at=at)
    loan.refresh_from_db()
    return loan


def told(person, kind):
    return Notice.objects.filter(user=person, kind=kind).count()


def refused(verb, **given):
    with pytest.raises(Refused) as refusal:
        verb(**given)
    return refusal.value.code
