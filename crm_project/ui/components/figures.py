"""Numbers, amounts and the heads of tables."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from crm_project.lib.money import money_text, price_text, quantity_text

from .icons import NOTHING, drawn


def _whole_line(text: str) -> SafeString:
    """A figure that never breaks in two."""
    return format_html('<span class="nowrap">{}</span>', text)


def money(value: Decimal | None, currency: str = "") -> SafeString:
    """¥12,000.00"""
    return _whole_line(money_text(value, currency))


def whole(value: Decimal | None, currency: str = "") -> SafeString:
    """¥12,000: where there is little room and nobody counts cents."""
    return _whole_line(money_text(value, currency, 0))


def price(value: Decimal | None, currency: str = "CNY", unit: str = "") -> SafeString:
    """¥26,500.00 / 台: the price of one."""
    return _whole_line(price_text(value, currency, unit))


def quantity(value: Decimal | None, unit: str = "") -> SafeString:
    """1,250.5 台"""
    return _whole_line(quantity_text(value, unit))


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
