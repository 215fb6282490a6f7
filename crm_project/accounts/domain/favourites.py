"""What somebody keeps at hand: things they starred, by kind of the search and key. Whether they may see it is asked when it is shown."""

from collections.abc import Callable, Collection

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused

MOST = 30
Place = tuple[str, int]


def starred(user: User) -> list[Place]:
    """What this person starred, the newest first."""
    return [(str(kind), int(pk)) for kind, pk in user.favourites]


def star(*, by: User, kind: str, pk: int, opened: Callable[[list[Place]], Collection[Place]] = list) -> None:
    """Keep it at hand; the caller has found that they may see it. Refuses more than 30. `opened`: those of these that they may see."""
    with transaction.atomic():
        kept = _locked(by)
        if (kind, pk) in kept:
            return
        if len(kept) >= MOST:
            # What they may no longer see stands on no page: they could not remove it to make room.
            seen = opened(kept)
            kept = [place for place in kept if place in seen]
        if len(kept) >= MOST:
            raise Refused(_("You have %(n)d favourites: remove one first.") % {"n": MOST}, code="many")
        _keep(by, [(kind, pk), *kept])


def unstar(*, by: User, kind: str, pk: int) -> None:
    """Keep it no longer."""
    with transaction.atomic():
        _keep(by, [place for place in _locked(by) if place != (kind, pk)])


def _locked(by: User) -> list[Place]:
    """As it is stored now: two windows may be open."""
    return starred(User.objects.select_for_update(no_key=True, of=("self",)).get(pk=by.pk))


def _keep(by: User, places: list[Place]) -> None:
    by.favourites = [list(place) for place in places]
    User.objects.filter(pk=by.pk).update(favourites=by.favourites)
