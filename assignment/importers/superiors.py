"""Who stands above whom, once the rows of a file are in (row Nb1)."""

from django.utils.translation import gettext as _

from customers.importing.conditions import UNCHANGED


def superior_of(person, people):
    """The user name of a person's superior, or an empty text."""
    above = next((p for p in people.all() if p.pk == person.superior_id), None) if person.superior_id else None
    return above.username if above else ""


def check_superiors(drafts, people):
    """Refuse rows whose superior neither exists nor comes in with this file, or who would stand above themselves.

    A row refused takes those with it that name it, and so on: until nothing changes any more.
    """
    known = {p.pk: p.username.casefold() for p in people.all()}
    standing = {p.username.casefold(): known.get(p.superior_id) for p in people.all()}
    refused = True
    while refused:
        refused = False
        coming = {draft.username.casefold(): draft for draft in drafts if not draft.problems}
        above = standing | {
            name: d.values["superior"].casefold() for name, d in coming.items() if "superior" in d.values
        }
        for name, draft in coming.items():
            superior = draft.values.get("superior")
            if superior is None or draft.result == UNCHANGED:
                continue
            if superior.casefold() not in coming and people.get(superior) is None:
                draft.refuse(
                    _("superior: the user name “%(name)s” does not exist, and no importable row creates it.")
                    % {"name": superior}
                )
                refused = True
            elif _circle(name, above):
                draft.refuse(_("superior: %(name)s would be their own superior.") % {"name": draft.username})
                refused = True


def _circle(name, above):
    seen, at = set(), above.get(name)
    while at and at not in seen:
        if at == name:
            return True
        seen.add(at)
        at = above.get(at)
    return False
