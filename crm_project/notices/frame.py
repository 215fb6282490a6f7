"""The bell, and how many requests wait for whoever is signed in: one query for both."""

from crm_project.lib.page_frame import Frame

from .presenters.bell import glance_of


def _signed_in(request, at):
    return {
        "notices": lambda: glance_of(request, at)[0],
        "unread_count": lambda: glance_of(request, at)[1],
        "inbox_count": lambda: glance_of(request, at)[2],
    }


FRAME = Frame(signed_in=_signed_in)
