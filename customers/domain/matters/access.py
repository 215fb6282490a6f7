"""Who sees a major matter, and who does what about it (row M8)."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from crm_project.accounts.models import User
from customers.domain import access
from customers.models import Matter

READERS = Matter.readers.through


def named(user: User) -> Q:
    """Matters that the person reported, answers or was named for: the only way to a confidential one."""
    reads = Exists(READERS.objects.filter(matter=OuterRef("pk"), user=user))
    return Q(reported_by=user) | Q(answerer=user) | Q(reads)


def visible(user: User, at: datetime) -> QuerySet[Matter]:
    """What the person may read: what they are named for, and matters of customers whose page they open unless confidential.

    Files that are restricted are told of to those named alone.
    """
    open_files = access.visible(user, at).filter(restricted=False).order_by().values("pk")
    return Matter.objects.filter(named(user) | Q(confidential=False, customer__in=open_files))


def may_answer(user: User, row: Matter) -> bool:
    """Whether the person answers this matter, or passes it on."""
    return row.status == Matter.Status.OPEN and user.pk == row.answerer_id


def may_close(user: User, row: Matter) -> bool:
    """Whether the person says that the answer is enough, or asks again."""
    return row.status == Matter.Status.ANSWERED and user.pk == row.reported_by_id


def may_name(user: User, row: Matter) -> bool:
    """Whether the person says who else may read it."""
    return row.confidential and user.pk in (row.reported_by_id, row.answerer_id)


def colleagues(user: User) -> QuerySet[User]:
    """Whom a matter may be put to, or shown: everybody with an account in use but oneself."""
    return User.objects.active().filter(role__isnull=False).exclude(pk=user.pk).order_by("sort_name", "pk")
