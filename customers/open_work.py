"""Major matters that wait for an answer and archive folders that are lent; customers and seats of collaborators pass on by `assignment` (rows M8, T6)."""

from functools import partial

from django.db import transaction
from django.utils.translation import ngettext_lazy

from crm_project.lib.open_work import OpenWork

from .domain.custody import taking_over
from .domain.matters import answering
from .models import Matter


def _waiting():
    return Matter.objects.filter(status=Matter.Status.OPEN, confidential=False)


def _secret():
    return Matter.objects.filter(status=Matter.Status.OPEN, confidential=True)


def _taker(row, leaver, to):
    """Who answers from now on: the one who takes over, or the leaver's superior where that one reported it. A confidential matter goes
    to somebody who is named already, first of all to who reported it, and stays where nobody of them is left."""
    if row.confidential:
        named = [row.reported_by, *row.readers.order_by("pk")]
        return next((person for person in named if person.is_active and person.pk != leaver.pk), None)
    return to if to.pk != row.reported_by_id else leaver.superior


def _pass_on(rows, *, leaver, to, by, at):
    """Each to its taker; returns how many."""
    passed = 0
    with transaction.atomic():
        for row in _locked(rows().filter(answerer=leaver)):
            taker = _taker(row, leaver, to)
            if taker is not None:
                answering.give_to(row, taker, by=by or taker, at=at)
                passed += 1
    return passed


def _give_back(rows, *, leaver, ids, moment, by, at):
    """The account is open again: what still waits is theirs to answer; a confidential one leaves no trace but in its history."""
    back = _locked(rows().filter(pk__in=ids))
    for row in back:
        if row.answerer_id != leaver.pk:
            answering.give_to(row, leaver, by=by, at=at)
    return {row.pk for row in back}


def _locked(rows):
    return list(rows.select_for_update(no_key=True, of=("self",)).order_by("pk"))


def _matters(key, rows, *, secret=False):
    return OpenWork(
        key=key,
        covers=("customers.Matter.answerer",),
        column="answerer",
        rows=rows,
        counted=ngettext_lazy("%(n)d major matter to answer", "%(n)d major matters to answer", "n"),
        pass_on=partial(_pass_on, rows),
        give_back=partial(_give_back, rows),
        on_move=False,
        secret=secret,
    )


WORK = (
    _matters("matters", _waiting),
    _matters("confidential_matters", _secret, secret=True),
    OpenWork(
        key="folders",
        covers=("customers.FolderLoan.borrower",),
        column="borrower",
        rows=taking_over.lent,
        counted=ngettext_lazy("%(n)d borrowed archive folder", "%(n)d borrowed archive folders", "n"),
        pass_on=taking_over.pass_loans,
        give_back=taking_over.give_back,
        # The paper stays with the person, whatever department they move to.
        on_move=False,
        named=True,
    ),
)
OWNER_CHANGES = ()
SAYS_WHO = (
    "customers.SavedFilter.owner",
    "customers.FilterTab.user",
    "customers.Customer.last_owner",
    "customers.Lookup.user",
    "customers.RememberedHeadings.user",
    "customers.FileReview.owner",
    "customers.InformationReport.decided_by",
    "customers.InformationReport.given_by",
    "customers.Matter.reported_by",
    "customers.Matter.readers",
    "customers.MatterEntry.by",
    "customers.MajorChange.recorded_by",
    "customers.MajorChange.voided_by",
    "customers.FileReview.reviewed_by",
    "customers.PaperFolder.filed_by",
    "customers.FolderEntry.by",
    "customers.FolderPages.by",
    "customers.FolderLoan.handed_by",
    "customers.FolderLoan.returned_to",
    "customers.StockTake.opened_by",
    "customers.StockTake.closed_by",
    "customers.StockTakeLine.by",
)
