"""Rights in words, as the pages about people show them."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.further_rights import open_of
from crm_project.accounts.models.choices import Action, Scope
from crm_project.audit.models import Entry
from crm_project.lib.time import day

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# How far a right reaches, widest first, as a heading above the rights that reach so far.
REACH = [
    (Scope.ALL, _("In the whole company")),
    (Scope.BELOW, _("Own department and lower departments")),
    (Scope.DEPARTMENT, _("Own department")),
    (Scope.OWN, _("Own records")),
]

GROUPS: list[tuple["_StrPromise", list[Action]]] = [
    (
        _("Customers"),
        [
            a
            for a in Action
            if a.startswith(("customer.", "folder.", "filter."))
            and a not in (Action.CUSTOMER_CLAIM, Action.CUSTOMER_TRANSFER)
        ],
    ),
    (
        _("Ownership"),
        [
            Action.POOL_VIEW,
            Action.CUSTOMER_CLAIM,
            Action.CUSTOMER_TRANSFER,
            Action.HANDOVER_RUN,
            Action.REQUEST_DECIDE,
            Action.EXTENSION_BEYOND,
        ],
    ),
    (_("Follow-ups and contracts"), [a for a in Action if a.startswith(("followup.", "contract."))]),
    (
        _("Selling and money"),
        [a for a in Action if a.startswith(("deal.", "product.", "text.", "payment.", "expense.", "rating."))],
    ),
    (_("Service"), [a for a in Action if a.startswith(("after_sales.", "service.", "remedial.", "questionnaire."))]),
    (_("Policies and automatic release"), [a for a in Action if a.startswith(("policy.", "sweep."))]),
    (
        _("Figures, targets and reports"),
        [
            a
            for a in Action
            if a.startswith(
                (
                    "analysis.",
                    "figures.",
                    "target.",
                    "report.",
                    "trip.",
                    "outing.",
                    "contradiction.",
                    "spot_check.",
                    "appraisal.",
                )
            )
        ],
    ),
    (_("People, lists and audit"), [a for a in Action if a.startswith(("people.", "violation.", "lists.", "audit."))]),
]


def rights(role):
    """[(how far, [rights])] of a role, widest first."""
    grants = role.grants if role else {}
    groups = [(label, [a.label for a in Action if grants.get(a) == scope]) for scope, label in REACH]
    return [(label, actions) for label, actions in groups if actions]


def rights_held(person):
    """Everything that a person may, and where each of it comes from: the role with who gave it, and what was given beside it (Ne6)."""
    return {
        "role": person.role,
        "role_from": _role_origin(person) if person.role_id else "",
        "by_role": rights(person.role),
        "further": [_further(right) for right in open_of(person).select_related("given_by")],
    }


def _role_origin(person):
    """Who gave the role, and when: the last move into it, else the account's beginning."""
    told = Entry.objects.filter(
        subject_type="user",
        subject_id=str(person.pk),
        action__in=("person.created", "person.moved"),
        changes__has_key="role",
    )
    entry = told.select_related("actor").order_by("-at", "-id").first()
    if entry is None:
        return gettext("with the account, on %(day)s") % {"day": day(person.date_joined)}
    return gettext("given by %(person)s on %(day)s") % {
        "person": entry.actor or gettext("the system"),
        "day": day(entry.at),
    }


def _further(right):
    return {
        "pk": right.pk,
        "name": right.get_action_display(),
        "reach": right.get_scope_display(),
        "until": right.until.isoformat() if right.until else "",
        "from": gettext("given by %(person)s on %(day)s") % {"person": right.given_by, "day": day(right.given_at)},
        "request_id": right.request_id,
    }


# The same in the narrow cells of the table of all rights.
SHORT = {Scope.OWN: _("own"), Scope.DEPARTMENT: _("dept."), Scope.BELOW: _("dept. +"), Scope.ALL: _("all")}


def reach(scope):
    """A scope in one word, a dash for none."""
    return Scope(scope).label if scope in Scope.values else "–"
