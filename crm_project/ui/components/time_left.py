"""How much time is left: chips, the large ring, the line from the anchor to the deadline."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from .icons import drawn, plain

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


def countdown(text: str, state: str = "ok", share: float | None = None, title: str = "", href: str = "") -> SafeString:
    """The time left. state: ok, soon, due, over, none, paused; share: percent used up (a ring)."""
    if state in STATE_ICONS:
        mark = drawn(STATE_ICONS[state])
    else:
        mark = DOT if share is None else _ring(int(share), 16, 6, 3)
    hint = f' title="{plain(title)}"' if title else ""
    if href:
        return mark_safe(f'<a class="chip {plain(state)}" href="{plain(href)}"{hint}>{mark}{plain(text)}</a>')
    return mark_safe(f'<span class="chip {plain(state)}"{hint}>{mark}{plain(text)}</span>')


def dial(number: str, word: str, state: str = "ok", share: float = 0) -> SafeString:
    """The large ring of the customer page: days left, and how much of the time is used up."""
    return format_html(
        '<div class="dial {}">{}<div class="dial-text"><b>{}</b><span>{}</span></div></div>',
        state,
        _ring(int(share), 84, 37, 7),
        number,
        word,
    )


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
