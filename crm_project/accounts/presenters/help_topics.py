"""Which sections of the help somebody reads, and which one a page belongs to (rows Nb7, Ng7); each app declares its own."""

from functools import cache

from django.urls import NoReverseMatch, reverse

from crm_project import catalogue


def topics(user):
    """The sections for this person, in their order."""
    return [topic for topic in catalogue.help_topics() if topic.seen_by(user)]


@cache
def _pages():
    """[(address, key)], the longest address first."""
    found = []
    for topic in catalogue.help_topics():
        for name in topic.pages:
            try:
                found.append((reverse(name), topic.key))
            except NoReverseMatch:
                continue
    return sorted(found, key=lambda pair: -len(pair[0]))


def topic_of(path, user):
    """The key of the section that a page belongs to, among those that this person sees; empty where it belongs to none."""
    shown = {topic.key for topic in topics(user)}
    return next(
        (
            key
            for address, key in _pages()
            if key in shown and (path == address or (address != "/" and path.startswith(address)))
        ),
        "",
    )
