"""Tags and people."""

import re
from functools import lru_cache
from zlib import crc32

from django.utils.html import format_html
from django.utils.safestring import SafeString

from .icons import NOTHING, drawn

HAN = re.compile(r"[\u3400-\u9fff]")
BROWSERS = {
    "Edg": "Edge",
    "MicroMessenger": "WeChat",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def stage(key: str, label: str) -> SafeString:
    """Where the customer stands: one, two or three filled bars and the department's own word."""
    return _stage(key, str(label))


# Typed: a safe text and one that is still to be escaped may be equal.
@lru_cache(maxsize=512, typed=True)
def _stage(key: str, label: str) -> SafeString:
    pips = '<span class="pips" aria-hidden="true"><i></i><i></i><i></i></span>'
    return format_html('<span class="stage {}">' + pips + "{}</span>", key, label)


def status(label: str, tone: str = "", icon: str = "") -> SafeString:
    """A tag. tone: '' (grey), info, ok, warn, bad, accent, plum."""
    return format_html('<span class="tag {}">{}{}</span>', tone, drawn(icon) if icon else NOTHING, label)


def initials(name: str) -> str:
    """Two letters for a name: "沈思远" gives "思远", "Emma Clarke" gives "EC"."""
    name = name.strip()
    if HAN.search(name):
        return name[-2:] if len(name) > 2 else name[-1:]
    words = name.replace(".", " ").split()
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper() if words else "?"


def avatar(name: str = "", size: str = "") -> SafeString:
    """A disc with initials, always the same colour for the same name. size: '' 24 px, lg 36 px, xl 52 px."""
    return _avatar(str(name or ""), size)


@lru_cache(maxsize=4096)
def _avatar(name: str, size: str) -> SafeString:
    if not name:
        return format_html('<span class="avatar none {}" aria-hidden="true">{}</span>', size, drawn("person"))
    colour = crc32(name.encode()) % 8
    disc = '<span class="avatar c{} {}" data-i="{}" aria-hidden="true"></span>'
    return format_html(disc, colour, size, initials(name))


def owner(name: str = "", note: str = "", href: str = "", nobody: str = "") -> SafeString:
    """Disc, name and a note. Without a name: `nobody` (such as "in the public pool")."""
    return _owner(str(name or ""), str(note), str(href), str(nobody))


@lru_cache(maxsize=4096, typed=True)
def _owner(name: str, note: str, href: str, nobody: str) -> SafeString:
    words = format_html('<span class="owner-{}">{}</span>', "name" if name else "note", name or nobody)
    if note:
        words += format_html('<span class="owner-note">{}</span>', note)
    if href:
        return format_html('<a class="owner" href="{}">{}{}</a>', href, avatar(name), words)
    return format_html('<span class="owner">{}{}</span>', avatar(name), words)


def browser(agent: str) -> str:
    """A user agent in words: "Edge, Windows"."""
    agent = agent or ""
    found = [next((name for key, name in known.items() if key in agent), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(part for part in found if part) or agent[:60] or "?"
