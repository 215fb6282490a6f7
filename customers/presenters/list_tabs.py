"""The tabs of the customer list: whose customers, as the role allows, and which orders an index serves there."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import department_ids, may, scope
from customers.domain.access import helping, visible
from customers.models import Customer, Ownership

MINE, SHARED, DEPARTMENT, ALL = "mine", "shared", "department", "all"

# sort key -> columns of Customer, ascending. "Owned" orders leave out the pool, which has no deadline.
DEADLINE = ("ownership__release_at", "ownership__customer_id")
ORDERS = {
    "deadline": DEADLINE,
    "newest": ("id",),
    "followed": ("last_followup_at", "id"),
    "name": ("sort_name", "id"),
}
EMPTY_LAST = {"followed"}
WORKED_ON = Q(merged_into=None, removed_at=None)


@dataclass(frozen=True)
class Scope:
    """One tab. `small`: few enough rows for any order."""

    key: str
    label: str
    rows: object
    small: bool
    one_department: bool = False
    # The same customers as rows of Ownership, where that is what they are: counted without a join.
    held: object = None

    @property
    def orders(self):
        """The orders that an index serves here."""
        if self.small:
            return list(ORDERS)
        return ["deadline", "newest", "followed", "name"] if self.one_department else ["deadline", "newest", "name"]


def keys(user):
    """The tabs that this person has, narrowest first."""
    reach = scope(user, "customer.view")
    if reach is None:
        return []
    out = [MINE, SHARED] if may(user, "customer.claim") else []
    if reach in ("department", "below") and user.department_id:
        out.append(DEPARTMENT)
    return [*out, ALL]


def label(key, user):
    """What a tab is called."""
    if key == ALL:
        return _("All customers") if scope(user, "customer.view") == "all" else _("Everything I can see")
    return {MINE: _("Mine"), SHARED: _("Shared with me"), DEPARTMENT: _("My department")}[key]


def pick(user, wanted, at, *, searching=False):
    """The Scope asked for, else the person's first one (a search looks through all they may see); None where they see none."""
    mine = keys(user)
    if not mine:
        return None
    key = wanted if wanted in mine else (ALL if searching else mine[0])
    name = label(key, user)
    if key == MINE:
        return Scope(
            key,
            name,
            Customer.objects.filter(ownership__owner=user),
            small=True,
            held=Ownership.objects.filter(owner=user),
        )
    if key == SHARED:
        return Scope(key, name, Customer.objects.filter(pk__in=helping(user).values("customer_id")), small=True)
    if key == DEPARTMENT:
        ids = department_ids(user, "customer.view") or set()
        here = Q(ownership__department_id__in=ids) if len(ids) > 1 else Q(ownership__department_id=min(ids))
        held = Ownership.objects.filter(department_id__in=ids)
        return Scope(key, name, Customer.objects.filter(here), small=False, one_department=len(ids) == 1, held=held)
    return Scope(key, name, visible(user, at).filter(WORKED_ON), small=False)
