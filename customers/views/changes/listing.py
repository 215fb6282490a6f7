"""Major changes of all customers, for those who review their files (row M6)."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import open_departments
from crm_project.lib.paging import paged
from crm_project.lib.views import now
from customers.domain.access.masking import shown
from customers.domain.changes.access import listed, narrowed
from customers.domain.reviews.access import RIGHT
from customers.presenters.changes import list_row

from ...forms.changes import MajorChangeListForm

NEAR = ("kind", "recorded_by", "customer__ownership__owner")


@allowed(RIGHT)
@require_GET
def changes(request):
    """The newest first; by kind, department and days."""
    form = MajorChangeListForm(request.GET, departments=open_departments(request.user, RIGHT))
    form.is_valid()
    rows = narrowed(listed(request.user, now()), **form.cleaned_data)
    page = paged(request, rows.select_related(*NEAR), order=("-happened_on", "-id"))
    context = {
        "form": form,
        "page": page,
        "rows": [list_row(row) for row in shown(request.user, page.rows)],
        "narrowed": any(form.cleaned_data.values()),
    }
    return render(request, "customers/changes/list.html", context)
