"""The roles a new company starts with, as rows that an admin edits (rows Na1, Ne5)."""

from .choices import DEFAULT_ROLES


def ensure(role_model):
    """Create the built-in roles that are missing; grants somebody edited are left alone."""
    for key, _name, level, grants in DEFAULT_ROLES:
        role_model.objects.get_or_create(
            key=key, defaults={"level": level, "builtin": True, "grants": {str(a): str(s) for a, s in grants.items()}}
        )
