"""The company tree: departments with their people, policy and own words (row Nb1)."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm_project import catalogue
from crm_project.accounts.domain import departments
from crm_project.accounts.forms.organisation import DepartmentForm, DepartmentMoveForm, NewDepartmentForm
from crm_project.accounts.models import Department
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, now, refusal_into

from .loading import everywhere


@everywhere
def tree(request):
    """All departments as they hang, each with its policy and its people."""
    closed = Department.objects.exclude(closed_at=None)
    return render(
        request,
        "accounts/departments.html",
        {
            "nodes": _nodes(now()),
            "closed": [(d.name, reverse("accounts:department", args=[d.pk])) for d in closed],
        },
    )


@everywhere
def new(request):
    """Open a department."""
    form = NewDepartmentForm(
        request.POST if request.method == "POST" else None, initial={"parent": request.GET.get("parent")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            department = departments.create_department(**form.cleaned_data, by=request.user, at=now())
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(
                request,
                _("“%(name)s” was created. It follows the policy of the superior department.") % {"name": department},
            )
            return redirect("accounts:department", department.pk)
    return render(request, "accounts/department_new.html", {"form": form, "crumbs": _crumbs()})


@everywhere
def page(request, pk):
    """Name, own words for the stages, policy, people."""
    department = get_object_or_404(Department.objects.select_related("parent"), pk=pk)
    form = own_words_form(department, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            departments.update_department(department_id=department.pk, **form.cleaned_data, by=request.user, at=now())
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:department", department.pk)
    return render_department(
        request, department, form, DepartmentMoveForm(department=department, initial={"parent": department.parent_id})
    )


@require_POST
@everywhere
def reopen(request, pk):
    """Open a closed department again."""
    attempt(
        request,
        departments.reopen_department,
        department_id=get_object_or_404(Department, pk=pk).pk,
        by=request.user,
        at=now(),
        done=_("Reopened."),
    )
    return redirect("accounts:department", pk)


def own_words_form(department, data=None):
    """The form for a department's name and its own words for the stages."""
    return DepartmentForm(data, initial={name: getattr(department, name) for name in ("name", *departments.WORDS)})


def render_department(request, department, form, move_form):
    """The page of a department with these two forms."""
    added = {}
    for pages in catalogue.organisation_pages():
        added |= pages.department(department, now())
    return render(
        request,
        "accounts/department.html",
        {
            "department": department,
            "form": form,
            "move_form": move_form,
            "crumbs": _crumbs(),
            "people": department.people.filter(is_active=True).count(),
            "people_url": f"{reverse('accounts:people')}?department={department.pk}",
            "new_url": f"{reverse('accounts:department_new')}?parent={department.pk}",
            **added,
        },
    )


def _crumbs():
    return [(_("Departments"), reverse("accounts:departments"))]


def _nodes(at):
    """The tree for parts/tree.html: three queries, however many departments."""
    counted = Count("people", filter=Q(people__is_active=True))
    rows = list(Department.objects.filter(closed_at=None).annotate(n=counted).order_by("path"))
    notes = {pk: note for pages in catalogue.organisation_pages() for pk, note in pages.notes(rows, at).items()}
    nodes = {}
    for d in rows:
        nodes[d.pk] = {
            "label": d.name,
            "url": reverse("accounts:department", args=[d.pk]),
            "note": notes.get(d.pk, ""),
            "count": d.n,
            "children": [],
        }
    top = []
    for d in rows:
        (nodes[d.parent_id]["children"] if d.parent_id in nodes else top).append(nodes[d.pk])
    return top
