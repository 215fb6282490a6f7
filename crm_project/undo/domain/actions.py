"""Remembering what somebody did a moment ago, and taking it back: ten minutes, once, by the same person."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.catalogue import undo_kinds
from crm_project.lib.json_values import Json, JsonObject
from crm_project.lib.refused import Refused
from crm_project.lib.time import minute
from crm_project.undo.models import RecentAction
from crm_project.undo.rules.kinds import UndoKind, Undone

WINDOW = timedelta(minutes=10)
KEPT = timedelta(days=30)
LISTED_FOR = timedelta(days=7)
LISTED = 30


def remember(*, kind: str, by: User, at: datetime, subject: str = "", arguments: JsonObject) -> RecentAction:
    """Note an action that was just done, for its undo; call it in the transaction of the verb where there is one."""
    return RecentAction.objects.create(
        kind=undo_kinds()[kind].key,
        person=by,
        at=at,
        expires_at=at + WINDOW,
        subject=subject[:200],
        arguments=arguments,
    )


def recent(person: User, at: datetime) -> list[RecentAction]:
    """What this person did in the last days, the newest first."""
    return list(RecentAction.objects.filter(person=person, at__gte=at - LISTED_FOR).order_by("-at", "-pk")[:LISTED])


def typed_before(person: User, kinds: Collection[str], at: datetime, **arguments: Json) -> dict[str, JsonObject]:
    """{kind: what this person had typed} of the actions that they took back in the last days, the last of each kind; `arguments`: what
    the action was about. A form is filled with it, so that nobody types a text twice.
    """
    about = {f"arguments__{name}": value for name, value in arguments.items()}
    mine = RecentAction.objects.filter(person=person, at__gte=at - LISTED_FOR, kind__in=kinds, **about)
    taken_back = mine.filter(undone_at__isnull=False).order_by("at", "pk")
    return {kind: typed for kind, typed in taken_back.values_list("kind", "arguments__typed") if typed}


def refusal(action: RecentAction, at: datetime) -> str:
    """Why this can't be undone (any more), as a sentence, or "". Reads only."""
    try:
        kind = _open_kind(action, at)
    except Refused as no:
        return no.sentence
    why = kind.built_on(action)
    return _cannot(why) if why else ""


def undo(*, action_id: int, by: User, at: datetime) -> tuple[RecentAction, Undone]:
    """Take one's own action back. Refuses with code gone, undone, expired, forbidden, built_on, and with what the reverse refuses."""
    with transaction.atomic():
        mine = RecentAction.objects.select_for_update(no_key=True, of=("self",)).select_related("person")
        action = mine.filter(pk=action_id, person=by).first()
        if action is None:
            raise Refused(_("There is nothing of yours to undo here: see what you did recently."), code="gone")
        kind = _open_kind(action, at)
        kind.lock(action)
        why = kind.built_on(action)
        if why:
            raise Refused(_cannot(why), code="built_on")
        undone = kind.reverse(action, by=by, at=at)
        action.undone_at, action.stayed = at, [list(row) for row in undone.stayed]
        action.save(update_fields=["undone_at", "stayed"])
        return action, undone


def forget_old(*, at: datetime) -> int:
    """Remove what nobody looks at any more; how many."""
    return RecentAction.objects.filter(at__lt=at - KEPT).delete()[0]


def _cannot(why: str) -> str:
    return _("It can't be undone any more: %(why)s.") % {"why": why}


def _open_kind(action: RecentAction, at: datetime) -> UndoKind:
    """The kind of an action that is neither undone nor too old."""
    if action.undone_at:
        raise Refused(_("This was undone at %(when)s already.") % {"when": minute(action.undone_at)}, code="undone")
    if at >= action.expires_at:
        raise Refused(
            _("This can't be undone any more: it was possible until %(when)s.") % {"when": minute(action.expires_at)},
            code="expired",
        )
    kind = undo_kinds().get(action.kind)
    if kind is None or not kind.may(action.person):
        raise Refused(_("Your role does not allow this here."), code="forbidden")
    return kind
