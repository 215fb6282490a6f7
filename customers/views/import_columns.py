"""Which column each heading of a file is: suggested, decided, and decided anew from the preview."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm_project.lib.refused import Refused
from crm_project.lib.views import now, posted, refusal_into

from ..forms.import_columns import ColumnsForm
from ..importing import jobs
from ..importing.kinds import every_kind
from ..models import ImportJob
from ..tasks import send_import
from .import_rows import moment, steps
from .importing import brings_in, mine

State = ImportJob.State


@brings_in
@require_http_methods(["GET", "POST"])
def columns(request, pk):
    """The headings with samples, and what each is taken for."""
    row = mine(request, pk)
    if row.state not in (State.MAPPING, State.READY):
        return redirect("customers:import_job", pk)
    form = ColumnsForm(posted(request), job=row, user=request.user)
    if request.method == "POST" and form.is_valid():
        names, fixed = form.decided()
        try:
            send_import(jobs.set_columns(job_id=row.pk, by=request.user, at=now(), columns=names, fixed=fixed))
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            return redirect("customers:import_job", pk)
    unknown = sum(line[3] for line in form.lines())
    return render(
        request,
        "customers/import_columns.html",
        {
            "row": row,
            "form": form,
            "unknown": unknown,
            "steps": steps(row),
            "kind": every_kind()[row.kind].label,
            "when": moment(row.at),
            "crumbs": [(_("Customers"), reverse("customers:list")), (_("Import"), reverse("customers:import"))],
        },
        status=422 if form.errors else 200,
    )
