"""Who may read requests for rights and their proof, and who decides them (rows Ne6, Nb3)."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from crm_project.accounts.domain.access import decider, may
from crm_project.accounts.domain.authority import MANAGE, everywhere
from crm_project.accounts.models import User
from crm_project.approvals.domain import access as approvals
from crm_project.rights.models import ProofFile, RightRequest, RightsReview


def visible(user: User, at: datetime) -> QuerySet[RightRequest]:
    """Their own, those that they decide or decided, those of the people whose requests they decide; all for an admin."""
    return RightRequest.objects.visible_to(user, approvals.visible(user, at), everywhere(user))


def proof(user: User, at: datetime) -> QuerySet[ProofFile]:
    """The files of those."""
    return ProofFile.objects.filter(right_request__in=visible(user, at))


def reviews(user: User) -> QuerySet[RightsReview]:
    """Their own lists of the yearly review; all for an admin."""
    return RightsReview.objects.all() if everywhere(user) else RightsReview.objects.filter(reviewer=user)


def superior_of(person: User) -> User | None:
    """Who decides first: the lowest above them who reviews requests; None where nobody is above."""
    level = (person.role.level if person.role else 0) + 1
    found = decider(person.department, level, "request.decide", exclude=[person])
    return found if found is not None and may(found, "request.decide") else None


def admin_for(*others: User | int | None) -> User | None:
    """Who gives the right: manages people everywhere, and is none of these."""
    found = decider(None, 0, MANAGE, exclude=_known(others))
    return found if found is not None and everywhere(found) else None


def _known(people: Iterable[User | int | None]) -> list[User | int]:
    return [one for one in people if one is not None]
