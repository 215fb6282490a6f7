"""Who sees a major matter, and who does what about it (row M8)."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from crm_project.accounts.domain.absence import acts_in
from crm_project.accounts.models import User
from crm_project.lib.time import local_date
from customers.domain import access
from customers.models import Matter, MatterEntry

READERS = Matter.readers.through


def named(user: User) -> Q:
    """Matters that the person reported, answers or was named for: the only way to a confidential one."""
    reads = Exists(READERS.objects.filter(matter=OuterRef("pk"), user=user))
    return Q(reported_by=user) | Q(answerer=user) | Q(reads)


# What others than those named may read: neither a confidential matter nor one of a restricted file.
TOLD = Q(confidential=False, customer__restricted=False)


def visible(user: User, at: datetime) -> QuerySet[Matter]:
    """What the person may read: what they are named for, and, unless it is confidential or of a restricted file, matters of customers
    whose page they open and of people for whom they stand in."""
    open_files = access.visible(user, at).order_by().values("pk")
    stands_in = acts_in("answerer", user.pk, local_date(at))
    return Matter.objects.filter(named(user) | TOLD & (Q(customer__in=open_files) | stands_in))


def to_answer(person: int, day: date | int) -> Q:
    """Condition: it waits for the answer of the person with this key, or of somebody who is away and for whom they stand in."""
    stands_in = TOLD & acts_in("answerer", person, day) & ~Q(reported_by=person)
    return Q(status=Matter.Status.OPEN) & (Q(answerer=person) | stands_in)


def may_answer(user: User, row: Matter, at: datetime) -> bool:
    """Whether the person answers this matter, or passes it on."""
    return Matter.objects.filter(to_answer(user.pk, local_date(at)), pk=row.pk).exists()


def may_pass_on(user: User, row: Matter, at: datetime) -> bool:
    """Who answers it gives it to somebody else; so does who reported it, once whoever was to answer has left."""
    left = row.status == Matter.Status.OPEN and user.pk == row.reported_by_id and not row.answerer.is_active
    return left or may_answer(user, row, at)


def takes_part(user: User, row: Matter, at: datetime) -> bool:
    """Whether the person has something to do with its course, now or before; others read it at most."""
    wrote = row.entries.filter(by=user).exclude(kind=MatterEntry.Kind.LOOKED)
    return user.pk in (row.reported_by_id, row.answerer_id) or may_answer(user, row, at) or wrote.exists()


def may_close(user: User, row: Matter) -> bool:
    """Whether the person says that the answer is enough, or asks again."""
    return row.status == Matter.Status.ANSWERED and user.pk == row.reported_by_id


def may_name(user: User, row: Matter) -> bool:
    """Whether the person says who else may read it."""
    return row.confidential and user.pk in (row.reported_by_id, row.answerer_id)


def colleagues(user: User) -> QuerySet[User]:
    """Whom a matter may be put to, or shown: everybody with an account in use but oneself."""
    return User.objects.active().filter(role__isnull=False).exclude(pk=user.pk).order_by("sort_name", "pk")
