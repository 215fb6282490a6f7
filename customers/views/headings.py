"""Which headings imports recognise, column by column; the company adds its own (page under Lists)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, now, posted, refusal_into

from ..forms.import_columns import HeadingForm
from ..importing import headings as known_headings
from ..importing.kinds import every_kind
from ..models import HeadingSynonym
from .lists import tabs_of


@allowed("lists.manage")
@require_http_methods(["GET", "POST"])
def headings(request):
    """The columns of one kind of file with all headings that mean them; the form below adds one."""
    kinds = every_kind()
    kind = request.GET.get("kind") if request.GET.get("kind") in kinds else "customers"
    form = HeadingForm(posted(request), kind=kind)
    if request.method == "POST" and form.is_valid():
        text, target = form.cleaned_data["text"], form.cleaned_data["target"]
        try:
            row = known_headings.add_heading(kind=kind, column=target, text=text, by=request.user, at=now())
            messages.success(request, _("Files may now use “%(text)s”.") % {"text": row.text})
            return redirect(f"{reverse('customers:headings')}?kind={kind}")
        except Refused as refusal:
            refusal_into(form, refusal)
    added = {}
    for row in HeadingSynonym.objects.filter(kind=kind):
        added.setdefault(row.column, []).append(row)
    lines = [
        (column, [text for text in column.synonyms.split("|") if text], added.get(column.name, []))
        for column in kinds[kind].headings.values()
    ]
    context = {
        "form": form,
        "lines": lines,
        "kind": kind,
        "kinds": [(key, found.label, key == kind) for key, found in kinds.items()],
        "label": kinds[kind].label,
        "tabs": tabs_of("headings"),
    }
    return render(request, "customers/headings.html", context, status=422 if form.errors else 200)


@allowed("lists.manage")
@require_POST
def remove(request, pk):
    """Forget a heading that the company added."""
    row = HeadingSynonym.objects.filter(pk=pk).first()
    attempt(request, known_headings.remove_heading, heading_id=pk, by=request.user, at=now())
    return redirect(f"{reverse('customers:headings')}?kind={row.kind if row else 'customers'}")
