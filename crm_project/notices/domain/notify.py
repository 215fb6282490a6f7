"""Telling people: the row is written with the change, so that it is neither lost nor told twice; mail follows later."""

from crm_project.notices.models import Notice


def notice(reader, kind, /, *, at, url="", key=None, **params):
    """An unsaved notice to one reader (id or account)."""
    pk = getattr(reader, "pk", reader)
    return Notice(user_id=pk, kind=kind, params=params, url=url, at=at, key=f"{key}:{pk}"[:120] if key else None)


def send(notices):
    """Write notices; one whose key was told before is passed over."""
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)


def tell(people, kind, /, *, at, url="", key=None, **params):
    """One notice to each of `people` (ids or accounts). With `key`, the same news never reaches the same person twice."""
    ids = {getattr(p, "pk", p) for p in people if p}
    send([notice(pk, kind, at=at, url=url, key=key, **params) for pk in sorted(ids)])
