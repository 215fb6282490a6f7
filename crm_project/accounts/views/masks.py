"""Masking: which fields of which customers each role reads, at once or for a reason given (rows Nb4, Nf15)."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm_project.accounts.domain import masks
from crm_project.accounts.forms.rights import WAYS, mask_form, reach_of
from crm_project.accounts.models import Role
from crm_project.accounts.models.choices import AT_ONCE, Scope
from crm_project.audit.models import Entry
from crm_project.lib.views import attempt, now

from .loading import everywhere


@everywhere
@require_http_methods(["GET", "POST"])
def page(request):
    """All rules in force, each with every role; and a form for another rule."""
    roles, held = list(Role.objects.order_by("-level", "key")), masks.rules()
    refused = None
    if request.method == "POST":
        name = masks.name_of(request.POST.get("kind", ""), request.POST.get("customers", ""))
        form = mask_form(request.POST, name, roles)
        done = _("The rule applies from the next click.")
        if "new" in request.POST:
            attempt(request, masks.add_rule, name=name, by=request.user, at=now(), done=done)
        elif form.is_valid():
            reach = reach_of(form, roles)
            attempt(request, masks.set_rule, name=name, reach=reach, by=request.user, at=now(), done=done)
        else:
            refused = (name, form)
        if refused is None:
            return redirect("accounts:masks")
    forms = {name: mask_form(None, name, roles) for name in held} | dict([refused] if refused else [])
    context = {
        "rules": [_rule(name, roles, forms[name]) for name in held],
        "kinds": masks.KINDS.items(),
        "groups": masks.CLASSES.items(),
        "last": Entry.objects.filter(action__startswith="mask.").select_related("actor").order_by("-at").first(),
    }
    return render(request, "accounts/masks.html", context, status=422 if refused else 200)


def _rule(name, roles, form):
    typed = form.typed()
    kind, group = masks.parts_of(name)
    return {
        "name": name,
        "label": masks.label_of(name),
        "kind": kind,
        "customers": group,
        "form": form,
        "refusals": form.refusals() if form.is_bound else [],
        "roles": [
            {
                "name": str(role),
                "ways": [_choice(name, role, way, typed) for way in WAYS],
            }
            for role in roles
        ],
    }


def _choice(name, role, way, typed):
    chosen = typed[f"{way}-{role.pk}"]
    options = [("", _("no")), *Scope.choices]
    return {
        "id": f"{name.replace('.', '-')}-{way}-{role.pk}",
        "name": f"{way}-{role.pk}",
        "label": _("at once") if way == AT_ONCE else _("for a reason"),
        "options": [(value, label, value == chosen) for value, label in options],
    }


@everywhere
@require_POST
def remove(request):
    """Nothing is hidden by this rule any more."""
    attempt(
        request,
        masks.remove_rule,
        name=request.POST.get("rule", ""),
        by=request.user,
        at=now(),
        done=_("The rule is removed: everybody who can see the customer can see these fields."),
    )
    return redirect("accounts:masks")
