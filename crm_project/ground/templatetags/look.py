"""Chips, tags and the other small pieces that lists are full of: plain functions that give safe HTML, so that a row of a
long list costs microseconds. Python code may call them as well as templates. Larger pieces are includes in templates/parts/.
Words come in already translated and formatted; docs/screens.md shows each piece with the line that makes it."""
import re
from zlib import crc32

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

STATE_ICONS = {"none": "infinity", "paused": "pause-circle"}
STAGES = ("potential", "intent", "official")
HAN = re.compile(r"[\u3400-\u9fff]")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the Bootstrap set; with a label it is read aloud, without it is only decoration."""
    if label:
        return format_html('<i class="bi bi-{}" role="img" aria-label="{}"></i>', name, label)
    return format_html('<i class="bi bi-{}" aria-hidden="true"></i>', name)


@register.simple_tag
def countdown(text: str, state: str = "ok", share: int | None = None, title: str = "", href: str = "") -> SafeString:
    """The time left. state: ok, soon, due, over, none, paused. share: percent of the time used up (draws a ring)."""
    if state in STATE_ICONS:
        mark = format_html('<i class="bi bi-{}" aria-hidden="true"></i>', STATE_ICONS[state])
    elif share is None:
        mark = mark_safe('<span class="dot" aria-hidden="true"></span>')
    else:
        mark = format_html(
            '<svg class="ring" viewBox="0 0 16 16" aria-hidden="true"><circle class="track" cx="8" cy="8" r="6" stroke-width="3"/>'
            '<circle class="used" cx="8" cy="8" r="6" stroke-width="3" pathLength="100" stroke-dasharray="{} 100"/></svg>',
            max(0, min(100, int(share))),
        )
    hint = format_html(' title="{}"', title) if title else ""
    if href:
        return format_html('<a class="chip {}" href="{}"{}>{}{}</a>', state, href, hint, mark, text)
    return format_html('<span class="chip {}"{}>{}{}</span>', state, hint, mark, text)


@register.simple_tag
def stage(key: str, label: str) -> SafeString:
    """Where the customer stands: one, two or three filled bars and the department's own word."""
    return format_html('<span class="stage {}"><span class="pips" aria-hidden="true"><i></i><i></i><i></i></span>{}</span>', key, label)


@register.simple_tag
def status(label: str, tone: str = "", icon: str = "") -> SafeString:
    """A tag. tone: '' (grey), info, ok, warn, bad, accent, plum."""
    mark = format_html('<i class="bi bi-{}" aria-hidden="true"></i>', icon) if icon else ""
    return format_html('<span class="tag {}">{}{}</span>', tone, mark, label)


def initials(name: str) -> str:
    name = str(name).strip()
    if HAN.search(name):
        return name[-2:] if len(name) > 2 else name[-1:]
    words = name.replace(".", " ").split()
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper() if words else "?"


@register.simple_tag
def avatar(name: str = "", size: str = "") -> SafeString:
    """A disc with initials, always the same colour for the same name. size: '' 24 px, lg 36 px, xl 52 px."""
    if not name:
        return format_html('<span class="avatar none {}" aria-hidden="true"><i class="bi bi-person"></i></span>', size)
    return format_html('<span class="avatar c{} {}" data-i="{}" aria-hidden="true"></span>', crc32(str(name).encode()) % 8, size, initials(name))


@register.simple_tag
def owner(name: str = "", note: str = "", href: str = "", nobody: str = "") -> SafeString:
    """Disc, name and a note. Without a name: `nobody` (such as "in the public pool")."""
    words = format_html('<span class="owner-name">{}</span>', name) if name else format_html('<span class="owner-note">{}</span>', nobody)
    if note:
        words += format_html('<span class="owner-note">{}</span>', note)
    if href:
        return format_html('<a class="owner" href="{}">{}{}</a>', href, avatar(name), words)
    return format_html('<span class="owner">{}{}</span>', avatar(name), words)


@register.simple_tag
def bar(value: float, maximum: float, label: str, tone: str = "") -> SafeString:
    """A bar, such as slots used. The label is for those who don't see it: put the figures beside it as text."""
    return format_html('<progress class="bar {}" value="{}" max="{}" aria-label="{}"></progress>', tone, value, maximum, label)


@register.simple_tag
def tile(label: str, value: str, note: str = "", href: str = "", icon: str = "", tone: str = "", unit: str = "") -> SafeString:
    """A number with its name. Wrap several in <div class="tiles">."""
    parts = format_html(
        '<span class="tile-label">{}{}</span><span class="tile-value">{}{}</span>{}',
        format_html('<i class="bi bi-{}" aria-hidden="true"></i>', icon) if icon else "",
        label,
        value,
        format_html(" <small>{}</small>", unit) if unit else "",
        format_html('<span class="tile-note">{}</span>', note) if note else "",
    )
    if href:
        return format_html('<a class="tile {}" href="{}">{}</a>', tone, href, parts)
    return format_html('<div class="tile {}">{}</div>', tone, parts)


@register.simple_tag(takes_context=True)
def sortable(context: template.Context, key: str, label: str, css: str = "", param: str = "sort", default: str = "") -> SafeString:
    """A <th> whose link sorts by `key`; a second click turns the order. Starts again at the first page."""
    query = context["request"].GET.copy()
    now = query.get(param, default)
    query[param] = f"-{key}" if now == key else key
    for page in ("after", "before", "page"):
        query.pop(page, None)
    order = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    return format_html(
        '<th scope="col" class="{}"{}><a class="sort" href="?{}">{}<i class="bi bi-chevron-{}" aria-hidden="true"></i></a></th>',
        css,
        format_html(' aria-sort="{}"', order) if order else "",
        query.urlencode(),
        label,
        "down" if order == "descending" else "up",
    )


@register.simple_tag
def dial(number: str, word: str, state: str = "ok", share: int = 0) -> SafeString:
    """The large ring of the customer page: days left, and how much of the time is used up."""
    return format_html(
        '<div class="dial {}"><svg viewBox="0 0 84 84" aria-hidden="true" class="ring"><circle class="track" cx="42" cy="42" r="37" stroke-width="7"/>'
        '<circle class="used" cx="42" cy="42" r="37" stroke-width="7" pathLength="100" stroke-dasharray="{} 100"/></svg>'
        '<div class="dial-text"><b>{}</b><span>{}</span></div></div>',
        state,
        max(0, min(100, int(share))),
        number,
        word,
    )


BLANK = re.compile(r"\{(\w+)\}")


@register.simple_tag
def blanks(sentence: str, form) -> SafeString:
    """A rule as a sentence whose {names} are fields of the form, in whatever order the language wants them. Each field's label
    becomes its aria-label; errors follow the sentence."""
    used = []

    def field(match: re.Match) -> str:
        bound = form[match[1]]
        used.append(bound)
        attrs = {"aria-label": str(bound.label)}
        if bound.errors:
            attrs |= {"class": "is-invalid", "aria-invalid": "true", "aria-describedby": f"{bound.id_for_label}_error"}
        return bound.as_widget(attrs=attrs)

    html = BLANK.sub(field, conditional_escape(sentence))
    errors = "".join(
        format_html('<div class="invalid-feedback d-block" id="{}_error">{}</div>', bound.id_for_label, error)
        for bound in used
        for error in bound.errors
    )
    return mark_safe(f'<p class="sentence edit">{html}</p>{errors}')


@register.simple_tag
def said(sentence: str, values: dict) -> SafeString:
    """The same sentence to be read: the {names} become bold values."""
    html = BLANK.sub(lambda match: f"<b>{conditional_escape(values[match[1]])}</b>", conditional_escape(sentence))
    return mark_safe(f'<p class="said">{html}</p>')


TONES = {"success": "ok", "warning": "warn", "error": "bad", "danger": "bad"}


@register.filter
def tone(message) -> str:
    """The colour of a message of the messages framework."""
    return TONES.get(message.level_tag, "info")


@register.filter
def undo_url(message) -> str:
    """messages.success(request, text, extra_tags="undo:/assignment/events/7/undo/") gives the toast an Undo button."""
    for tag in (message.extra_tags or "").split():
        if tag.startswith("undo:/") and not tag.startswith("undo://"):
            return tag[5:]
    return ""


@register.inclusion_tag("parts/why_line.html")
def why_line(marks: list[dict], state: str = "ok") -> dict:
    """The way from the anchor to the deadline: marks = [{kind, label, date, at}] with at from 0 to 100; kind: anchor, remind,
    deadline, today, extended, no (did not count). Labels of anchor and deadline stand above, today's below; all are listed."""
    drawn = []
    for mark in marks:
        at = max(0.0, min(100.0, float(mark["at"])))
        side = "start" if at < 15 else "end" if at > 85 else "middle"
        drawn.append(mark | {"x": f"{2 + at * 0.96:.1f}", "side": side, "y": 56 if mark["kind"] == "today" else 15,
                             "shown": mark["kind"] in ("anchor", "today", "deadline")})
    reached = next((mark["x"] for mark in drawn if mark["kind"] == "today"), "98")
    return {"marks": drawn, "state": state, "reached": reached}


BROWSERS = (("Edg", "Edge"), ("MicroMessenger", "WeChat"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"), ("Linux", "Linux"))


@register.filter
def browser(agent: str) -> str:
    """A user agent in words: "Edge, Windows"."""
    found = [next((name for key, name in known if key in (agent or "")), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(part for part in found if part) or (agent or "")[:60] or "?"
