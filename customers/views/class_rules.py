"""The six classes: what each is and asks for (rows Ni8, Ni9, Ni24)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.views import now, posted, refusal_into
from customers.domain.classes import class_rules
from customers.domain.classes.class_rules import USUAL
from customers.models.choices import FIELDS

from ..forms.classes import ClassForm
from .lists import tabs_of


@allowed("lists.manage")
@require_GET
def classes(request):
    """All six with their definition."""
    shown = [
        {
            "name": class_rules.label(segment, level),
            "url": reverse("customers:class_rule", args=[segment, level]),
            "definition": rule.defined,
            "required": _(", ").join(str(FIELDS[name]) for name in rule.required),
            "checked": rule.checked,
        }
        for (segment, level), rule in class_rules.rules().items()
    ]
    return render(request, "customers/class_rules.html", {"classes": shown, "tabs": tabs_of("classes")})


@allowed("lists.manage")
@require_http_methods(["GET", "POST"])
def class_rule(request, segment, level):
    """Change one class."""
    if (segment, level) not in USUAL:
        raise Http404
    rule = class_rules.rules()[segment, level]
    initial = {name: getattr(rule, name) for name in ClassForm.base_fields}
    form = ClassForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            class_rules.set_rule(segment=segment, level=level, fields=form.cleaned_data, by=request.user, at=now())
            messages.success(request, _("Saved. Files are checked against it from now on."))
            return redirect("customers:class_rules")
        except Refused as refusal:
            refusal_into(form, refusal)
    context = {
        "form": form,
        "name": class_rules.label(segment, level),
        "crumbs": [(_("Classes"), reverse("customers:class_rules"))],
    }
    return render(request, "customers/class_rule.html", context, status=422 if form.errors else 200)
