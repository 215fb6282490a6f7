"""Who hears of a return visit (row Nh3)."""

from datetime import datetime

from django.urls import reverse

from crm_project.accounts.models import User
from crm_project.notices.domain.notify import tell
from service.models import ReturnVisit, VisitIdea


def page(visit: ReturnVisit) -> str:
    """The address of its page."""
    return reverse("service:visit", args=[visit.pk])


def _owner(visit: ReturnVisit) -> User | None:
    held = visit.customer.ownership_or_none
    return held.owner if held else None


def assigned(visit: ReturnVisit, *, by: User, at: datetime) -> None:
    """The person who makes it."""
    if visit.person and visit.person_id != by.pk:
        tell(
            [visit.person],
            "visit_assigned",
            at=at,
            url=page(visit),
            person=str(by),
            customer=visit.customer.name,
            day=visit.due_on.isoformat(),
        )


def reported(visit: ReturnVisit, *, demands: int, by: User, at: datetime) -> None:
    """The owner, of a demand and of a bad evaluation; what they recorded themselves they know."""
    owner, url, name = _owner(visit), page(visit), visit.customer.name
    if owner is None or owner.pk == by.pk:
        return
    if demands:
        tell([owner], "visit_demand", at=at, url=url, key=f"visit-demand:{visit.pk}", customer=name, n=demands)
    if visit.bad and visit.opened_order:
        tell([owner], "visit_bad", at=at, url=url, customer=name, number=visit.opened_order.number)


def corrected(visit: ReturnVisit, *, demands: int, opened: bool, reason: str, by: User, at: datetime) -> None:
    """Whoever wrote the report, of a correction by somebody else; the owner, of what is new in it."""
    author, owner, url, name = visit.reported_by, _owner(visit), page(visit), visit.customer.name
    if author and author.pk != by.pk:
        tell([author], "visit_corrected", at=at, url=url, person=str(by), customer=name, reason=reason)
    if owner is None or owner.pk == by.pk:
        return
    if demands:
        tell([owner], "visit_demand", at=at, url=url, customer=name, n=demands)
    if opened and visit.opened_order:
        tell([owner], "visit_bad", at=at, url=url, customer=name, number=visit.opened_order.number)


def answered(idea: VisitIdea, *, by: User, at: datetime) -> None:
    """The owner and whoever reported it."""
    visit = idea.visit
    people = {person for person in (_owner(visit), visit.reported_by) if person and person.pk != by.pk}
    tell(
        people,
        "visit_idea",
        at=at,
        url=page(visit),
        person=str(by),
        customer=visit.customer.name,
        idea=str(idea),
    )
