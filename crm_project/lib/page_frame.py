"""What an app declares of the frame around every page: counts, names, rights.

An app states its `FRAME` in `<app>/frame.py`; `crm_project.catalogue` gathers them, `crm_project.ui.context` gives them to templates.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest


def nothing(_request: HttpRequest, _at: datetime) -> Mapping[str, Any]:
    """Adds no value."""
    return {}


@dataclass(frozen=True)
class Frame:
    """Values for templates, by name, for pages of somebody `signed_in` and for the others, at the moment of the request.

    Whatever asks the database is a function without arguments, which the template calls: a fragment that does not show it costs nothing.
    """

    signed_in: Callable[[HttpRequest, datetime], Mapping[str, Any]] = nothing
    signed_out: Callable[[HttpRequest, datetime], Mapping[str, Any]] = nothing
