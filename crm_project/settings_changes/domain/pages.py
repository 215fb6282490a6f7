"""Which pages change settings, as the rights of their views say (row Nh9)."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.urls import URLPattern, get_resolver

from crm_project.accounts.domain.access import may
from crm_project.accounts.models import User
from crm_project.settings_changes.rules.held import is_held

ADMIN = "admin"


def is_admin(user: User) -> bool:
    """Whether their changes of settings apply at once."""
    return user.role is not None and user.role.key == ADMIN


def actions_of(view: Callable[..., Any]) -> tuple[str, ...]:
    """The rights that open a view (`accounts.decorators.allowed`)."""
    actions: tuple[str, ...] = getattr(view, "actions", ())
    return actions


def changes_settings(name: str, view: Callable[..., Any]) -> bool:
    """Whether a form posted to this view changes settings."""
    return is_held(name, actions_of(view))


def may_change_here(user: User, view: Callable[..., Any]) -> bool:
    """Whether the page of this view leads to forms that change settings and that the user may send."""
    return any(may(user, action) for action in _held_in().get(view.__module__, ()))


@cache
def _held_in() -> dict[str, frozenset[str]]:
    """{module of views: rights of its forms that change settings}."""
    found: dict[str, frozenset[str]] = {}
    for name, view in _views(get_resolver().url_patterns, ""):
        if changes_settings(name, view):
            found[view.__module__] = found.get(view.__module__, frozenset()) | set(actions_of(view))
    return found


def _views(patterns: list[Any], namespace: str) -> list[tuple[str, Callable[..., Any]]]:
    rows: list[tuple[str, Callable[..., Any]]] = []
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            rows.append((f"{namespace}{pattern.name}", pattern.callback))
        else:
            rows += _views(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)
    return rows


def all_held() -> list[str]:
    """The names of all addresses whose forms change settings."""
    return sorted(name for name, view in _views(get_resolver().url_patterns, "") if changes_settings(name, view))
