"""Contact reports on important new customers: the list of what is owed and written, and one report (row M13)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from activities.domain import contact_reports
from activities.domain.access import customer_or_404
from activities.presenters.agenda import when
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.accounts.domain.settings_store import value
from crm_project.lib.paging import Page, capped_number, capped_text
from crm_project.lib.refused import Refused
from crm_project.lib.time import minute
from crm_project.lib.views import now, posted, refusal_into
from customers.domain.access.masking import mask_for

from ..company_settings import CONTACT_REPORT
from ..forms import ContactReportForm

SIZE = 30


@allowed("followup.create", "followup.review")
@require_safe
def report_list(request):
    """The own reports or those of the team; first what is still to be written."""
    at, leads = now(), may(request.user, "followup.review")
    team = request.GET.get("of") == "team" and leads
    done = request.GET.get("show") == "written"
    reports = contact_reports.of_team(request.user, at) if team else contact_reports.mine(request.user)
    reports = reports.filter(written_at__isnull=not done).select_related("followup__customer", "author")
    page = Page(
        reports, order=("-written_at", "-pk") if done else ("due_at", "pk"), cursor=request.GET.get("after"), size=SIZE
    )
    root = reverse("activities:contact_reports")
    whose = [(_("Mine"), False), *([(_("My team"), True)] if leads else [])]
    context = {
        "rows": [_row(report, at) for report in page.rows],
        "team": team,
        "done": done,
        "asked": value(CONTACT_REPORT),
        "page": page,
        "next_url": page.next_url(request.GET),
        "prev_url": page.prev_url(request.GET),
        "count_text": page.span(capped_text(capped_number(reports))),
        "tabs": [
            {
                "label": f"{label}: {state}",
                "url": f"{root}?of={'team' if of_team else 'me'}&show={key}",
                "active": (of_team, key == "written") == (team, done),
            }
            for label, of_team in whose
            for key, state in (("missing", _("to be written")), ("written", _("written")))
        ],
    }
    return render(request, "activities/contact_reports.html", context)


def _row(report, at):
    return {
        "url": reverse("activities:contact_report", args=[report.pk]),
        "customer": report.followup.customer.name,
        "contact": f"{report.followup.get_kind_display()} · {minute(report.followup.occurred_at)}",
        "who": str(report.author),
        "due": minute(report.written_at) if report.written_at else when(report.due_at, at),
        "late": report.written_at is None and report.due_at <= at,
    }


@allowed("followup.create", "followup.review")
@require_http_methods(["GET", "POST"])
def report(request, pk):
    """Write it, or read it: for whoever may see the customer."""
    at = now()
    reports = contact_reports.valid_reports().select_related("followup__customer", "author", "written_by")
    row = get_object_or_404(reports, pk=pk)
    customer = customer_or_404(request.user, row.followup.customer_id, at)
    form = ContactReportForm(posted(request)) if contact_reports.may_write(row, request.user) else None
    if request.method == "POST":
        try:
            data = form.cleaned_data if form and form.is_valid() else dict.fromkeys(ContactReportForm.base_fields, "")
            contact_reports.write_report(report_id=row.pk, by=request.user, at=at, **data)
        except Refused as refusal:
            if form is None:
                messages.error(request, refusal.sentence)
                return redirect("activities:contact_report", pk=row.pk)
            if form.is_valid():
                refusal_into(form, refusal)
        else:
            messages.success(request, _("The contact report is submitted."))
            return redirect("activities:contact_reports")
    mask = mask_for(request.user, customer, customer.ownership_or_none, at)
    context = {
        "row": row,
        "customer": customer,
        "form": form,
        "contact": f"{row.followup.get_kind_display()} · {minute(row.followup.occurred_at)} · {row.author}",
        "said": mask.text("\n".join(filter(None, [row.followup.content, row.followup.result]))),
        "facts": [
            (_("Participants"), mask.text(row.took_part)),
            (_("Result of the contact"), mask.text(row.text)),
            (_("Next step"), mask.text(row.next_step)),
            (_("Submitted on"), f"{row.written_by}, {minute(row.written_at)}" if row.written_at else ""),
        ],
        "due": when(row.due_at, at),
        "late": row.written_at is None and row.due_at <= at,
        "crumbs": [(_("Contact reports"), reverse("activities:contact_reports"))],
    }
    return render(request, "activities/contact_report.html", context, status=422 if form and form.errors else 200)
