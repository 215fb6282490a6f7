"""Who sees a month's score, who corrects one, who decides about an appeal (rows Nf16, Ni16, Nb3)."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from crm_project.accounts.domain import access
from crm_project.accounts.models import User
from reports.models import Score

VIEW, SCHEME = "appraisal.view", "appraisal.scheme"
CORRECT, EXPORT = "appraisal.correct", "appraisal.export"
# The level of a general manager: nobody decides above.
TOP = 3


def visible(user: User, at: object = None) -> QuerySet[Score]:
    """Closed scores of one's own and of the people in reach."""
    return Score.objects.visible_to(user, access.data_scope(user, VIEW))


def people(user: User) -> QuerySet[User]:
    """Whose scores the user sees, those who left included."""
    return access.visible_people(user, VIEW)


def person_or_404(user: User, pk: int) -> User:
    """Somebody whose score the user sees."""
    return get_object_or_404(people(user).select_related("role", "department"), pk=pk)


def reads_others(user: User) -> bool:
    """Whether the user sees more than their own score."""
    return access.scope(user, VIEW) not in (None, "own")


def may_correct(user: User, score: Score) -> bool:
    """Whether the user may change this closed score; nobody their own."""
    return score.person_id != user.pk and access.covers(user, CORRECT, department_id=score.department_id)


def decider_of(score: Score, last_by: User | None) -> User | None:
    """Who decides about an appeal: the level above whoever decided last, else the person's superior."""
    below = max((one.role.level for one in (score.person, last_by) if one is not None and one.role), default=0)
    return access.decider(
        score.person.department, min(below + 1, TOP), "request.decide", exclude=[score.person, last_by]
    )
