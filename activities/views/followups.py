"""Recording, changing and voiding follow-ups, judged while they are typed (rows Nd7, Na6, Ni11, Ni12)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activities.domain import appeals, attachments, contact_reports
from activities.domain.access import customer_or_404, followup_refusal, own_followup_or_404
from activities.domain.followup_corrections import void_followup
from activities.domain.next_steps import contacts_of, open_step, usual_contact
from activities.presenters import deadline_preview, judging
from activities.presenters.agenda import when
from assignment.domain.policies.lookup import PolicyBook
from assignment.rules.standard import NEEDS_ANSWER
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.settings_store import value
from crm_project.lib.day_fields import ISO_MOMENT
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, back, in_drawer, now, posted, refusal_into, saves_nothing
from crm_project.ops.form_tokens import fits, token
from customers.domain.access.masking import mask_on

from ..company_settings import CONTACT_REPORT
from ..forms import AppealForm, ChangeForm, FollowUpForm, VoidForm
from .followup_parts import followup_page


@allowed("followup.create")
@require_http_methods(["GET", "POST"])
def followup_new(request, pk):
    """The form of a follow-up; by htmx only its part, for the box on the customer's page and the drawer beside a list."""
    at = now()
    opened = request.method == "POST" and fits(request.POST.get("idempotency_key"), request.user, pk)
    customer = customer_or_404(request.user, pk, at, opened=opened)
    step = open_step(customer.pk)
    initial = {**_proposed(request), "idempotency_key": token(request.user, customer.pk)}
    contacts = list(contacts_of(customer.pk))
    form = FollowUpForm(
        posted(request),
        request.FILES if request.method == "POST" else None,
        contacts=contacts,
        usual=usual_contact(step, contacts),
        at=at,
        initial={k: v for k, v in initial.items() if v},
    )
    refusal, book = followup_refusal(request.user, customer), PolicyBook()
    if request.method == "POST" and form.is_valid():
        try:
            row = attachments.record_with_files(
                customer_id=customer.pk,
                by=request.user,
                at=at,
                uploads=form.cleaned_data["files"],
                idempotency_key=request.POST["idempotency_key"] if opened else None,
                book=book,
                fields={**form.exchange(), "answers": form.completes(step)},
                confirms_needs=form.cleaned_data["needs_confirmed"],
            )
        except Refused as refused:
            refusal_into(form, refused)
        else:
            level, sentence = deadline_preview.saved(row, at, book=book)
            getattr(messages, level)(request, sentence)
            for report in contact_reports.missing_reports().filter(followup=row) if value(CONTACT_REPORT) else ():
                due = when(report.due_at, at)
                messages.info(
                    request, _("A contact report is due %(due)s: write it under Contact reports.") % {"due": due}
                )
            return back(request, reverse("customers:detail", args=[customer.pk]))
    context = followup_page(request, customer, form, at, step=step, refusal=refusal)
    if request.htmx and not in_drawer(request):
        return render(request, "activities/parts/followup_form.html", context)
    return render(request, "activities/followup.html", context, status=422 if form.errors else 200)


def _proposed(request):
    """What the link to the form knows already, so that nobody types it: the kind, when it was, and what for."""
    when = request.GET.get("occurred_at", "")
    return {
        "kind": request.GET.get("kind") or None,
        "occurred_at": when if ISO_MOMENT.fullmatch(when) else None,
        "purpose": request.GET.get("purpose", "")[:200] or None,
    }


@allowed("followup.create")
@require_http_methods(["GET", "POST"])
def followup_edit(request, pk):
    """Change one's own entry; after 24 hours, or once it was checked, a correction that leaves both."""
    at = now()
    row = own_followup_or_404(request.user, pk, at)
    if row.voided_at or hasattr(row, "corrected_by"):
        messages.error(request, _("This entry was already voided or corrected: open the newest one."))
        return redirect("customers:detail", row.customer_id)
    form = ChangeForm(
        posted(request),
        request.FILES if request.method == "POST" else None,
        row=row,
        contacts=contacts_of(row.customer_id),
        at=at,
    )
    form.hide_numbers(mask_on(request.user, row.customer, at).text)
    step = row.answers or open_step(row.customer_id, besides=row)
    if request.method == "POST" and form.is_valid():
        try:
            kept = attachments.correct_with_files(
                followup_id=row.pk,
                by=request.user,
                at=at,
                uploads=form.cleaned_data["files"],
                fields={**form.exchange(), "answers": form.completes(step)},
            )
        except Refused as refused:
            refusal_into(form, refused)
        else:
            level, sentence = deadline_preview.saved(kept, at)
            getattr(messages, level)(request, sentence)
            return back(request, reverse("customers:detail", args=[row.customer_id]))
    context = followup_page(request, row.customer, form, at, step=step, row=row)
    return render(request, "activities/followup.html", context, status=422 if form.errors else 200)


@allowed("followup.create")
@require_POST
def followup_void(request, pk):
    """Take one's own entry out of the count, with the reason."""
    at = now()
    row = own_followup_or_404(request.user, pk, at)
    form = VoidForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    done = _("The entry is void; it stays readable, struck through.")
    if attempt(request, void_followup, done=done, followup_id=row.pk, by=request.user, at=at, reason=reason):
        return redirect("customers:detail", row.customer_id)
    return redirect("activities:followup_edit", row.pk)


@allowed("followup.create")
@require_POST
def followup_appeal(request, pk):
    """Ask somebody else than whoever rejected it to let one's own entry count."""
    at = now()
    row = own_followup_or_404(request.user, pk, at)
    form = AppealForm(request.POST)
    reason = form.cleaned_data["appeal"] if form.is_valid() else ""
    asked = attempt(request, appeals.ask_review, followup_id=row.pk, by=request.user, at=at, reason=reason)
    if asked:
        messages.success(request, _("Your appeal was sent to %(person)s.") % {"person": asked.decider})
    return redirect("activities:followup_edit", row.pk)


@allowed("followup.create")
@require_POST
@saves_nothing
def judge(request, pk):
    """What the engine says of the entry as it is typed, and what the clock will say after saving."""
    at = now()
    opened = fits(request.POST.get("idempotency_key"), request.user, pk)
    customer = customer_or_404(request.user, pk, at, opened=opened)
    entry = request.POST.get("entry", "")
    row = own_followup_or_404(request.user, int(entry), at) if entry.isdecimal() else None
    contacts = contacts_of(customer.pk)
    form = (
        ChangeForm(request.POST, row=row, contacts=contacts, at=at)
        if row
        else FollowUpForm(request.POST, contacts=contacts, at=at)
    )
    form.is_valid()
    judged = judging.judged(form, customer, request.user, at, row=row)
    asks = form.exchange()["kind"] in NEEDS_ANSWER
    # The switch is sent anew only where it must appear or go: it may have the focus.
    swap = request.POST.get("asks", "") not in ("", "1" if asks else "0")
    context = {"judge": judged, "form": form, "asks_answer": asks, "swap_answered": swap}
    return render(request, "activities/parts/judged.html", context)
