"""Rule book presets: choose, look at what would change, apply; then the same page links to where each value is edited."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from crm_project.accounts.models import Department
from crm_project.accounts.views.loading import everywhere
from crm_project.lib.refused import Refused
from crm_project.lib.setting import COMPANY
from crm_project.lib.views import now

from .domain.apply import apply_presets
from .domain.plan import chosen, described, plan


@require_safe
@everywhere
def choose(request):
    """The ten rule books with what each sets; tick one or several, and a department."""
    picked = request.GET.getlist("preset")
    departments = Department.objects.filter(closed_at=None)
    return render(
        request,
        "presets/choose.html",
        {
            "books": [(preset, text, preset.key in picked) for preset, text in described()],
            "departments": [(d.pk, _indented(d), str(d.pk) == request.GET.get("department")) for d in departments],
        },
    )


def _indented(department):
    return f"{'– ' * (len(department.ancestor_ids()) - 1)}{department}"


@require_http_methods(["GET", "HEAD", "POST"])
@everywhere
def preview(request):
    """What would change; posted, it is applied."""
    sent = request.POST if request.method == "POST" else request.GET
    department = _department(sent.get("department", ""))
    presets = chosen(sent.getlist("preset"))
    if not presets:
        messages.error(request, _("Choose at least one rule book."))
        return redirect(f"{reverse('presets:choose')}?{urlencode({'department': department.pk})}")
    status = 200
    if request.method == "POST":
        try:
            done, asked = apply_presets(
                presets=presets, department_id=department.pk, token=sent.get("token", ""), by=request.user, at=now()
            )
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            status = 422
        else:
            messages.success(request, _done_text(done, len(asked)))
            return redirect(_address(presets, department))
    made = plan(presets=presets, department=department, by=request.user, at=now())
    return render(
        request,
        "presets/preview.html",
        {
            "plan": made,
            "rows": [_row(change, made) for change in made.changes],
            "again": f"{reverse('presets:choose')}?{_query(presets, department)}",
            "crumbs": [(_("Rule book presets"), reverse("presets:choose"))],
        },
        status=status,
    )


def _department(number):
    """The department of this number, the one at the top where none is named."""
    here = Department.objects.filter(closed_at=None)
    if not number:
        return here.first()
    return get_object_or_404(here, pk=int(number) if number.isdecimal() and len(number) < 10 else 0)


def _done_text(done, asked):
    text = ngettext("%(n)d setting was set.", "%(n)d settings were set.", done) % {"n": done}
    if asked:
        text += " " + _("The policy was sent to the general manager for approval.")
    return text


def _query(presets, department):
    return urlencode([("department", department.pk), *(("preset", preset.key) for preset in presets)])


def _address(presets, department):
    return f"{reverse('presets:preview')}?{_query(presets, department)}"


def _row(change, made):
    setting = change.setting
    return {
        "label": setting.label,
        "whole": setting.scope == COMPANY,
        "old": setting.text(change.old),
        "new": setting.text(change.new),
        "presets": change.presets,
        "same": change.old == change.new,
        "effect": setting.effect(department=made.department, value=change.new, at=now()) if change.needed else "",
        "approval": change.approval,
        "asked": change.asked,
        "forbidden": change.forbidden,
        "page": setting.page(made.department),
        "beaten": [
            {
                "preset": other,
                "text": setting.text(value),
                # The other one wins when it comes last.
                "url": _address([*(p for p in made.presets if p is not other), other], made.department),
            }
            for other, value in change.beaten
        ],
    }
