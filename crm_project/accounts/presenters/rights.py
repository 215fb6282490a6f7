"""Rights in words, as the pages about people show them."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.models.choices import Action, Scope

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
            if a.startswith(("customer.", "filter.")) and a not in (Action.CUSTOMER_CLAIM, Action.CUSTOMER_TRANSFER)
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
    (_("People, lists and audit"), [a for a in Action if a.startswith(("people.", "lists.", "audit."))]),
]


def rights(role):
    """[(how far, [rights])] of a role, widest first."""
    grants = role.grants if role else {}
    groups = [(label, [a.label for a in Action if grants.get(a) == scope]) for scope, label in REACH]
    return [(label, actions) for label, actions in groups if actions]


# The same in the narrow cells of the table of all rights.
SHORT = {Scope.OWN: _("own"), Scope.DEPARTMENT: _("dept."), Scope.BELOW: _("dept. +"), Scope.ALL: _("all")}


def reach(scope):
    """A scope in one word, a dash for none."""
    return Scope(scope).label if scope in Scope.values else "–"
