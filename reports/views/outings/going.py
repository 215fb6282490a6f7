"""Going out with one tap, coming back with one, entering afterwards (row Nf9)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.lib.query_values import key
from crm_project.lib.views import attempt, attempt_form, now, posted
from reports.domain.outings import access, going, positions
from reports.domain.outings.locked import page
from reports.domain.trips.access import may_visit
from reports.forms.outings import EnterOutingForm, PositionForm
from reports.presenters.outings import pages


@allowed(access.WRITE)
@require_POST
def start(request):
    """Go out to a customer; who is out already is led to that outing, from where they may go on."""
    customer, at = key(request.POST.get("customer", "")), now()
    made = attempt(request, going.start_outing, customer_id=customer, by=request.user, at=at)
    if made:
        return redirect("reports:outing", made.pk)
    out = access.open_of(request.user)
    return redirect(f"{page(out)}?on={customer}" if out else reverse("reports:outings"))


@allowed(access.WRITE)
@require_POST
def add(request, pk):
    """On to another customer."""
    outing, customer = access.own_or_404(request.user, pk), key(request.POST.get("customer", ""))
    attempt(request, going.add_customer, outing_id=outing.pk, customer_id=customer, by=request.user, at=now())
    return redirect("reports:outing", outing.pk)


@allowed(access.WRITE)
@require_POST
def back(request, pk):
    """Come back, and on to the follow-up of whom one has visited."""
    outing = access.own_or_404(request.user, pk)
    ended = attempt(request, going.end_outing, outing_id=outing.pk, by=request.user, at=now())
    if not ended:
        return redirect("reports:outing_correct", outing.pk)
    messages.success(request, _("You are back. Write down what was discussed."))
    return redirect(pages.next_followup(ended) or page(ended))


@allowed(access.WRITE)
@require_http_methods(["GET", "POST"])
def enter(request):
    """An outing that was not started when it began (`?customer=`)."""
    user, at = request.user, now()
    customers = may_visit(user)
    wanted = customers.filter(pk=key(request.GET.get("customer", ""))).first()
    form = EnterOutingForm(posted(request), customers=customers, initial={"customer": wanted})
    if request.method == "POST":
        made = attempt_form(form, going.enter_outing, by=user, at=at)
        if made:
            messages.success(request, _("Entered. It is shown as entered afterwards."))
            return redirect(pages.next_followup(made) or page(made))
    context = {"form": form, "crumbs": [(_("Field visits"), reverse("reports:outings"))]}
    return render(request, "reports/outings/enter.html", context, status=422 if form.errors else 200)


@allowed(access.WRITE)
@require_POST
def position(request, pk):
    """Keep where one is: the person has just agreed."""
    outing, form = access.own_or_404(request.user, pk), PositionForm(request.POST)
    if form.is_valid():
        done = _("Your position is kept to about 100 metres.")
        attempt(
            request,
            positions.add_position,
            done=done,
            outing_id=outing.pk,
            by=request.user,
            at=now(),
            **form.cleaned_data,
        )
    else:
        messages.error(request, _("The device gave no position."))
    return redirect("reports:outing", outing.pk)


@allowed(access.WRITE)
@require_POST
def forget_positions(request, pk):
    """Delete the positions of an outing at once."""
    outing = access.own_or_404(request.user, pk)
    done = _("The positions are deleted.")
    attempt(request, positions.remove_positions, done=done, outing_id=outing.pk, by=request.user, at=now())
    return redirect("reports:outing", outing.pk)
