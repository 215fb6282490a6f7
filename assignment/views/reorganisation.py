"""Moving and closing a department: what that means for its customers and their policy (row Nb1)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assignment.domain.policies import reorganisation
from crm_project.accounts.forms.organisation import DepartmentMoveForm
from crm_project.accounts.models import Department
from crm_project.accounts.views.departments import own_words_form, render_department
from crm_project.accounts.views.loading import everywhere
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, now, refusal_into


@require_POST
@everywhere
def move(request, pk):
    """Hang it elsewhere; it keeps its policy."""
    department = get_object_or_404(Department, pk=pk)
    form = DepartmentMoveForm(request.POST, department=department, initial={"parent": department.parent_id})
    if form.is_valid():
        try:
            reorganisation.move_department(
                department_id=department.pk, parent=form.cleaned_data["parent"], by=request.user, at=now()
            )
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("Moved. The same policy still applies."))
            return redirect("accounts:department", department.pk)
    return render_department(request, department, own_words_form(department), form)


@require_POST
@everywhere
def close(request, pk):
    """Close an empty department."""
    attempt(
        request,
        reorganisation.close_department,
        department_id=get_object_or_404(Department, pk=pk).pk,
        by=request.user,
        at=now(),
        done=_("Closed."),
    )
    return redirect("accounts:department", pk)
