"""The message after an action that can be undone: its words, and the button Undo (`templates/parts/toast.html`)."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from crm_project.undo.domain import actions


def done(
    request: HttpRequest,
    text: str,
    kind: str,
    /,
    *,
    at: datetime,
    subject: object = "",
    opens: str = "",
    level: str = "success",
    **arguments: Any,
) -> None:
    """Say `text` with an Undo. `kind`: the key in an app's `undo.py`; `at`: the verb's moment; `arguments`: what its reverse needs.

    `opens`: the page of what it is about, where the person stays in a list.
    """
    action = actions.remember(
        kind=kind,
        by=request.user,  # type: ignore[arg-type]
        at=at,
        subject=str(subject),
        arguments=arguments,
    )
    tags = f"undo:{reverse('undo:undo', args=[action.pk])}" + (f" open:{opens}" if opens else "")
    getattr(messages, level)(request, text, extra_tags=tags)
