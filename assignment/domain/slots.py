"""Slots used, for the frame of every page (row D1). What the limit is changes once a day at most: that is asked once a minute."""

from datetime import date, datetime
from functools import lru_cache

from crm_project.accounts.models import User
from crm_project.lib.time import local_date

from .capacity import held
from .policies.lookup import PolicyBook


@lru_cache(maxsize=512)
def _limit(path: str, day: date, _minute: int) -> int | None:
    """Slots under the policy that holds for a department line on a local date, remembered for a minute; None: no limit."""
    policy = PolicyBook().for_line([int(part) for part in path.split("/") if part], day)
    return policy.slots if policy else None


def slots_of(user: User, at: datetime) -> tuple[int, int] | None:
    """(used, limit) of whoever's policy limits how many they hold, else None; one query where there is a limit."""
    if user.department is None:
        return None
    limit = _limit(user.department.path, local_date(at), int(at.timestamp()) // 60)
    return None if limit is None else (held([user.pk]).get(user.pk, 0), limit)
