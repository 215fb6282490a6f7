"""What the search shows of people."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import may, scope, visible_people
from crm_project.accounts.models.choices import Scope
from crm_project.lib.search_kind import Answer, Hit

PERSON = "accounts:person"
COLUMNS = ("pk", "full_name", "username", "is_active", "department__name", "sort_name")


def person_hits(asked):
    """Accounts that one sees, by name, pinyin or user name; closed ones last."""
    text = asked.text.casefold()
    letters = text.replace(" ", "") if text.isascii() else ""
    named = Q(full_name__icontains=text) | Q(username__istartswith=text)
    if letters.isalpha():
        # Between the letters of a name's pinyin stand its characters and tones.
        named |= Q(sort_name__regex="^" + "[^a-z]*".join(letters))
    found = _listed(asked.user).filter(named).order_by("-is_active", "sort_name", "pk")
    return Answer([_person(row) for row in found.values(*COLUMNS)[: asked.limit]])


def people_named(user, keys, _at):
    """{key: Hit} of these people, as far as their pages open."""
    return {row["pk"]: _person(row) for row in _listed(user).filter(pk__in=keys).order_by().values(*COLUMNS)}


def _listed(user):
    """Whom the list of people shows: closed accounts only to those who look after them or see the whole company."""
    rows = visible_people(user)
    everybody = may(user, "people.manage") or scope(user, "people.view") == Scope.ALL
    return rows if everybody else rows.filter(is_active=True)


def _person(row):
    note = " · ".join(filter(None, [row["username"], row["department__name"]]))
    tag = "" if row["is_active"] else _("closed account")
    return Hit(row["full_name"] or row["username"], reverse(PERSON, args=[row["pk"]]), note, tag)
