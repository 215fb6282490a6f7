"""Asking the database who has a right; of one person `accounts.domain.access` tells it without a query (rows Na1, Ne6)."""

from django.db.models import Q

from .choices import ASKABLE, Scope


def who_may(action: str, reach: Scope | None = None, *, person: str = "") -> Q:
    """People whose role grants `action`, or to whom it was given beside it; with exactly this reach, if one is named.

    `person`: the column with the person, where it is not people that are asked for ("owner").
    """
    # What is never given beside a role is asked of the role alone.
    held = ["role__grants", "further_grants"] if action in ASKABLE else ["role__grants"]
    found = Q()
    for grants in held:
        key = "__".join(filter(None, (person, grants)))
        found |= Q(**{f"{key}__has_key": str(action)} if reach is None else {f"{key}__{action}": reach.value})
    return found
