"""Major matters that wait for an answer; customers and seats of collaborators pass on by `assignment` (row M8)."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from crm_project.lib.open_work import OpenWork

from .domain.matters import answering
from .models import Matter


def _waiting():
    return Matter.objects.filter(status=Matter.Status.OPEN)


def _taker(row, leaver, to):
    """Who answers from now on: the one who takes over, or the leaver's superior where that one reported it. A confidential matter goes
    to somebody who is named already, first of all to who reported it, and stays where nobody of them is left."""
    if row.confidential:
        named = [row.reported_by, *row.readers.order_by("pk")]
        return next((person for person in named if person.is_active and person.pk != leaver.pk), None)
    return to if to.pk != row.reported_by_id else leaver.superior


def _pass_on(*, leaver, to, by, at):
    """Each to its taker; returns how many."""
    with transaction.atomic():
        rows = list(_waiting().filter(answerer=leaver).select_for_update(no_key=True, of=("self",)).order_by("pk"))
        passed = 0
        for row in rows:
            taker = _taker(row, leaver, to)
            if taker is not None:
                answering.give_to(row, taker, by=by or taker, at=at, text=_("Takes over the work."))
                passed += 1
        return passed


WORK = (
    OpenWork(
        key="matters",
        covers=("customers.Matter.answerer",),
        column="answerer",
        rows=_waiting,
        counted=ngettext_lazy("%(n)d major matter to answer", "%(n)d major matters to answer", "n"),
        pass_on=_pass_on,
        on_move=False,
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
)
