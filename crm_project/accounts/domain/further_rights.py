"""Rights beside those of the role: given on a request, ended by themselves on time (row Ne6)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.models import FurtherRight, User
from crm_project.accounts.models.choices import ASKABLE, SCOPE_ORDER, WHOLE, Action, Scope
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.notices.domain.notify import tell

from .authority import check_everywhere, check_manages

# So many days before its end the person is told, in time to ask for more.
REMIND_DAYS = 5


def locked(person_id: int) -> User:
    """The person, locked, with role and department."""
    return (
        User.objects.select_for_update(no_key=True, of=("self",)).select_related("role", "department").get(pk=person_id)
    )


def open_of(person: User) -> QuerySet[FurtherRight]:
    """What the person has now beside their role, the newest first."""
    return FurtherRight.objects.filter(person=person, ended_at=None).order_by("-given_at", "-pk")


def at_least(scope: str | None, wanted: str) -> bool:
    """Whether a scope (None: no right) reaches as far as `wanted`."""
    return scope in SCOPE_ORDER and SCOPE_ORDER.index(scope) >= SCOPE_ORDER.index(wanted)


def check_askable(action: str, scope: str) -> None:
    """Refuse a right that comes with a role alone, and a reach that it does not have."""
    if action not in ASKABLE:
        raise Refused(
            _("This right comes with a role: ask an admin for another role."), code="role_only", field="action"
        )
    if scope not in Scope.values or action in WHOLE and scope != Scope.ALL:
        raise Refused(
            _("“%(right)s” is given for the whole company only.") % {"right": Action(action).label}
            if action in WHOLE
            else _("Choose how far the right reaches."),
            code="scope",
            field="scope",
        )


def check_new(person: User, action: str, scope: str, until: date | None) -> None:
    """Refuse what the person has already: by their role, or as long beside it."""
    if person.role is not None and at_least(person.role.grants.get(action), scope):
        raise Refused(_("The role “%(role)s” grants this already.") % {"role": person.role}, code="has", field="action")
    for right in open_of(person).filter(action=action):
        if at_least(right.scope, scope) and _as_long(right, until):
            raise Refused(
                _("This right has been given already, until %(day)s.") % {"day": right.until.isoformat()}
                if right.until
                else _("This right has been given already, for good."),
                code="has",
                field="action",
            )


def _as_long(right: FurtherRight, until: date | None) -> bool:
    return right.until is None or until is not None and right.until >= until


def give_right(
    *, person_id: int, action: str, scope: str, until: date | None, request_id: int, by: User, at: datetime
) -> FurtherRight:
    """Give a right beside those of the role, on this request; it holds with the next click.

    Refuses with code forbidden, own, closed, role_only, scope, over (its last day has passed), has.
    """
    with transaction.atomic():
        check_everywhere(by)
        person = locked(person_id)
        if by.pk == person.pk:
            raise Refused(_("Nobody gives rights to themselves."), code="own")
        if not person.is_active or person.role is None:
            raise Refused(_("This account is closed or has no role: refuse the request."), code="closed")
        check_askable(action, scope)
        if until is not None and until < local_date(at):
            raise Refused(
                _("The time asked for ended on %(day)s: refuse the request.") % {"day": until.isoformat()}, code="over"
            )
        check_new(person, action, scope, until)
        right = FurtherRight.objects.create(
            person=person,
            action=action,
            scope=scope,
            until=until,
            request_id=request_id,
            given_by=by,
            given_at=at,
        )
        _store(person)
        log.record(
            by=by,
            action="right.given",
            at=at,
            subject=person,
            changes={"right": [None, action], "reach": [None, scope], "until": [None, until]},
        )
        return right


def end_right(*, right_id: int, by: User | None, at: datetime, reason: str = "") -> FurtherRight:
    """End a right now; the person is told. One that has ended already stays as it is. `by` None is the system."""
    with transaction.atomic():
        person = locked(FurtherRight.objects.values_list("person_id", flat=True).get(pk=right_id))
        check_manages(by, person)
        right = FurtherRight.objects.get(pk=right_id)
        if right.ended_at is None:
            _end(person, [right], by, at, reason)
        return right


def end_rights_of(person: User, *, by: User | None, at: datetime, reason: str = "") -> None:
    """The position changes or the account is closed: what was given beside the role ends with it. The caller has locked the person."""
    rights = list(open_of(person))
    if rights:
        _end(person, rights, by, at, reason)


def restore_rights_of(person: User, *, moment: datetime, at: datetime) -> None:
    """What ended with the account at this moment holds again, unless its last day has passed. The caller has locked the person."""
    ended = FurtherRight.objects.filter(person=person, ended_at=moment)
    ended.filter(Q(until=None) | Q(until__gte=local_date(at))).update(ended_at=None, ended_by=None)
    _store(person)


def end_due(*, at: datetime) -> int:
    """End what has passed its last day; returns how many. Safe to run again at any time.

    Called hourly, and by whatever acts for people without a request of theirs before it looks at what they may.
    """
    return sum(_end_due_of(person_id, at) for person_id in _people(_due(at)))


def end_due_of(person: User, *, at: datetime) -> None:
    """The same for whoever acts now, whether or not the timetable runs; no query unless one of their rights is over."""
    if person.further_until is not None and person.further_until < local_date(at):
        _end_due_of(person.pk, at)
        person.refresh_from_db(fields=["further_grants", "further_until"])


def remind(*, at: datetime) -> int:
    """Tell whose right ends within days, once for each; nothing where another one goes on. Returns how many are about to end."""
    last = local_date(at) + timedelta(days=REMIND_DAYS)
    soon = FurtherRight.objects.filter(ended_at=None, until__lte=last, until__gte=local_date(at))
    told = 0
    for right in soon.filter(given_at__lte=at - timedelta(days=1)).select_related("person__role").order_by("pk"):
        if not _goes_on(right.person, right, open_of(right.person)):
            _tell("right_ends_soon", right, at, day=right.until)
            told += 1
    return told


def _end_due_of(person_id: int, at: datetime) -> int:
    with transaction.atomic():
        person = locked(person_id)
        rights = list(_due(at).filter(person=person))
        if rights:
            _end(person, rights, None, at, "")
        return len(rights)


def _due(at: datetime) -> QuerySet[FurtherRight]:
    return FurtherRight.objects.filter(ended_at=None, until__lt=local_date(at)).order_by("pk")


def _people(rights: QuerySet[FurtherRight]) -> list[int]:
    return sorted(set(rights.values_list("person_id", flat=True)))


def _end(person: User, rights: Iterable[FurtherRight], by: User | None, at: datetime, reason: str) -> None:
    for right in rights:
        right.ended_at, right.ended_by = at, by
        right.save(update_fields=["ended_at", "ended_by"])
        log.record(
            by=by,
            action="right.ended",
            at=at,
            subject=person,
            changes={"right": [right.action, None], "reach": [right.scope, None], "until": [right.until, None]},
            reason=reason,
        )
    _store(person)
    for right in rights:
        if person.is_active and not _goes_on(person, right, open_of(person)):
            _tell("right_ended", right, at, reason=reason)


def _goes_on(person: User, right: FurtherRight, others: QuerySet[FurtherRight]) -> bool:
    """Whether the person has as much without this one."""
    if person.role is not None and at_least(person.role.grants.get(right.action), right.scope):
        return True
    return any(
        other.pk != right.pk
        and at_least(other.scope, right.scope)
        and (other.until is None or right.until is None or other.until > right.until)
        for other in others.filter(action=right.action)
    )


def _tell(kind: str, right: FurtherRight, at: datetime, **params: object) -> None:
    tell(
        [right.person_id],
        kind,
        at=at,
        key=f"{kind}:{right.pk}",
        url=reverse("accounts:profile"),
        right=right.action,
        **log.plain(params),
    )


def _store(person: User) -> None:
    """Bring `further_grants` (of several the widest) and `further_until` up to date."""
    rights = list(open_of(person))
    grants: dict[str, str] = {}
    for right in rights:
        if not at_least(grants.get(right.action), right.scope):
            grants[right.action] = right.scope
    person.further_grants = grants
    person.further_until = min((right.until for right in rights if right.until), default=None)
    person.save(update_fields=["further_grants", "further_until"])
