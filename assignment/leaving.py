"""Somebody leaves or moves: access ends or changes at once, what waits for her passes on, her customers are to be handed over
(rows M9, Na2, Z16)."""

from django.db import transaction
from django.db.models import Count
from django.urls import reverse

from crm_project.accounts import people
from crm_project.accounts.access import covers, decider
from crm_project.accounts.models import User
from crm_project.notices.notify import tell
from customers.models import Ownership

from .handover import pass_requests


def customers_of(person):
    """How many customers she holds."""
    return Ownership.objects.filter(owner=person).count()


def customers_of_each(ids):
    """{person: how many customers she holds}, official ones included; one query."""
    return dict(Ownership.objects.filter(owner_id__in=ids).order_by().values_list("owner_id").annotate(n=Count("pk")))


def close_account(*, person_id, by, at, reason=""):
    """Close the account, pass on the requests that wait for it, have the manager hand over its customers."""
    with transaction.atomic():
        person = people.close(person_id=person_id, by=by, at=at, reason=reason)
        pass_requests(leaver=person, by=by, at=at)
        _suggest_handover(person, person.department, by, at)
        return person


def move_person(*, person_id, role, department, superior, by, at, reason=""):
    """Another position or department. Customers stay hers until the handover that is suggested, if she changes departments."""
    with transaction.atomic():
        before = User.objects.select_related("department", "role").get(pk=person_id)
        person = people.move(
            person_id=person_id, role=role, department=department, superior=superior, by=by, at=at, reason=reason
        )
        if not covers(person, "request.decide", department_id=before.department_id):
            pass_requests(leaver=before, by=by, at=at, own=False)
        if person.department_id != before.department_id:
            _suggest_handover(person, before.department, by, at)
        return person


def _suggest_handover(person, department, by, at):
    """Tell whoever runs handovers in the department she leaves, unless that person did this."""
    n = customers_of(person)
    manager = decider(department, 1, "handover.run", exclude=[person]) if n and department else None
    if manager and manager != by:
        url = reverse("accounts:person", args=[person.pk])
        tell(
            [manager],
            "handover_suggested",
            at=at,
            key=f"handover-suggested:{person.pk}:{at:%F}",
            url=url,
            person=str(person),
            n=n,
        )
