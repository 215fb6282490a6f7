"""What an app declares of a list whose columns people choose, order and widen: its columns, and which stand there unasked.

An app names its lists as `LISTS` in `<app>/list_columns.py`; `crm_project.catalogue` gathers them,
`accounts.presenters.list_layout` shows them as the person wants them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# Pixels that the dialog offers.
WIDTHS = (80, 120, 160, 200, 260, 340)


@dataclass(frozen=True)
class ListColumn:
    """One column. `show(row, page)`: text or safe HTML of its cell, `page` being what the view hands over for all rows;
    `near`: relations that it reads of a row."""

    key: str
    label: Any
    show: Callable[[Any, Any], object]
    css: str = ""
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class ColumnedList:
    """A list. `key`: under which a person's layout is kept; `page`: its address; `opens(user)`: who may open it;
    `columns`: the first always stands first; `usual`: those that stand there until somebody chooses."""

    key: str
    page: str
    opens: Callable[[Any], bool]
    columns: tuple[ListColumn, ...]
    usual: tuple[str, ...]

    def column(self, key: str) -> ListColumn | None:
        """The column of this key, if there is one."""
        return next((column for column in self.columns if column.key == key), None)
