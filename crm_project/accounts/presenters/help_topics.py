"""Which sections of the help somebody reads, and which one a page belongs to (rows Nb7, Ng7); each app declares its own."""

from functools import cache

from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from crm_project import catalogue


def topics(user):
    """The sections for this person, in their order."""
    return [topic for topic in catalogue.help_topics() if topic.seen_by(user)]


@cache
def _pages():
    """[(address, key)] of pages without arguments, the longest address first; every page below them belongs to the section too."""
    found = []
    for topic in catalogue.help_topics():
        for name in topic.pages:
            try:
                found.append((reverse(name), topic.key))
            except NoReverseMatch:
                continue
    return sorted(found, key=lambda pair: -len(pair[0]))


@cache
def _named():
    """{name of a page: keys of its sections}: a page about one customer has no address of its own."""
    found = {}
    for topic in catalogue.help_topics():
        for name in topic.pages:
            found.setdefault(name, []).append(topic.key)
    return found


def keys_of(path):
    """The keys of the sections that a page belongs to: those that name it, then those of what stands above it."""
    try:
        named = _named().get(resolve(path).view_name, [])
    except Resolver404:
        named = []
    above = [key for address, key in _pages() if path == address or (address != "/" and path.startswith(address))]
    return [*named, *above]


def topic_of(path, user):
    """The key of the section that a page belongs to, among those that this person sees; empty where it belongs to none."""
    shown = {topic.key for topic in topics(user)}
    return next((key for key in keys_of(path) if key in shown), "")
