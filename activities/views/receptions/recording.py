"""Recording a reception, with what the follow-up form says while it is typed (row M11)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activities.domain.access import followup_refusal
from activities.domain.next_steps import contacts_of, open_step
from activities.domain.receptions import access, recording
from activities.models import Reception
from activities.presenters import judging
from activities.presenters.receptions.hidden import hidden, stored_again, texts_of
from activities.presenters.receptions.pages import limits
from activities.reception_record_forms import RecordForm, RecordForms
from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.views import now, posted, refusal_into, saves_nothing
from customers.domain.access.masking import mask_on

from .loading import own_or_refuse


def _parts(request, row, at):
    data = posted(request)
    form = RecordForm(
        data,
        row=row,
        guests=row.guests.select_related("contact"),
        step=open_step(row.customer_id),
        contacts=contacts_of(row.customer_id),
        at=at,
    )
    hide = mask_on(request.user, row.customer, at).text
    form.hide_numbers(hide)
    gifts = [{"what": one.what, "value": one.value} for one in row.gifts.filter(given=False)]
    return RecordForms(form, data, gifts=hidden(gifts, hide), as_stored=stored_again(texts_of(gifts), hide))


@allowed("followup.create")
@require_http_methods(["GET", "POST"])
def reception_record(request, pk):
    """Who came, what was given, what was agreed; the follow-up is written with it."""
    at, user = now(), request.user
    row = own_or_refuse(request, pk, at)
    if row.state != Reception.State.PLANNED or not access.may_record(user, row, at):
        early = row.state == Reception.State.PLANNED
        messages.info(
            request,
            _("The reception has not begun: record it afterwards.")
            if early
            else _("This reception has no record to write."),
        )
        return redirect("activities:reception", row.pk)
    parts = _parts(request, row, at)
    if request.method == "POST" and parts.is_valid():
        try:
            recording.record_reception(reception_id=row.pk, record=parts.record(), by=user, at=at)
        except Refused as refusal:
            refusal_into(parts.form, refusal)
        else:
            messages.success(request, _("Recorded."))
            return redirect("activities:reception", row.pk)
    context = {
        "row": row,
        "form": parts.form,
        "parts": parts,
        "limits": limits(row.level),
        # Who works on the customer no longer writes no follow-up there: the record stands alone.
        "writes": followup_refusal(user, row.customer) is None,
        "judge_url": reverse("activities:reception_judge", args=[row.pk]),
        "crumbs": [
            (_("Receptions"), reverse("activities:receptions")),
            (row.customer.name, reverse("activities:reception", args=[row.pk])),
        ],
    }
    return render(request, "activities/receptions/record.html", context, status=422 if parts.wrong else 200)


@allowed("followup.create")
@require_POST
@saves_nothing
def reception_judge(request, pk):
    """What the follow-up form says of it while it is typed: the same check."""
    at = now()
    row = own_or_refuse(request, pk, at)
    parts = _parts(request, row, at)
    parts.is_valid()
    judge = judging.judged(parts.form, row.customer, request.user, at)
    return render(request, "activities/parts/judged.html", {"judge": judge, "swap_answered": False})
