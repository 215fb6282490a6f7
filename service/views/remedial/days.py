"""How many working days each step may take: what holds, and setting new ones (row M16)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.time import minute
from crm_project.lib.views import now, posted, refusal_into
from service.domain.remedial import access, days, stored
from service.models import StepDays
from service.models.choices import Step
from service.presenters.remedial.map import WHO, days_text
from service.rules.remedial_steps import TURNS

from ...forms.remedial import DaysForm

SHOWN = 20


@allowed("service.view")
@require_GET
def current(request):
    """What holds now, and the versions before."""
    found = stored.days_at(now())
    older = StepDays.objects.select_related("set_by")[:SHOWN]
    context = {
        "rows": [(Step(step).label, WHO[TURNS[step]], days_text(n)) for step, n in found.items()],
        "versions": [(row.number, minute(row.holds_from), str(row.set_by or ""), row.note) for row in older],
        "manages": access.reviews(request.user),
    }
    return render(request, "service/remedial/days.html", context)


@allowed("remedial.review")
@require_http_methods(["GET", "POST"])
def edit(request):
    """Change them, from now on."""
    at = now()
    form = DaysForm(posted(request), initial=stored.days_at(at))
    if request.method == "POST" and form.is_valid():
        try:
            days.set_days(body=form.body(), note=form.cleaned_data["note"], by=request.user, at=at)
            messages.success(request, _("The new days hold from now on."))
            return redirect("service:remedial_days")
        except Refused as refusal:
            refusal_into(form, refusal)
    return render(request, "service/remedial/days_form.html", {"form": form}, status=422 if form.errors else 200)
