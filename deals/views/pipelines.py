"""Pipelines and their stages, kept by whoever may (rows Na9, Ni17, D7)."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, now, posted, refusal_into
from deals.domain import pipelines

from ..forms.product import NewStageForm, PipelineForm, StageForm
from ..models import Pipeline, Stage


@allowed("product.manage")
@require_GET
def pipeline_list(request):
    """Every pipeline with its stages, who uses it, and how many deals stand in it."""
    rows = Pipeline.objects.prefetch_related("stages", "departments").annotate(
        n=Count("stages__deals", filter=Q(stages__deals__status="open"))
    )
    return render(request, "deals/pipelines.html", {"rows": rows})


@allowed("product.manage")
@require_http_methods(["GET", "POST"])
def pipeline(request, pk):
    """One pipeline: names, probabilities, conditions, update days, departments."""
    row = get_object_or_404(Pipeline, pk=pk)
    form = PipelineForm(posted(request), instance=Pipeline.objects.get(pk=pk))
    stages = _stage_forms(posted(request), row)
    if request.method == "POST" and form.is_valid() and not any(part.errors for _stage, part in stages):
        try:
            pipelines.save_pipeline(
                pipeline_id=pk,
                stages={stage.pk: part.cleaned_data for stage, part in stages},
                departments=form.cleaned_data["departments"],
                standard=form.cleaned_data["standard"],
                by=request.user,
                at=now(),
            )
            messages.success(request, _("Saved: it applies to every change of stage from now on."))
            return redirect("deals:pipelines")
        except Refused as refusal:
            refusal_into(form, refusal)
    return _page(request, row, form, stages, NewStageForm())


def _stage_forms(data, row):
    return [
        (
            stage,
            StageForm(
                data,
                prefix=f"s{stage.pk}",
                initial={
                    name: getattr(stage, name)
                    for name in ("name", "name_zh", "probability", "update_days", "conditions")
                },
            ),
        )
        for stage in row.stages.annotate(n=Count("deals", filter=Q(deals__status="open"))).order_by("number")
    ]


def _page(request, row, form, stages, new_form):
    wrong = bool(form.errors or new_form.errors or any(part.errors for _stage, part in stages))
    context = {"row": row, "form": form, "stages": stages, "new_form": new_form}
    return render(request, "deals/pipeline.html", context, status=422 if wrong else 200)


@allowed("product.manage")
@require_POST
def stage_new(request, pk):
    """One stage more, before the last."""
    row = get_object_or_404(Pipeline, pk=pk)
    form = NewStageForm(request.POST)
    if form.is_valid():
        try:
            pipelines.add_stage(pipeline_id=pk, by=request.user, at=now(), **form.cleaned_data)
            messages.success(request, _("Added before the last stage: set its requirements."))
            return redirect("deals:pipeline", pk)
        except Refused as refusal:
            refusal_into(form, refusal)
    return _page(request, row, PipelineForm(instance=row), _stage_forms(None, row), form)


@allowed("product.manage")
@require_POST
def stage_switch(request, pk):
    """Use one no longer, or again."""
    stage = get_object_or_404(Stage, pk=pk)
    done = attempt(request, pipelines.switch_stage, stage_id=pk, by=request.user, at=now())
    if done:
        row, moved = done
        text = _("“%(stage)s” is switched on again.") if row.active else _("“%(stage)s” is switched off.")
        messages.success(request, text % {"stage": row})
        if moved:
            messages.info(
                request,
                ngettext(
                    "%(n)d open deal was moved to the next stage in use.",
                    "%(n)d open deals were moved to the next stage in use.",
                    moved,
                )
                % {"n": moved},
            )
    return redirect("deals:pipeline", stage.pipeline_id)
