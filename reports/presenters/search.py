"""The search in the top bar: every kind that an app declares, asked for one person; pages and actions of the menu besides."""

from dataclasses import replace

from django.conf import settings
from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from crm_project import catalogue
from crm_project.accounts.domain.favourites import starred
from crm_project.lib.highlight import marked
from crm_project.lib.menu_entry import NEW
from crm_project.lib.search_kind import Answer, Hit
from crm_project.lib.sort_names import sort_name
from crm_project.ops.private_search import linked
from crm_project.ui.navigation import address

RECENT = 8
# Addresses of pages opened lately that a browser may ask about.
ASKED = 30


def kinds(user):
    """The kinds that this person searches in."""
    return [kind for kind in catalogue.search_kinds() if kind.seen_by(user)]


def groups(asked):
    """[{kind, label, icon, hits, notice, more_url}] of all kinds that found something; empty where too little was typed."""
    if not asked.text:
        return []
    wider = replace(asked, limit=asked.limit + 1)
    found = [_group(kind, kind.find(wider), asked) for kind in kinds(asked.user)]
    return [group for group in found if group["hits"] or group["notice"]]


def _group(kind, answer, asked):
    more = len(answer.hits) > asked.limit
    listed = kind.list_page and (more or asked.limit > RECENT) and kind.list_seen_by(asked.user)
    return {
        "key": kind.key,
        "label": str(kind.label),
        "icon": kind.icon,
        "hits": [_shown(hit, asked.words) for hit in answer.hits[: asked.limit]],
        "notice": answer.notice,
        "more": more,
        "list_url": f"{reverse(kind.list_page)}?{_query(asked.text)}" if listed else "",
    }


def _query(text):
    query = QueryDict(mutable=True)
    query["q"] = linked(text)
    return query.urlencode()


def _shown(hit, words=()):
    """A hit with what was typed marked."""
    return {
        "title": marked(hit.title, words),
        "name": hit.title,
        "url": hit.url,
        "note": marked(hit.note, words),
        "tag": hit.tag,
        "tone": hit.tone,
        "icon": hit.icon,
        "links": hit.links,
    }


def recent(user, paths, at, *, apart=True):
    """What was opened lately, as one group: the browser keeps addresses only, names and rights are asked anew.

    `apart`: without what they starred, which stands above.
    """
    opened, kept = [], starred(user) if apart else []
    by_page = {kind.page: kind for kind in kinds(user) if kind.named}
    for path in paths[:ASKED]:
        kind, pk = _opened(path, by_page)
        if kind and (kind.key, pk) not in opened and (kind.key, pk) not in kept:
            opened.append((kind.key, pk))
    shown = [_shown(hit) for _place, hit in named(user, opened, at)][:RECENT]
    return [{"key": "recent", "label": _("Recently opened"), "icon": "clock-history", "hits": shown}] if shown else []


def favourites(user, at):
    """What they starred, as one group, by the rights of today."""
    shown = [_shown(hit) for _place, hit in named(user, starred(user), at)][:RECENT]
    return [{"key": "favourites", "label": _("Favourites"), "icon": "star", "hits": shown}] if shown else []


def named(user, places, at):
    """[((kind, key), Hit)] of these (kind, key), in their order, as far as this person opens them; one question for each kind."""
    wanted, found = {}, {}
    for key, pk in places:
        wanted.setdefault(key, []).append(pk)
    for kind in kinds(user):
        if kind.named and kind.key in wanted:
            hits = kind.named(user, wanted[kind.key], at)
            found |= {(kind.key, pk): replace(hit, icon=kind.icon) for pk, hit in hits.items()}
    return [(place, found[place]) for place in places if place in found]


def _opened(path, by_page):
    """(kind, key) of what this address opens, or (None, 0)."""
    try:
        found = resolve(path)
    except Resolver404:
        return None, 0
    return by_page.get(found.view_name), found.kwargs.get("pk", 0)


def page_hits(asked):
    """Pages and actions of the menu that this person has, by their names in either language or by pinyin."""
    hits = []
    for group, entries in catalogue.menu().items():
        for entry in entries:
            if entry.seen_by(asked.user) and address(entry.page) and _fits(entry, group, asked):
                hits.append(Hit(_label(entry, group), address(entry.page), icon=entry.icon))
    return Answer(hits[: asked.limit])


def _label(entry, group):
    return _("New: %(thing)s") % {"thing": entry.label} if group == NEW else str(entry.label)


def _fits(entry, group, asked):
    names = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            names.append(_label(entry, group).casefold())
    typed = "".join(asked.words)
    heard = any(typed in sound for name in names if not name.isascii() for sound in _letters(name))
    return heard or any(all(_begins(word, name) for word in asked.words) for name in names)


def _begins(word, name):
    """Chinese stands without spaces; a latin word is meant from its beginning: "port" is not "import"."""
    return word in name if not word.isascii() else any(part.startswith(word) for part in name.split())


def _letters(name):
    """(pinyin, initials) of a Chinese label."""
    syllables = "".join(sign if sign.isascii() else " " for sign in sort_name(name)).split()
    plain = [syllable.rstrip("0123456789") for syllable in syllables]
    return "".join(plain), "".join(part[:1] for part in plain)
