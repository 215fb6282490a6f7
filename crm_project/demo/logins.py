"""Who can sign in to the demo company: told on the sign-in page and by `serve`, as long as it is the demo company."""

from collections import Counter

from django.conf import settings

from crm_project.accounts.models import User

from .people import PASSWORD, SHOWN


def logins():
    """[{username, role, department, password}] of those who still have the demo's password; empty in every other company.

    They were given one hash together, so whoever has another one has changed the password.
    """
    if not settings.DEMO_ALLOWED:
        return []
    people = {u.username: u for u in _people()}
    given = Counter(u.password for u in people.values()).most_common(1)
    if not given or given[0][1] < 2:
        return []
    return [
        {"username": u.username, "role": str(u.role or ""), "department": str(u.department or ""), "password": PASSWORD}
        for u in map(people.get, SHOWN)
        if u is not None and u.password == given[0][0]
    ]


def _people():
    found = User.objects.active().filter(username__in=SHOWN, email__endswith="@sunrise.example")
    return found.select_related("role", "department")
