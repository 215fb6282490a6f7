"""What stands at the head of a page of settings for who is not an admin: that an admin approves, and what waits (row Nh9)."""

from functools import cache

from crm_project.lib.page_frame import Frame

from .domain.pages import is_admin, may_change_here
from .presenters.changes import note_of
from .rules.held import DAILY_WORK


def _signed_in(request, at):
    return {"settings_note": cache(lambda: _note(request, at))}


def _note(request, at):
    match = request.resolver_match
    if match is None or is_admin(request.user) or match.view_name in DAILY_WORK:
        return None
    if not may_change_here(request.user, match.func):
        return None
    return note_of(request.user, match.func.__module__, at)


FRAME = Frame(signed_in=_signed_in)
