"""Tasks and appointments: the list, planning and changing them, the done mark (row Z5)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.domain import tasks as planning
from activities.domain.access import assignees, followup_refusal, own_task_or_404, tasks_of
from activities.presenters import agenda, deadline_preview
from activities.task_forms import ResultForm, TaskForm
from activities.undo import TASK_DONE, TASK_RESULT
from crm_project.lib.paging import Page, capped_number, capped_text
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, back, now, posted, refusal_into
from crm_project.undo.views import offering
from customers.domain.access import visible
from customers.domain.access.masking import mask_on
from customers.domain.duplicates.matching import search_ids
from customers.models import Customer

from .followup_parts import toggles

SIZE = 30
LABELS = {
    "today": gettext_lazy("Today"),
    "overdue": gettext_lazy("Overdue"),
    "coming": gettext_lazy("Coming up"),
    "done": gettext_lazy("Done"),
}


@login_required
@require_safe
def task_list(request):
    """One's own tasks by tab; a manager chooses whose."""
    at = now()
    tab = request.GET.get("tab") if request.GET.get("tab") in agenda.TABS else "today"
    whose, person = request.GET.get("of", ""), request.user
    if whose == "given":
        tasks = tasks_of(request.user).filter(created_by=request.user).exclude(assignee=request.user)
    elif whose.isdecimal() and int(whose) != request.user.pk:
        person = get_object_or_404(assignees(request.user), pk=int(whose))
        tasks = tasks_of(request.user).filter(planning.still_valid(), assignee=person)
    else:
        whose, tasks = "", agenda.mine(request.user)
    return render(request, "activities/tasks.html", _list(request, tasks, tab, whose, person, at))


def _list(request, tasks, tab, whose, person, at):
    rows = agenda.of_tab(tasks, tab, at).values(*agenda.COLUMNS)
    order = ("-done_at", "-pk") if tab == "done" else ("due_at", "pk")
    page = Page(rows, order=order, cursor=request.GET.get("after"), size=SIZE)
    url, of = reverse("activities:tasks"), f"&of={whose}" if whose else ""
    counts = {key: capped_number(agenda.of_tab(tasks, key, at)) for key in ("today", "overdue", "coming")}
    return {
        "rows": agenda.task_rows(page.rows, at, request.user),
        "tab": tab,
        "whose": whose,
        "person": person,
        "next_url": page.next_url(request.GET),
        "prev_url": page.prev_url(request.GET),
        "count_text": page.span(capped_text(counts[tab]) if tab in counts else ""),
        "tabs": [
            {
                "label": LABELS[k],
                "url": f"{url}?tab={k}{of}",
                "active": k == tab,
                "count": capped_text(counts[k]) if counts.get(k) else "",
            }
            for k in agenda.TABS
        ],
        "people": [p for p in assignees(request.user).order_by("sort_name", "pk") if p.pk != request.user.pk][:200],
    }


@login_required
@require_http_methods(["GET", "POST"])
def task_new(request):
    """Plan a task or an appointment, for oneself or a colleague."""
    at = now()
    start = {
        "assignee": request.user.pk,
        "customer": request.GET.get("customer"),
        "kind": request.GET.get("kind") or "task",
        "due_at": request.GET.get("due") or agenda.tomorrow(at),
    }
    form = _form(request, at, initial={k: v for k, v in start.items() if v})
    if request.method == "POST" and form.is_valid():
        try:
            row = planning.plan_task(by=request.user, at=at, fields=form.task())
        except Refused as refused:
            refusal_into(form, refused)
        else:
            messages.success(request, _("Planned: %(title)s.") % {"title": row.title})
            return back(request, reverse("activities:tasks") + f"?tab={agenda.tab_of(row.due_at, at)}")
    return render(
        request,
        "activities/task.html",
        {"form": form, "kinds": toggles(form, "kind", agenda.ICONS), "next": request.GET.get("next", "")},
    )


@login_required
@require_http_methods(["GET", "POST"])
def task_edit(request, pk):
    """Change a task that one has or gave."""
    at = now()
    row = own_task_or_404(request.user, pk)
    form = _form(request, at, instance=row).hide_numbers(mask_on(request.user, row.customer, at).text)
    if request.method == "POST" and form.is_valid():
        try:
            planning.update_task(task_id=pk, by=request.user, at=at, fields=form.task())
        except Refused as refused:
            refusal_into(form, refused)
        else:
            messages.success(request, _("Saved."))
            return back(request, reverse("activities:tasks"))
    return _task_page(request, form, row)


def _task_page(request, form, row, result=None, status=200):
    """The form of a task; whoever may record contacts with its customer can finish an open one with a result beside it."""
    ends = row.customer_id is not None and row.done_at is None
    ends = ends and (result is not None or followup_refusal(request.user, row.customer) is None)
    context = {
        "form": form,
        "row": row,
        "kinds": toggles(form, "kind", agenda.ICONS),
        "result": (result or ResultForm()) if ends else None,
    }
    return render(request, "activities/task.html", context, status=status)


@login_required
@require_POST
def task_finish(request, pk):
    """Done, with a result that is written down on the customer (Z13)."""
    at = now()
    row = own_task_or_404(request.user, pk)
    form = ResultForm(request.POST)
    if form.is_valid():
        try:
            made = planning.complete_task(task_id=pk, by=request.user, at=at, **form.cleaned_data)
        except Refused as refused:
            refusal_into(form, refused)
        else:
            level, sentence = deadline_preview.saved(made, at)
            offer = {"task_id": pk, "customer_id": made.customer_id, "reminded_at": _iso(row.reminded_at)}
            offering.done(request, sentence, TASK_RESULT, at=at, level=level, subject=row.title, **offer)
            return back(request, reverse("customers:detail", args=[row.customer_id]))
    plan = _form(request, at, instance=row, asked=False).hide_numbers(mask_on(request.user, row.customer, at).text)
    return _task_page(request, plan, row, form, status=422)


def _form(request, at, asked=True, **options):
    data = posted(request) if asked else None
    return TaskForm(data, customers=visible(request.user, at), people=assignees(request.user), **options)


@login_required
@require_POST
def task_done(request, pk):
    """The done mark; by htmx the row comes back."""
    at = now()
    before = own_task_or_404(request.user, pk)
    ticked = request.POST.get("done", "1") == "1"
    row = attempt(request, planning.mark_task, task_id=pk, by=request.user, at=at, ticked=ticked)
    if row and ticked and before.done_at is None:
        said, reminded_at = _("Finished: %(title)s") % {"title": row.title}, _iso(before.reminded_at)
        offering.done(request, said, TASK_DONE, at=at, subject=row.title, task_id=pk, reminded_at=reminded_at)
    if request.htmx and row:
        shown = agenda.task_rows(tasks_of(request.user).filter(pk=pk).values(*agenda.COLUMNS), at, request.user)
        return render(request, "activities/parts/task_answer.html", {"tasks": shown})
    return back(request, reverse("activities:tasks"))


def _iso(moment):
    return moment and moment.isoformat()


@login_required
@require_safe
def customer_options(request):
    """Customers for the select of a form: those one may see, by name or code."""
    at, text = now(), request.GET.get("q", "").strip()
    seen = visible(request.user, at)
    ids = search_ids(text, limit=20, within=seen) if text else []
    rows = {
        pk: (name, code) for pk, name, code in Customer.objects.filter(pk__in=ids).values_list("pk", "name", "code")
    }
    return JsonResponse(
        {"results": [{"value": pk, "text": rows[pk][0], "note": rows[pk][1]} for pk in ids if pk in rows]}
    )
