"""Three questions about feedback: which reports may somebody see, which may they answer, who is told (rows Nb5, Ne11)."""

from functools import reduce
from operator import or_

from django.db.models import QuerySet

from crm_project.accounts.domain.access import scope
from crm_project.accounts.models import User
from crm_project.accounts.models.choices import Scope
from crm_project.accounts.models.who_may import who_may
from crm_project.feedback.models import Report
from crm_project.feedback.models.choices import Kind

# Who answers what: whoever does this in the whole company. Corrections of data also go to those who keep the files.
ANSWERED_BY: dict[str, tuple[str, ...]] = {
    Kind.PROBLEM: ("people.manage",),
    Kind.SUGGESTION: ("people.manage",),
    Kind.CORRECTION: ("people.manage", "lists.manage"),
}


def answers(user: User, kind: str) -> bool:
    """Whether the user answers reports of this kind."""
    return any(scope(user, action) == Scope.ALL for action in ANSWERED_BY[kind])


def answered_kinds(user: User) -> list[Kind]:
    """The kinds that the user answers; empty for most people."""
    return [kind for kind in Kind if answers(user, kind)]


def visible(user: User) -> QuerySet[Report]:
    """The user's own reports, and those that they answer."""
    return Report.objects.visible_to(user, answered_kinds(user))


def recipients(kind: str) -> list[int]:
    """The people who answer reports of this kind."""
    granted = reduce(or_, (who_may(action, Scope.ALL) for action in ANSWERED_BY[kind]))
    return list(User.objects.active().filter(granted).values_list("pk", flat=True))
