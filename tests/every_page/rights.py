"""What the role table says, worked out a second time: grants × scope × where the object lies. Knows nothing of the product's code
but the table itself."""

from dataclasses import dataclass

import pytest

from crm_project.accounts.models.default_roles import DEFAULT_ROLES

# Where an object lies, seen by the viewer, who works in the department Stages.
OWN = "own"  # theirs
DEPT = "department"  # a colleague's in the same department
BELOW = "below"  # somebody's in a department below
OTHER = "other"  # somebody's elsewhere
POOL = "pool"  # in the public pool of their department
FAR = "far pool"  # in a pool elsewhere that only its department sees
OPEN = "open pool"  # in a pool elsewhere that is open to the whole company

HELD = (OWN, DEPT, BELOW, OTHER)
POOLS = (POOL, FAR)
EVERYWHERE = (*HELD, *POOLS)
IN_DEPARTMENT = {OWN, DEPT, POOL}
IN_SUBTREE = {OWN, DEPT, POOL, BELOW}

GRANTS = {
    key: {str(action): str(scope) for action, scope in grants.items()} for key, _name, _level, grants in DEFAULT_ROLES
}
# Who may hangs on the role table, the SQL on how far a right reaches: on PostgreSQL one role of each reach walks a role matrix.
REACHES = {"rep": "own customers", "manager": "the department and those below", "auditor": "the company"}
LEVELS = {key: level for key, _name, level, _grants in DEFAULT_ROLES}


def reaching(role):
    """A case of a role matrix: whole on SQLite, on PostgreSQL the roles of REACHES."""
    return role if role in REACHES else pytest.param(role, marks=pytest.mark.embedded)


@dataclass(frozen=True)
class Case:
    """One role looking at something at one place."""

    role: str
    place: str = ""

    def has(self, action):
        """The role grants it somewhere."""
        return action in GRANTS[self.role]

    def reaches(self, action):
        """The role grants it, and it reaches this place."""
        scope = GRANTS[self.role].get(action)
        return (
            scope == "all"
            or (scope is not None and self.place == OWN)
            or (scope == "department" and self.place in IN_DEPARTMENT)
            or (scope == "below" and self.place in IN_SUBTREE)
        )

    def sees(self):
        """The customer at this place may be seen: held in scope, or in a pool that is open to them."""
        if self.place in (POOL, OPEN):
            return self.has("pool.view")
        if self.place == FAR:
            return GRANTS[self.role].get("pool.view") == "all"
        return self.reaches("customer.view")


def everybody(case):
    """Whoever is signed in."""
    return True


def nobody(case):
    """Nobody."""
    return False


def has(*actions):
    """The role grants each of these actions somewhere."""
    return lambda case: all(case.has(action) for action in actions)


def reaches(*actions):
    """Each of these actions reaches the place."""
    return lambda case: all(case.reaches(action) for action in actions)


def sees(*actions):
    """The customer may be seen, and the role grants these actions somewhere."""
    return lambda case: case.sees() and all(case.has(action) for action in actions)


def acts(*actions):
    """The customer may be seen, and each of these actions reaches it."""
    return lambda case: case.sees() and all(case.reaches(action) for action in actions)


def mine(*actions):
    """It is theirs, and the role grants these actions."""
    return lambda case: case.place == OWN and all(case.has(action) for action in actions)


def both(*rules):
    """All of these rules."""
    return lambda case: all(rule(case) for rule in rules)


def either(*rules):
    """One of these rules."""
    return lambda case: any(rule(case) for rule in rules)


def at(*places):
    """It lies at one of these places."""
    return lambda case: case.place in places


def not_at(*places):
    """It lies at none of these places."""
    return lambda case: case.place not in places


def manages(case):
    """They see and manage this person: in scope; themselves, whose role manages people, only as somebody who manages everywhere."""
    scope = GRANTS[case.role].get("people.manage")
    if not case.reaches("people.manage") or not case.reaches("people.view") or scope == "own":
        return False
    return case.place != OWN or scope == "all"


def wider_than(scope, action):
    """The role grants the action with more than this scope."""
    order = ("own", "department", "below", "all")
    return lambda case: case.has(action) and order.index(GRANTS[case.role][action]) > order.index(scope)


def manages_all(case):
    """They manage people of the whole company."""
    return GRANTS[case.role].get("people.manage") == "all"
