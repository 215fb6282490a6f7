"""The rows of the customer list, put together in Python and not by a template.

The list is the page that is opened most. Measured on the demo company (25 rows, SQLite, processor time of the whole page, both ways
in turns): a template takes 15 to 28 % of the page more. Remembering each row (`remembered`) brings that down to 4 to 9 % where all
25 have been rendered before, but costs 20 to 42 % where none has: another filter, another person, the next day; and after 80
pages the rows would have cleared away the menus that are remembered too. The rows of the public pool cost 6 to 10 % and are a template.
"""

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from .icons import plain

GUARDED = mark_safe('<i class="bi bi-lock quiet" aria-hidden="true"></i>')
_BOX = '<td class="pick"><input class="form-check-input" type="checkbox" name="ids" value="{}" form="bulk" aria-label="{}"></td>'


NO_ACT = mark_safe("<td></td>")
_CALL = '<a class="call d-md-none" href="tel:{}"><i class="bi bi-telephone" aria-hidden="true"></i><span>{}</span></a>'
_ACT = (
    '<td class="acts"><span class="row-acts">{}<a class="btn btn-quiet btn-sm act" data-act data-drawer href="{}" aria-label="{}">'
    '<i class="bi bi-chat-dots" aria-hidden="true"></i><span class="d-md-none">{}</span></a></span></td>'
)


def cell_start(css: str, label: str, edited: str = "") -> SafeString:
    """The beginning of a column's cells: the label is for the phone, where a row is a card; `edited`: the column, where cells are."""
    return format_html(
        "<td{}{}{}>",
        format_html(' data-cell="{}"', edited) if edited else "",
        format_html(' class="{}"', css) if css else "",
        format_html(' data-label="{}"', label) if label else "",
    )


def cells(shown: Iterable[tuple[str, object]]) -> SafeString:
    """The cells of a row: (beginning, text or safe HTML) of each."""
    return mark_safe("".join([f"{start}{plain(content)}</td>" for start, content in shown]))


def pick_box(value: object, label: str) -> SafeString:
    """The cell with a box, for what is done with several rows at once."""
    return format_html(_BOX, value, label)


def act_cell(number: str, href: str, hint: str, label: str) -> SafeString:
    """The cell with what is done about a row in the drawer; a number, where there is one, is called on a phone."""
    dial = "".join([sign for sign in number if sign in "0123456789+"])
    return format_html(_ACT, format_html(_CALL, dial, number) if dial else "", href, hint, label)


def table_rows(rows: Iterable[tuple[str, str]]) -> SafeString:
    """The body of the table: (cell with a box or nothing, cells) of each row."""
    return mark_safe("".join([f"<tr data-row>{box}{inside}</tr>" for box, inside in rows]))


def title_cell(href: str, title: str, note: str, marks: str) -> SafeString:
    """The name that leads to the page of the row, with a note and marks below it."""
    return mark_safe(
        f'<a class="cell-title" data-row-link href="{plain(href)}">{plain(title)}</a>'
        f'<span class="cell-note">{plain(note)} {plain(marks)}</span>'
    )


def hinted(text: str, hint: str) -> SafeString:
    """A text on one line, with more where the pointer rests on it."""
    return mark_safe(f'<span class="nowrap" title="{plain(hint)}">{plain(text)}</span>')
