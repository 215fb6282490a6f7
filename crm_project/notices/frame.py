"""The bell, and how many requests wait for whoever is signed in: one query for both."""

from functools import cache

from crm_project.lib.page_frame import Frame

from .presenters.bell import glance


def _signed_in(request, at):
    seen = cache(lambda: glance(request.user, at))
    return {
        "notices": lambda: seen()[0],
        "unread_count": lambda: seen()[1],
        "inbox_count": lambda: seen()[2],
    }


FRAME = Frame(signed_in=_signed_in)
