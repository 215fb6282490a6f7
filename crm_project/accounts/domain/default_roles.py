"""The roles a new company starts with, as rows that an admin edits (rows Na1, Ne5)."""

from crm_project.accounts.models import Role
from crm_project.accounts.models.choices import SECOND_FACTOR_ROLES
from crm_project.accounts.models.default_roles import DEFAULT_ROLES, default_masks
from crm_project.lib.json_values import JsonObject


def ensure(role_model: type[Role]) -> None:
    """Create the built-in roles that are missing; grants somebody edited are left alone."""
    for key, _name, level, grants in DEFAULT_ROLES:
        role_model.objects.get_or_create(
            key=key,
            defaults={"level": level, "builtin": True, "grants": {str(a): str(s) for a, s in grants.items()}}
            | _masks(role_model, key),
        )


def _masks(role_model: type[Role], key: str) -> JsonObject:
    """The shipped rules of masking; an earlier state of the table, in a migration, has no room for them yet."""
    known = {field.name for field in role_model._meta.concrete_fields}
    return {"masks": default_masks(key)} if "masks" in known else {}


def demand_second_factor(role_model: type[Role]) -> None:
    """Have the roles that reach furthest sign in with a second factor, as a company begins with it (Na3)."""
    role_model.objects.filter(builtin=True, key__in=SECOND_FACTOR_ROLES).update(second_factor=True)
