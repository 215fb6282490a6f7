"""Roles: the table of all rights, and one role to change, old beside new before it is saved (rows Na1, Ne5)."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm_project.accounts.domain import rights
from crm_project.accounts.forms.organisation import NewRoleForm, RoleForm
from crm_project.accounts.forms.rights import grants_of, rights_form
from crm_project.accounts.models import Role
from crm_project.accounts.models.choices import WHOLE, Action, Scope
from crm_project.accounts.models.default_roles import DEFAULT_ROLES
from crm_project.accounts.presenters.rights import GROUPS, SHORT, reach
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, now, refusal_into

from .loading import everywhere

TONES = {Scope.OWN: "", Scope.DEPARTMENT: "info", Scope.BELOW: "plum", Scope.ALL: "accent"}


@everywhere
def table(request):
    """Every right of every role."""
    order = [key for key, *_rest in DEFAULT_ROLES]
    counted = Role.objects.annotate(n=Count("people", filter=Q(people__is_active=True)))
    roles = sorted(counted, key=lambda role: (order.index(role.key) if role.key in order else len(order), str(role)))
    heads = [format_html('<a href="{}">{}</a>', reverse("accounts:role", args=[role.pk]), role) for role in roles]
    groups = [
        {
            "label": label,
            "rows": [{"label": action.label, "cells": [_cell(role, action) for role in roles]} for action in actions],
        }
        for label, actions in GROUPS
    ]
    listed = [
        {"name": str(r), "url": reverse("accounts:role", args=[r.pk]), "n": r.n, "second_factor": r.second_factor}
        for r in roles
    ]
    return render(
        request,
        "accounts/roles.html",
        {
            "heads": heads,
            "groups": groups,
            "roles": listed,
            "legend": [(s, w.label) for w, s in SHORT.items() if str(s).casefold() != w.label.casefold()],
        },
    )


@everywhere
def page(request, pk):
    """One role. Saving first shows old and new, then, confirmed, does it."""
    role = get_object_or_404(Role, pk=pk)
    form = RoleForm(
        _part(request, "role"), initial={"name": str(role), "level": role.level, "second_factor": role.second_factor}
    )
    rights_typed = rights_form(_part(request, "rights"), role)
    grants, changes, error = grants_of(rights_typed), None, ""
    if rights_typed.is_bound and not rights_typed.is_valid():
        error = " ".join(rights_typed.refusals())
    elif rights_typed.is_bound:
        grants = grants_of(rights_typed)
        try:
            changes = _shown(rights.differences(role, rights.checked(grants)))
            if "confirmed" in request.POST:
                rights.set_rights(role_id=role.pk, grants=grants, by=request.user, at=now())
                messages.success(request, _("The rights apply to everybody in this role from their next click."))
                return redirect("accounts:role", role.pk)
        except Refused as refusal:
            error, changes = refusal.sentence, None
    elif request.method == "POST" and form.is_valid():
        try:
            rights.change_role(role_id=role.pk, **form.cleaned_data, by=request.user, at=now())
            messages.success(request, _("Saved."))
            return redirect("accounts:role", role.pk)
        except Refused as refusal:
            refusal_into(form, refusal)
    return render(
        request,
        "accounts/role.html",
        {
            "role": role,
            "form": form,
            "rights_form": rights_typed,
            "changes": changes,
            "error": error,
            "crumbs": [(_("Roles"), reverse("accounts:roles"))],
            "groups": _editable(grants),
            "people": role.people.filter(is_active=True).count(),
            "last": _last(role),
            "people_url": f"{reverse('accounts:people')}?role={role.pk}",
            "hidden": [(f"right.{a}", s) for a, s in grants.items() if s],
        },
    )


@everywhere
def new(request):
    """A new role, begun as a copy of another."""
    form = NewRoleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            role = rights.create_role(**form.cleaned_data, by=request.user, at=now())
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("The role was created. Set its rights below."))
            return redirect("accounts:role", role.pk)
    return render(
        request, "accounts/role_new.html", {"form": form, "crumbs": [(_("Roles"), reverse("accounts:roles"))]}
    )


@require_POST
@everywhere
def remove(request, pk):
    """A role that nobody has."""
    role = get_object_or_404(Role, pk=pk)
    removed = attempt(request, rights.remove_role, role_id=role.pk, by=request.user, at=now(), done=_("Removed."))
    return redirect("accounts:roles") if removed else redirect("accounts:role", role.pk)


def _part(request, name):
    return request.POST if request.method == "POST" and request.POST.get("part") == name else None


def _cell(role, action):
    scope = role.grants.get(action)
    return {"text": SHORT.get(scope, ""), "tone": TONES.get(scope, "")}


def _shown(changes):
    return [
        (Action(action).label, reach(old) if old else "", reach(new) if new else "") for action, old, new in changes
    ]


def _editable(grants):
    """Groups of rights, each with a select of how far it reaches."""
    options = [("", _("not at all")), *Scope.choices]
    return [
        {
            "label": label,
            "rows": [
                {
                    "label": a.label,
                    "name": f"right.{a}",
                    "id": f"right-{a}".replace(".", "-"),
                    "set": bool(grants.get(a)),
                    "options": [
                        (v, word, v == grants.get(a, ""))
                        for v, word in options
                        if v in ("", Scope.ALL) or a not in WHOLE
                    ],
                }
                for a in actions
            ],
        }
        for label, actions in GROUPS
    ]


def _last(role):
    """The last change of rights: who, when, what."""
    entry = (
        Entry.objects.filter(subject_type="role", subject_id=str(role.pk), action="role.rights")
        .select_related("actor")
        .order_by("-id")
        .first()
    )
    return entry and {
        "who": entry.actor or _("the system"),
        "at": entry.at,
        "changes": _shown((a, old, new) for a, (old, new) in entry.changes.items() if a in Action.values),
    }
