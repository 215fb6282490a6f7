"""Major matters and feedback that wait for an answer, and archive folders that are lent; customers and seats of collaborators pass on by
`assignment` (rows M8, Nh8, T6)."""

from collections import defaultdict
from functools import partial

from django.db import transaction
from django.utils.translation import ngettext_lazy

from crm_project.accounts.models import User
from crm_project.lib.open_work import OpenWork, OwnerChange

from .domain.custody import taking_over
from .domain.feedback import answering as feedback
from .domain.matters import answering
from .models import CustomerFeedback, FeedbackKind, Matter, Ownership


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


def _feedback():
    return CustomerFeedback.objects.filter(status=CustomerFeedback.Status.OPEN)


def _pass_feedback(*, leaver, to, by, at):
    """To the customer's owner where the kind goes to the owner, else to the one who takes over; returns how many."""
    with transaction.atomic():
        rows = _locked(_feedback().filter(answerer=leaver).select_related("kind", "customer"))
        owned = Ownership.objects.select_related("owner", "department").in_bulk([row.customer_id for row in rows])
        given = []
        for row in rows:
            taker = to
            if row.kind.goes_to == FeedbackKind.GoesTo.OWNER and row.customer_id in owned:
                taker = owned[row.customer_id].owner
            given.append((row, to if taker.pk == leaver.pk or not taker.is_active else taker))
        feedback.give_all(given, by=by, at=at)
        return len(rows)


def _give_feedback_back(*, leaver, ids, moment, by, at):
    """The account is open again: what still waits is theirs to answer."""
    back = _locked(_feedback().filter(pk__in=ids))
    feedback.give_all([(row, leaver) for row in back if row.answerer_id != leaver.pk], by=by, at=at)
    return {row.pk for row in back}


def _to_next_owner(moves, *, by, at):
    """What the former owner had to answer as the owner, the next owner answers."""
    to = {move.customer_id: move for move in moves if move.to_id and move.former_id}
    rows = _locked(
        _feedback().filter(customer__in=to, kind__goes_to=FeedbackKind.GoesTo.OWNER).select_related("answerer")
    )
    rows = [row for row in rows if row.answerer_id == to[row.customer_id].former_id]
    if not rows:
        return {}
    people = User.objects.in_bulk({to[row.customer_id].to_id for row in rows})
    found = defaultdict(list)
    feedback.give_all([(row, people[to[row.customer_id].to_id]) for row in rows], by=by, at=at)
    for row in rows:
        found[row.customer_id].append(row.pk)
    return dict(found)


def _back_to_owner(move, ids, *, by, at, **_how):
    """The change of hands is undone: what still waits with the next owner is the former one's again."""
    rows = _locked(_feedback().filter(pk__in=ids, answerer=move.former_id))
    if rows:
        owner = User.objects.get(pk=move.to_id)
        feedback.give_all([(row, owner) for row in rows], by=by, at=at)


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
    OpenWork(
        key="customer_feedback",
        covers=("customers.CustomerFeedback.answerer",),
        column="answerer",
        rows=_feedback,
        counted=ngettext_lazy("%(n)d customer feedback to answer", "%(n)d pieces of customer feedback to answer", "n"),
        pass_on=_pass_feedback,
        give_back=_give_feedback_back,
        on_move=False,
    ),
)
OWNER_CHANGES = (OwnerChange(key="customer_feedback", passed=_to_next_owner, restored=_back_to_owner),)
SAYS_WHO = (
    "customers.SavedFilter.owner",
    "customers.FilterTab.user",
    "customers.Customer.last_owner",
    "customers.Lookup.user",
    "customers.RememberedHeadings.user",
    "customers.FileReview.owner",
    "customers.InformationReport.decided_by",
    "customers.InformationReport.given_by",
    "customers.Customer.needs_by",
    "customers.CustomerFeedback.recorded_by",
    "customers.CustomerFeedback.answered_by",
    "customers.FeedbackEntry.by",
    # Once they have left, the head of the department answers (`feedback.access.responsible`).
    "customers.FeedbackKind.person",
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
