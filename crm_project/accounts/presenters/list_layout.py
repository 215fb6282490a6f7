"""A list as one person looks at it: their columns in their order and widths, and its rows put together in Python."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from crm_project.accounts.domain.layouts import columns_of, widths_of
from crm_project.accounts.models import User
from crm_project.lib.list_columns import WIDTHS, ColumnedList
from crm_project.ui.components.table_rows import cell_start, cells, table_rows


class ListLayout:
    """`near` for `select_related`, `body(rows, page)` for the table, the rest for `parts/column_table.html` and `parts/column_choice.html`."""

    def __init__(self, declared: ColumnedList, user: User) -> None:
        self.key = declared.key
        self.widths = widths_of(user, declared.key)
        first, known = declared.columns[0].key, {column.key: column for column in declared.columns}
        chosen = [key for key in columns_of(user, declared.key) if key in known] or declared.usual
        self.columns = [known[key] for key in dict.fromkeys([first, *chosen])]
        self._declared = declared

    @property
    def near(self) -> list[str]:
        """The relations that the columns read."""
        return list(dict.fromkeys(name for column in self.columns for name in column.near))

    @property
    def cols(self) -> list[tuple[str, int | str]]:
        """[(column, its width in pixels or nothing)]"""
        return [(column.key, self.widths.get(column.key, "")) for column in self.columns]

    def body(self, rows: Iterable[Any], page: Any = None) -> SafeString:
        """The rows as HTML; on a phone, where each is a card, every cell but the first has its label."""
        shown = [(cell_start(c.css, str(c.label) if n else ""), c.show) for n, c in enumerate(self.columns)]
        return table_rows(("", cells([(start, show(row, page)) for start, show in shown])) for row in rows)

    # --- the dialog ---------------------------------------------------------------------------------
    @property
    def column_choices(self) -> list[tuple[str, Any, bool, int]]:
        """(key, label, chosen, width or 0) of every column but the first: those shown first, in their order."""
        shown = self.columns[1:]
        rest = [column for column in self._declared.columns[1:] if column not in shown]
        return [(c.key, c.label, c in shown, self.widths.get(c.key, 0)) for c in [*shown, *rest]]

    column_widths = WIDTHS

    @property
    def columns_url(self) -> str:
        """Where the choice is kept."""
        return reverse("accounts:list_columns", args=[self.key])
