"""Telling people: the row is written with the change, so that it is neither lost nor told twice; mail follows later."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Value
from django.db.models.functions import Coalesce

from crm_project.accounts.models import User
from crm_project.notices.models import Notice


def notice(
    reader: User | int, kind: str, /, *, at: datetime, url: str = "", key: str | None = None, **params: Any
) -> Notice:
    """An unsaved notice to one reader (id or account)."""
    pk = reader.pk if isinstance(reader, User) else reader
    return Notice(user_id=pk, kind=kind, params=params, url=url, at=at, key=f"{key}:{pk}"[:120] if key else None)


def send(notices: Sequence[Notice]) -> None:
    """Write notices; one whose key was told before is passed over."""
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)


def tell(
    people: Iterable[User | int | None],
    kind: str,
    /,
    *,
    at: datetime,
    url: str = "",
    key: str | None = None,
    **params: Any,
) -> None:
    """One notice to each of `people` (ids or accounts). With `key`, the same news never reaches the same person twice."""
    ids: set[int] = {p.pk if isinstance(p, User) else p for p in people if p}
    send([notice(pk, kind, at=at, url=url, key=key, **params) for pk in sorted(ids)])


def over(people: Iterable[User | int | None], kinds: Iterable[str], /, *, url: str, at: datetime) -> None:
    """What these people were told of this page by these kinds waits for them no longer: it counts as read, and no mail brings it."""
    ids = {p.pk if isinstance(p, User) else p for p in people if p}
    told = Notice.objects.filter(user__in=ids, kind__in=list(kinds), url=url, read_at=None)
    told.update(read_at=at, mailed_at=Coalesce("mailed_at", Value(at)))


def told_at(moment: datetime, within: int = 5000) -> set[int]:
    """Keys of everybody who was told something at exactly this moment, so of what one verb did; among the newest notices only."""
    newest = Notice.objects.order_by("-pk").values_list("user_id", "at")[:within]
    return {user for user, at in newest if at == moment}
