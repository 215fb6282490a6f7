"""The sign-in page of the demo company says who can sign in."""

from functools import cache

from crm_project.lib.page_frame import Frame

from .logins import logins

FRAME = Frame(signed_out=lambda _request, _at: {"demo_logins": cache(logins)})
