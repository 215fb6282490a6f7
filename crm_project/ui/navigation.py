"""The menu: the pages that somebody's role works with, grouped by what one does there; each app declares its own entries."""

from functools import cache

from django.urls import NoReverseMatch, reverse

from crm_project import catalogue
from crm_project.lib.menu_entry import GROUPS, HELP, NEW


@cache
def address(name):
    """The address of a named page, empty while there is no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _open(entries, user):
    return [entry for entry in entries if address(entry.page) and entry.seen_by(user)]


def groups(user, path, figures):
    """The menu of this person on this page; `figures`: {name: function} of what stands beside entries (`MenuEntry.count`)."""
    shown = [(label, _open(catalogue.menu()[group], user)) for group, label in GROUPS.items()]
    here = _here([entry for _label, entries in shown for entry in entries], path)
    if here is not None and not here.daily(user):
        # One of the pages that are reached from there.
        here = next(iter(catalogue.menu()[HELP]), here)
    return _lines([(label, [e for e in entries if e.daily(user)]) for label, entries in shown], here, figures)


def further_groups(user):
    """What the menu of this person leaves out though they may open it, for the page Settings and help."""
    return _lines(
        [
            (label, [e for e in _open(catalogue.menu()[group], user) if not e.daily(user)])
            for group, label in GROUPS.items()
        ],
        None,
        {},
    )


def _lines(shown, here, figures):
    return [
        {"label": str(label), "items": [_line(entry, entry is here, figures.get(entry.count)) for entry in entries]}
        for label, entries in shown
        if entries
    ]


def new_items(user):
    """The New menu."""
    return [
        {"label": str(entry.label), "url": address(entry.page), "icon": entry.icon}
        for entry in _open(catalogue.menu()[NEW], user)
    ]


def _here(entries, path):
    """The entry whose address is the longest beginning of `path`; the home page only where one is there."""
    return max((e for e in entries if _leads_to(e, path)), key=lambda e: len(address(e.page)), default=None)


def _leads_to(entry, path):
    begins = address(entry.page)
    if begins == "/" or path == begins:
        return path == begins
    return path.startswith(begins) and not path.startswith(tuple(address(name) for name in entry.apart))


def _line(entry, active, figure):
    badge = _short(figure()) if figure else ""
    return {
        "label": str(entry.label),
        "url": address(entry.page),
        "icon": entry.icon,
        "active": active,
        "badge": badge,
        "hot": bool(badge),
    }


def _short(count):
    return "" if not count else "99+" if count > 99 else str(count)
