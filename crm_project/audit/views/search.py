"""The auditor's search: who did what, when, to whom, from where; its export is itself an entry (rows Ne3, Na8)."""

from django.core.cache import cache
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from crm_project.accounts.decorators import allowed
from crm_project.audit import tasks
from crm_project.audit.domain import log
from crm_project.audit.presenters.rows import holds, state, table
from crm_project.lib import csv_file
from crm_project.lib.chips import chips, hidden_fields
from crm_project.lib.paging import count_of, paged
from crm_project.lib.time import minute
from crm_project.lib.views import attempt, back, now

from ..forms import EntryFilter
from ..models import Entry

EXPORTED = 10_000
SIZE = 50


def _found(request):
    return EntryFilter(request.GET, Entry.objects.all(), request=request)


@require_safe
@allowed("audit.view")
def search(request):
    """Entries, the newest first."""
    found = _found(request)
    page = paged(request, found.qs.select_related("actor"), order=("-at", "-id"), size=SIZE)
    return render(
        request,
        "audit/search.html",
        {
            "page": page,
            "rows": table(page.rows, request.user, now()),
            "chips": chips(request, found, keep=("q",)),
            "kept": hidden_fields(request, "q"),
            "query": request.GET.get("q", ""),
            "state": state(cache.get(tasks.PROOF)),
            "export_query": request.GET.urlencode(),
            "panel_url": f"{reverse('audit:panel')}?{request.GET.urlencode()}",
            "limit": EXPORTED,
        },
    )


@require_safe
@allowed("audit.view")
def panel(request):
    """The filter form for the side panel."""
    return render(request, "parts/filter_form.html", {"form": _found(request).form, "action": reverse("audit:search")})


@require_safe
@allowed("audit.view")
def entry(request, pk):
    """One entry with old and new values and its place in the chain."""
    row = get_object_or_404(Entry.objects.select_related("actor"), pk=pk)
    return render(
        request,
        "audit/entry.html",
        {
            "row": table([row], request.user, now())[0],
            "entry": row,
            "holds": holds(row),
            "crumbs": [(_("Audit"), reverse("audit:search"))],
        },
    )


@require_POST
@allowed("audit.view")
def prove(request):
    """Walk the chain now; in the background, because it reads every entry."""
    at = now()
    log.record(by=request.user, action="audit.proved", at=at, subject_name=_("the whole chain"))
    attempt(request, _send_proof, done=_("The integrity check is running: reload this page in a moment."))
    return back(request, reverse("audit:search"))


def _send_proof():
    tasks.prove.delay_on_commit()


@require_POST
@allowed("audit.view")
def export(request):
    """The entries found, as CSV: at most 10,000; logged with the filter."""
    found = EntryFilter(request.GET, Entry.objects.all(), request=request)
    entries = list(found.qs.select_related("actor").order_by("-at", "-id")[:EXPORTED])
    log.record(
        by=request.user,
        action="audit.exported",
        at=now(),
        subject_name=_("Audit"),
        changes={
            "query": [None, request.GET.urlencode()],
            "rows": [None, len(entries)],
            "entries": [None, count_of(found.qs)],
        },
    )
    answer, out = csv_file.answer(f"audit-{minute(now())[:10]}.csv")
    out.row(
        [
            _("Number"),
            _("Time"),
            _("Person"),
            _("Action"),
            pgettext("audit", "Subject"),
            _("Reason"),
            _("Changes"),
            _("Address"),
            _("Seal"),
            _("Digest"),
        ]
    )
    for row in table(entries, request.user):
        text = "; ".join(f"{name}: {old or '–'} → {new or '–'}" for name, old, new in row["changes"])
        cells = [
            row["pk"],
            row["time"],
            row["who"],
            row["what"],
            row["subject"],
            row["reason"],
            text,
            row["address"],
            row["seal"],
            row["digest"],
        ]
        out.row(cells)
    return answer
