"""Somebody leaves or moves: access ends or changes at once, what waits for them passes on, their customers are handed over
(rows M9, Na2, Ne9, Z16)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignment.domain.handover.proposal import deputy_of
from assignment.models import Handover
from crm_project import catalogue
from crm_project.accounts.domain import people
from crm_project.accounts.domain.access import covers, decider
from crm_project.accounts.models import Department, Role, User
from crm_project.audit.domain import log
from crm_project.lib.open_work import OpenWork
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell
from customers.models import Ownership

from .run import pass_rest, start_handover


def customers_of_leaver(person: User) -> int:
    """How many customers this person holds."""
    return Ownership.objects.filter(owner=person).count()


def handover_url(person: User) -> str:
    """Where this person's customers are handed over."""
    return f"{reverse('assignment:handover_new')}?person={person.pk}"


def customers_of_each(ids: Iterable[int]) -> dict[int, int]:
    """{person: how many customers they hold}, official ones included; one query."""
    return dict(Ownership.objects.filter(owner_id__in=ids).order_by().values_list("owner_id").annotate(n=Count("pk")))


def named_work(person_id: int) -> list[tuple[OpenWork, int]]:
    """[(work, how many)] that this person has and that passes on only to somebody who is named."""
    person = User.objects.get(pk=person_id)
    counted = [(work, work.of(person).count()) for work in catalogue.open_work() if work.named]
    return [(work, n) for work, n in counted if n]


def close_account(
    *,
    person_id: int,
    by: User,
    at: datetime,
    reason: str = "",
    successors: Iterable[User] = (),
    taker: User | None = None,
) -> tuple[User, Handover | None]:
    """Close the account and pass on at once whatever follows no customer: to the successors, else to the department's head.

    The customers, with their tasks and deals, wait for the handover: planned here where `successors` are named, else its
    manager is told. `taker` gets what somebody has to be named for (`OpenWork.named`); without one, it refuses with code taker.
    Returns (person, Handover or None).
    """
    with transaction.atomic():
        held = named_work(person_id)
        if held and (taker is None or taker.pk == person_id or not taker.is_active):
            raise Refused(
                _("Choose who takes over: %(work)s.") % {"work": ", ".join(work.label(n) for work, n in held)},
                code="taker",
                field="taker",
            )
        person = people.close_person(person_id=person_id, by=by, at=at, reason=reason)
        if taker is not None:
            pass_rest(leaver=person, to=taker, by=by, at=at, only=tuple(work.key for work, _n in held))
        planned = _plan(person, successors, reason, by, at)
        deputy = _deputy(planned) or deputy_of(person, list(successors))
        passed = pass_rest(leaver=person, to=deputy, by=by, at=at) if deputy else {}
        if planned is None:
            _suggest_handover(person, person.department, by, at)
            if passed.get("tasks"):
                url = reverse("activities:tasks")
                tell([deputy], "tasks_passed", at=at, url=url, person=str(person), n=passed["tasks"])
        else:
            # Told with the handover, once.
            planned.plan = {**planned.plan, "passed": passed}
            planned.save(update_fields=["plan"])
        return person, planned


def move_person(
    *,
    person_id: int,
    role: Role,
    department: Department,
    superior: User | None,
    by: User,
    at: datetime,
    reason: str = "",
    successors: Iterable[User] = (),
    keep_reason: str = "",
) -> tuple[User, Handover | None]:
    """Another position or department. What the person holds is handed over to `successors`, or stays with a reason.

    Refuses with code successors where customers are held and neither is said (whoever may not run handovers there is spared:
    the manager is told), and with code keep where the new position can't hold them. Returns (person, Handover or None).
    """
    with transaction.atomic():
        before = User.objects.select_related("department", "role").get(pk=person_id)
        person = people.move_person(
            person_id=person_id, role=role, department=department, superior=superior, by=by, at=at, reason=reason
        )
        changed = (person.role_id, person.department_id) != (before.role_id, before.department_id)
        held = customers_of_leaver(person) if changed else 0
        keep_reason = (keep_reason or "").strip()
        planned = None
        if held:
            _check_choice(before, person, held, successors, keep_reason, by)
            if keep_reason:
                _keep(person, held, keep_reason, by, at)
            else:
                planned = _plan(person, successors, reason, by, at, before.department)
        if changed:
            deputy = _deputy(planned) or deputy_of(before)
            if not keep_reason and deputy:
                pass_rest(leaver=person, to=deputy, by=by, at=at)
            elif deputy:
                pass_rest(leaver=person, to=deputy, by=by, at=at, only=("decisions",))
        if held and not keep_reason and planned is None:
            _suggest_handover(person, before.department, by, at)
        return person, planned


def _check_choice(
    before: User, person: User, held: int, successors: Iterable[User], keep_reason: str, by: User
) -> None:
    if keep_reason and successors:
        raise Refused(
            _("Either choose successors, or give a reason why the customers stay: not both."),
            code="keep",
            field="keep_reason",
        )
    if keep_reason and why_not_kept(before.department_id, person.role, person.department_id):
        raise Refused(
            why_not_kept(before.department_id, person.role, person.department_id), code="keep", field="keep_reason"
        )
    if not keep_reason and not successors and runs_handover(by, before.department_id):
        raise Refused(
            ngettext(
                "%(person)s holds %(n)d customer: choose who takes over, or say why it stays.",
                "%(person)s holds %(n)d customers: choose who takes over, or say why they stay.",
                held,
            )
            % {"person": person, "n": held},
            code="successors",
            field="successors",
        )


def runs_handover(user: User, department_id: int | None) -> bool:
    """Whether this person hands over customers in that department; the system does not."""
    return user is not None and covers(user, "handover.run", department_id=department_id)


def why_not_kept(department_id: int | None, role: Role | None, new_department_id: int | None) -> str:
    """Why customers can't stay with somebody of this role who moves there, as a sentence, or "": they live under their department's rules."""
    if role is None or "customer.claim" not in role.grants:
        return _("The new role can't hold customers: choose who takes over.")
    if department_id != new_department_id:
        return _("Customers stay in their department: choose who takes over there.")
    return ""


def _keep(person: User, held: int, reason: str, by: User, at: datetime) -> None:
    """They stay with their owner, on record and told to whoever heads the department."""
    log.record(
        by=by,
        action="person.kept_customers",
        at=at,
        subject=person,
        reason=reason,
        changes={"customers": [held, held]},
    )
    manager = decider(person.department, 1, "handover.run", exclude=[person])
    if manager and manager != by:
        url = reverse("accounts:person", args=[person.pk])
        tell([manager], "customers_kept", at=at, url=url, person=str(person), n=held, reason=reason)


def _plan(
    person: User, successors: Iterable[User], reason: str, by: User, at: datetime, department: Department | None = None
) -> Handover | None:
    """The handover to these successors, planned and not moved yet, or the one that runs already; None where nobody is named."""
    if not successors:
        return None
    running = Handover.objects.filter(leaver=person, finished_at__isnull=True).order_by("pk").first()
    if running:
        return running
    return start_handover(
        leaver=person,
        successors=list(successors),
        reason=(reason or "")[:200],
        by=by,
        at=at,
        department=department or person.department,
    )


def _deputy(planned: Handover | None) -> User | None:
    return User.objects.filter(pk=planned.plan.get("deputy") or 0).first() if planned else None


def _suggest_handover(person: User, department: Department | None, by: User, at: datetime) -> None:
    """Tell whoever runs handovers in the department that the person leaves, unless that person did this."""
    n = customers_of_leaver(person)
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
