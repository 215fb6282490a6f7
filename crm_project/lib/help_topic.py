"""What an app declares of the help: sections, each with the pages that it is opened from (rows Nb7, Ng7).

An app lists its sections as `TOPICS` in `<app>/help.py`; `crm_project.catalogue` gathers them,
`crm_project.accounts.presenters.help_topics` shows them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from .menu_entry import everybody


@dataclass(frozen=True)
class Topic:
    """One section of steps, `order` among those of all apps. `pages`: names of the pages that it belongs to; what stands below one
    without arguments belongs to it too."""

    key: str
    order: int
    title: str | Promise
    steps: tuple[str | Promise, ...]
    pages: tuple[str, ...] = ()
    seen_by: Callable[[Any], bool] = everybody
