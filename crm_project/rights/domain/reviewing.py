"""The yearly review of rights: lists are begun, people confirmed, ends proposed to the admin (row Ne6)."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from crm_project.accounts.domain import further_rights
from crm_project.accounts.domain.authority import check_everywhere, lock_admins
from crm_project.accounts.models import FurtherRight, User
from crm_project.approvals.domain.requests import ask
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.language import with_note
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.notices.domain.notify import tell
from crm_project.rights.models import ReviewedPerson, RightsReview
from crm_project.rights.rules import request_kinds, yearly

from .access import admin_for, superior_of

Answer = ReviewedPerson.Answer
# So long before the day on which a list is due, and every week from then on, its manager is reminded.
AHEAD = timedelta(days=7)


def open_reviews() -> QuerySet[RightsReview]:
    """Lists that are not done."""
    return RightsReview.objects.filter(done_at=None)


def begin_yearly(*, at: datetime) -> int:
    """In the month of the review, unless the lists of this year were begun already; returns how many."""
    today = local_date(at)
    if today.month != yearly.MONTH or RightsReview.objects.filter(begun_on__gte=yearly.year_begun(today)).exists():
        return 0
    return begin_reviews(by=None, at=at)


def begin_reviews(*, by: User | None, at: datetime) -> int:
    """A list for each manager of everybody whose superior they are; who has none is on an admin's. Returns how many lists.

    A manager whose last list is open keeps that one. Refuses with code forbidden, and open where everybody has one.
    """
    with transaction.atomic():
        lock_admins()
        check_everywhere(by)
        busy = set(open_reviews().values_list("reviewer_id", flat=True))
        lists = {pk: people for pk, people in _by_reviewer().items() if pk not in busy}
        if by is not None and not lists:
            raise Refused(_("Everybody still has an open list: nothing was begun."), code="open")
        today = local_date(at)
        for reviewer, people in lists.items():
            review = RightsReview.objects.create(reviewer_id=reviewer, begun_on=today, due_on=yearly.due_on(today))
            ReviewedPerson.objects.bulk_create([ReviewedPerson(review=review, person=person) for person in people])
            log.record(by=by, action="rights_review.begun", at=at, subject=review)
            _tell("rights_review", review, at, f"begun:{review.pk}")
        return len(lists)


def _by_reviewer() -> dict[int, list[User]]:
    lists: dict[int, list[User]] = defaultdict(list)
    for person in User.objects.active().filter(role__isnull=False).select_related("role", "department"):
        reviewer = superior_of(person) or admin_for(person)
        if reviewer is not None:
            lists[reviewer.pk].append(person)
    return lists


def confirm(*, line_id: int, by: User, at: datetime) -> ReviewedPerson:
    """Everything that this person may do is still needed. Refuses with code not_yours, answered."""
    with transaction.atomic():
        line = _locked(line_id, by)
        _answer(line, Answer.CONFIRMED, at)
        log.record(by=by, action="rights_review.confirmed", at=at, subject=line.person)
        return line


def propose_end(*, line_id: int, right_id: int | None, reason: str, by: User, at: datetime) -> Request:
    """Propose to an admin that a right ends, or (`right_id` None) that the person gets another role.

    Refuses with code not_yours, answered, gone, reason, no_decider.
    """
    with transaction.atomic():
        line = _locked(line_id, by)
        person = line.person
        right = None if right_id is None else further_rights.open_of(person).filter(pk=right_id).first()
        if right_id is not None and right is None:
            raise Refused(_("This right has ended already."), code="gone", field="what")
        _answer(line, Answer.PROPOSED, at)
        return ask(
            kind=request_kinds.RIGHT_END,
            by=by,
            at=at,
            decider=admin_for(by, person),
            subject=_subject(person, right, "en"),
            arguments={"person_id": person.pk, "right_id": right_id, "role_id": person.role_id},
            reason=reason,
            department=person.department,
            evidence={"subject_zh": _subject(person, right, "zh-hans")},
            about=f"reviewed:{line.pk}",
        )


def _subject(person: User, right: FurtherRight | None, language: str) -> str:
    with override(language):
        return with_note(person, right.get_action_display() if right else person.role)


def end_proposed(
    *, person_id: int, right_id: int | None, role_id: int | None, by: User, at: datetime, request: Request
) -> None:
    """The right ends. A role is taken by moving the person, with all that goes with it: approved once that is done. Refuses with code role."""
    if right_id is not None:
        further_rights.end_right(right_id=right_id, by=by, at=at, reason=request.reason)
        return
    person = further_rights.locked(person_id)
    if person.is_active and person.role_id == role_id:
        raise Refused(
            _("First give %(person)s another role on their page (“Move”), or close the account; then approve.")
            % {"person": person},
            code="role",
        )


def remind(*, at: datetime) -> int:
    """Remind of lists that are nearly due or late, once a week; returns how many those are."""
    today = local_date(at)
    late = list(open_reviews().filter(due_on__lte=today + AHEAD).order_by("pk"))
    for review in late:
        _tell("rights_review_due", review, at, f"due:{review.pk}:{today:%G-%V}")
    return len(late)


def pass_reviews(*, leaver: User, to: User | None, by: User | None, at: datetime) -> int:
    """A leaver's open lists go to whoever is above them, or into the list that this person has already."""
    moved = list(open_reviews().filter(reviewer=leaver))
    above = superior_of(leaver) or admin_for(leaver)
    for review in moved:
        # Nobody answers for themselves.
        review.people.filter(answer="", person=above).delete()
        theirs = open_reviews().filter(reviewer=above).first()
        if above is None or theirs is None:
            RightsReview.objects.filter(pk=review.pk).update(**({"reviewer": above} if above else {"done_at": at}))
        else:
            known = theirs.people.values("person")
            review.people.filter(answer="").exclude(person__in=known).update(review=theirs)
            RightsReview.objects.filter(pk=review.pk).update(done_at=at)
    return len(moved)


def _locked(line_id: int, by: User) -> ReviewedPerson:
    line = (
        ReviewedPerson.objects.select_for_update(no_key=True, of=("self",))
        .select_related("review", "person__role", "person__department")
        .get(pk=line_id)
    )
    if line.review.reviewer_id != by.pk:
        raise Refused(
            _("This list is %(person)s's: they answer for these people.") % {"person": line.review.reviewer},
            code="not_yours",
        )
    if line.answer:
        raise Refused(
            _("This was already answered: %(answer)s.") % {"answer": line.get_answer_display()}, code="answered"
        )
    return line


def _answer(line: ReviewedPerson, answer: str, at: datetime) -> None:
    line.answer, line.answered_at = answer, at
    line.save(update_fields=["answer", "answered_at"])
    # Whoever answers the last two at once: each sees the other's under the lock of the list.
    review = RightsReview.objects.select_for_update(no_key=True).get(pk=line.review_id)
    if not review.people.filter(answer="").exists():
        review.done_at = at
        review.save(update_fields=["done_at"])


def _tell(kind: str, review: RightsReview, at: datetime, key: str) -> None:
    url = reverse("rights:review", args=[review.pk])
    tell([review.reviewer_id], kind, at=at, key=f"rights-{key}", url=url, day=review.due_on.isoformat())
