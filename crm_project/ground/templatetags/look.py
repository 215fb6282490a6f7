"""Chips, tags and the other small pieces that lists are full of: plain functions that give safe HTML, so that
a row of a long list costs microseconds. Python code may call them as well as templates. Larger pieces are
includes in templates/parts/. Words come in already translated and formatted; docs/screens.md shows each piece
with the line that makes it.
"""

import re
import secrets
from functools import cache, lru_cache
from html import escape
from typing import Any
from zlib import crc32

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

HAN = re.compile(r"[\u3400-\u9fff]")
BLANK = re.compile(r"\{(\w+)\}")
NOTHING = mark_safe("")


def plain(text: Any) -> str:
    """What `conditional_escape` gives, for the cells of long lists: in a third of the time."""
    return text.__html__() if hasattr(text, "__html__") else escape(str(text))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the Bootstrap set; with a label it is read aloud, without it is only decoration."""
    if label:
        return format_html('<i class="bi bi-{}" role="img" aria-label="{}"></i>', name, label)
    return _icon(name) if name else NOTHING


@lru_cache(maxsize=512)
def _icon(name: str) -> SafeString:
    return format_html('<i class="bi bi-{}" aria-hidden="true"></i>', name)


# --- Time left ----------------------------------------------------------------------------------------------
STATE_ICONS = {"none": "infinity", "paused": "pause-circle"}
DOT = mark_safe('<span class="dot" aria-hidden="true"></span>')
RING = (
    '<svg class="ring" viewBox="0 0 {0} {0}" aria-hidden="true">'
    '<circle class="track" cx="{1}" cy="{1}" r="{2}" stroke-width="{3}"/>'
    '<circle class="used" cx="{1}" cy="{1}" r="{2}" stroke-width="{3}" pathLength="100" '
    'stroke-dasharray="{4} 100"/></svg>'
)


@lru_cache(maxsize=512)
def _ring(share: int, size: int, radius: int, width: int) -> SafeString:
    return format_html(RING, size, size // 2, radius, width, max(0, min(100, share)))


@register.simple_tag
def countdown(
    text: str, state: str = "ok", share: float | None = None, title: str = "", href: str = ""
) -> SafeString:
    """The time left. state: ok, soon, due, over, none, paused; share: percent used up (a ring)."""
    if state in STATE_ICONS:
        mark = _icon(STATE_ICONS[state])
    else:
        mark = DOT if share is None else _ring(int(share), 16, 6, 3)
    hint = f' title="{plain(title)}"' if title else ""
    if href:
        return mark_safe(f'<a class="chip {plain(state)}" href="{plain(href)}"{hint}>{mark}{plain(text)}</a>')
    return mark_safe(f'<span class="chip {plain(state)}"{hint}>{mark}{plain(text)}</span>')


@register.simple_tag
def dial(number: str, word: str, state: str = "ok", share: float = 0) -> SafeString:
    """The large ring of the customer page: days left, and how much of the time is used up."""
    return format_html(
        '<div class="dial {}">{}<div class="dial-text"><b>{}</b><span>{}</span></div></div>',
        state,
        _ring(int(share), 84, 37, 7),
        number,
        word,
    )


@register.inclusion_tag("parts/why_line.html")
def why_line(marks: list[dict], state: str = "ok") -> dict:
    """The way from the anchor to the deadline: marks = [{kind, label, date, at}], `at` from 0 to 100.

    kind: anchor, remind, deadline, today, extended, no (did not count). The labels of anchor and deadline
    stand above the line, today's below; all of them are listed under it.
    """
    drawn = []
    for mark in marks:
        at = max(0.0, min(100.0, float(mark["at"])))
        place = {
            "x": f"{2 + at * 0.96:.1f}",
            "y": 56 if mark["kind"] == "today" else 15,
            "side": "start" if at < 15 else "end" if at > 85 else "middle",
            "shown": mark["kind"] in ("anchor", "today", "deadline"),
        }
        drawn.append(mark | place)
    reached = next((mark["x"] for mark in drawn if mark["kind"] == "today"), "98")
    return {"marks": drawn, "state": state, "reached": reached}


# --- Tags and people ----------------------------------------------------------------------------------------
@register.simple_tag
def stage(key: str, label: str) -> SafeString:
    """Where the customer stands: one, two or three filled bars and the department's own word."""
    return _stage(key, str(label))


# Typed: a safe text and one that is still to be escaped may be equal.
@lru_cache(maxsize=512, typed=True)
def _stage(key: str, label: str) -> SafeString:
    pips = '<span class="pips" aria-hidden="true"><i></i><i></i><i></i></span>'
    return format_html('<span class="stage {}">' + pips + "{}</span>", key, label)


@register.simple_tag
def status(label: str, tone: str = "", icon: str = "") -> SafeString:
    """A tag. tone: '' (grey), info, ok, warn, bad, accent, plum."""
    return format_html('<span class="tag {}">{}{}</span>', tone, _icon(icon) if icon else NOTHING, label)


def initials(name: str) -> str:
    """Two letters for a name: "沈思远" gives "思远", "Emma Clarke" gives "EC"."""
    name = name.strip()
    if HAN.search(name):
        return name[-2:] if len(name) > 2 else name[-1:]
    words = name.replace(".", " ").split()
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper() if words else "?"


@register.simple_tag
def avatar(name: str = "", size: str = "") -> SafeString:
    """A disc with initials, always the same colour for the same name. size: '' 24 px, lg 36 px, xl 52 px."""
    return _avatar(str(name or ""), size)


@lru_cache(maxsize=4096)
def _avatar(name: str, size: str) -> SafeString:
    if not name:
        return format_html('<span class="avatar none {}" aria-hidden="true">{}</span>', size, _icon("person"))
    colour = crc32(name.encode()) % 8
    disc = '<span class="avatar c{} {}" data-i="{}" aria-hidden="true"></span>'
    return format_html(disc, colour, size, initials(name))


@register.simple_tag
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


@register.filter
def browser(agent: str) -> str:
    """A user agent in words: "Edge, Windows"."""
    agent = agent or ""
    found = [next((name for key, name in known.items() if key in agent), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(part for part in found if part) or agent[:60] or "?"


# --- Numbers and tables -------------------------------------------------------------------------------------
@register.simple_tag
def bar(value: float, maximum: float, label: str, tone: str = "") -> SafeString:
    """A bar, such as slots used. The label is for those who don't see it; write the figures beside it."""
    html = '<progress class="bar {}" value="{}" max="{}" aria-label="{}"></progress>'
    return format_html(html, tone, value, maximum, label)


@register.simple_tag
def tile(
    label: str, value: str, note: str = "", href: str = "", icon: str = "", tone: str = "", unit: str = ""
) -> SafeString:
    """A number with its name. Put several into <div class="tiles">."""
    inside = format_html(
        '<span class="tile-label">{}{}</span><span class="tile-value">{}{}</span>{}',
        _icon(icon) if icon else NOTHING,
        label,
        value,
        format_html(" <small>{}</small>", unit) if unit else NOTHING,
        format_html('<span class="tile-note">{}</span>', note) if note else NOTHING,
    )
    if href:
        return format_html('<a class="tile {}" href="{}">{}</a>', tone, href, inside)
    return format_html('<div class="tile {}">{}</div>', tone, inside)


@register.simple_tag(takes_context=True)
def sortable(
    context: template.Context, key: str, label: str, css: str = "", param: str = "sort", default: str = ""
) -> SafeString:
    """A <th> whose link sorts by `key`; a second click turns the order. Starts again at the first page."""
    query = context["request"].GET.copy()
    now = query.get(param, default)
    query[param] = f"-{key}" if now == key else key
    for page in ("after", "before", "page"):
        query.pop(page, None)
    order = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    return format_html(
        '<th scope="col" class="{}"{}><a class="sort" href="?{}">{}{}</a></th>',
        css,
        format_html(' aria-sort="{}"', order) if order else NOTHING,
        query.urlencode(),
        label,
        _icon("chevron-down" if order == "descending" else "chevron-up"),
    )


# --- Rules as sentences -------------------------------------------------------------------------------------
@register.simple_tag
def blanks(sentence: str, form: BaseForm) -> SafeString:
    """A rule as a sentence whose {names} are fields of the form, in whatever order the language wants them.

    Each field's label becomes its aria-label; errors follow the sentence.
    """
    used = []

    def field(match: re.Match[str]) -> str:
        bound = form[match[1]]
        used.append(bound)
        attrs: dict[str, str | bool] = {"aria-label": str(bound.label)}
        if bound.errors:
            attrs |= {"aria-invalid": "true", "aria-describedby": f"{bound.id_for_label}_error"}
            attrs["class"] = "is-invalid"
        return bound.as_widget(attrs=attrs)

    html = mark_safe(BLANK.sub(field, conditional_escape(sentence)))
    errors = format_html_join(
        "",
        '<div class="invalid-feedback d-block" id="{}_error">{}</div>',
        ((bound.id_for_label, " ".join(map(str, bound.errors))) for bound in used if bound.errors),
    )
    return format_html('<p class="sentence edit">{}</p>{}', html, errors)


@register.simple_tag
def said(sentence: str, values: dict) -> SafeString:
    """The same sentence to be read: the {names} become bold values."""
    html = BLANK.sub(
        lambda match: f"<b>{conditional_escape(values[match[1]])}</b>", conditional_escape(sentence)
    )
    return format_html('<p class="said">{}</p>', mark_safe(html))


# --- The frame ----------------------------------------------------------------------------------------------
TONES = {"success": "ok", "warning": "warn", "error": "bad", "danger": "bad"}


@register.filter
def tone(message: Message) -> str:
    """The colour of a message of the messages framework."""
    return TONES.get(message.level_tag, "info")


@register.filter
def undo_url(message: Message) -> str:
    """The address that takes back what the message tells: its extra_tags have "undo:/ownership/7/undo/"."""
    for tag in (message.extra_tags or "").split():
        if tag.startswith("undo:/") and not tag.startswith("undo://"):
            return tag[5:]
    return ""


@register.simple_tag
def fixed(name: str) -> SafeString:
    """Include a template that depends on nothing but the language: rendered once per process and language."""
    return render_to_string(name) if settings.DEBUG else _fixed(name, get_language() or "")


@cache
def _fixed(name: str, language: str) -> SafeString:
    return render_to_string(name)


# What differs with every request and may still stand in a remembered piece: put in when it is shown.
# Random, so that nobody can have it put into a text of hers.
TOKEN, HERE = (secrets.token_hex(16) for _blank in range(2))


@register.simple_tag(takes_context=True)
def remembered(context: template.Context, name: str, **values: Any) -> SafeString:
    """Include a template that depends on the language and on these values alone: rendered once for each set of them.

    It may hold forms, and `{{ here }}`, the address of the page: neither makes it another piece.
    """
    token = context.get("csrf_token") or ""
    token = "" if token == "NOTPROVIDED" else str(token)
    blank = {"csrf_token": TOKEN if token else "", "here": HERE}
    html: str
    if settings.DEBUG:
        html = render_to_string(name, values | blank)
    else:
        key = (name, get_language(), bool(token), _frozen(values))
        html = _pieces.get(key) or _pieces.setdefault(key, render_to_string(name, values | blank))
        if len(_pieces) > MOST_PIECES:
            _pieces.clear()
    if HERE in html:
        html = html.replace(HERE, conditional_escape(context["request"].get_full_path()))
    return mark_safe(html.replace(TOKEN, token))


# A few kilobytes each: cleared rather than sorted by age, as all of them are made anew within a minute.
MOST_PIECES = 2000
_pieces: dict[tuple, str] = {}


def _frozen(value: Any) -> Any:
    """The same as something that can be a key."""
    if isinstance(value, dict):
        return tuple([(key, _frozen(each)) for key, each in value.items()])
    if isinstance(value, (list, tuple)):
        return tuple([_frozen(each) for each in value])
    # A safe text and one that is still to be escaped are not the same, nor are 1 and True.
    return (type(value), str(value)) if isinstance(value, (str, Promise)) else (type(value), value)
