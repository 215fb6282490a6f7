"""Telling people: the row is written with the change, so that it is neither lost nor told twice; mail follows later."""

from .models import Notice


def tell(users, kind, *, at, url="", key=None, **params):
    """One notice to each of `users` (ids or people). With `key`, the same news never reaches the same person twice."""
    ids = {getattr(u, "pk", u) for u in users if u}
    notices = [
        Notice(user_id=i, kind=kind, params=params, url=url, at=at, key=f"{key}:{i}"[:120] if key else None) for i in sorted(ids)
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
