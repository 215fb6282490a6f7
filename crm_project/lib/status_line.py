"""What an app declares for the page about the state of the system, and for `/metrics`: one thing to watch (row Nh4).

An app names its lines as `STATUS` in `<app>/status.py`; `crm_project.catalogue` gathers them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise


@dataclass(frozen=True)
class Status:
    """How it stands: in words, whether that is well, and as a number for machines (None: no number)."""

    text: str
    well: bool = True
    number: float | None = None


@dataclass(frozen=True)
class StatusLine:
    """One line. `key`: the end of its name for machines, with its unit; `means`: what it is and what to do when it is not well."""

    key: str
    label: str | Promise
    means: str | Promise
    look: Callable[[datetime], Status]
    order: int
