"""Numbers and the heads of tables."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .icons import NOTHING, drawn


def bar(value: float, maximum: float, label: str, tone: str = "") -> SafeString:
    """A bar, such as slots used. The label is for those who don't see it; write the figures beside it."""
    html = '<progress class="bar {}" value="{}" max="{}" aria-label="{}"></progress>'
    return format_html(html, tone, value, maximum, label)


def tile(
    label: str, value: str, note: str = "", href: str = "", icon: str = "", tone: str = "", unit: str = ""
) -> SafeString:
    """A number with its name. Put several into <div class="tiles">."""
    inside = format_html(
        '<span class="tile-label">{}{}</span><span class="tile-value">{}{}</span>{}',
        drawn(icon) if icon else NOTHING,
        label,
        value,
        format_html(" <small>{}</small>", unit) if unit else NOTHING,
        format_html('<span class="tile-note">{}</span>', note) if note else NOTHING,
    )
    if href:
        return format_html('<a class="tile {}" href="{}">{}</a>', tone, href, inside)
    return format_html('<div class="tile {}">{}</div>', tone, inside)


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
        drawn("chevron-down" if order == "descending" else "chevron-up"),
    )
