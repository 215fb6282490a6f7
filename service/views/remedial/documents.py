"""A remedial plan on paper, its versions side by side, and the files that prove its tasks (row M16)."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from crm_project.lib.query_values import keys
from crm_project.lib.views import handed_out, now, pdf_answer
from customers.domain.access.gate import pass_gate
from service.domain.remedial import access, tasks
from service.models import PlanFile
from service.presenters.remedial import document, words

from .detail import content
from .loading import plan_page


@plan_page
@require_GET
def pdf(request, plan, at):
    """The whole plan as one document."""
    shown = content(request, plan, at)
    return pdf_answer(document.pdf(plan, shown, at=at, by=request.user), f"{plan.number}.pdf")


@plan_page
@require_GET
def compare(request, plan, at, kind):
    """Two versions of the draft or of the report: by default the newest beside the one before it."""
    versions = list(plan.texts.filter(kind=kind).select_related("by"))
    if len(versions) < 2:
        raise Http404
    numbers = keys([request.GET.get("from", ""), request.GET.get("to", "")])
    by_number = {text.number: text for text in versions}
    chosen = [by_number[number] for number in numbers if number in by_number]
    one, other = sorted(chosen, key=lambda text: text.number) if len(set(chosen)) == 2 else versions[-2:]
    context = {
        "plan": plan,
        "kind_label": one.get_kind_display(),
        "versions": [(text.number, words.version_note(text)) for text in versions],
        "one": one.number,
        "other": other.number,
        "heads": [words.version_note(one), words.version_note(other)],
        "changes": words.compared(one, other),
        "crumbs": [
            (_("Remedial plans"), reverse("service:remedial")),
            (plan.number, reverse("service:remedial_plan", args=[plan.pk])),
        ],
    }
    return render(request, "service/remedial/compare.html", context)


@login_required
@require_safe
def file(request, pk):
    """A file that proves a task: for whoever sees the plan, and whoever has the task."""
    at = now()
    near = ("task__plan__customer__ownership__owner", "task__plan__customer__ownership__department")
    row = get_object_or_404(PlanFile.objects.select_related(*near), pk=pk)
    plan = row.task.plan
    seen = access.visible(request.user, at).filter(pk=plan.pk).exists()
    if not seen and not access.tasks_of(request.user, at).filter(pk=row.task_id).exists():
        raise Http404
    pass_gate(request.user, plan.customer, plan.customer.ownership_or_none, at)
    tasks.note_download(row=row, by=request.user, at=at)
    return handed_out(row.file, row.name)
