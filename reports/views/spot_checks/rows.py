"""One drawn row: verified, stated to, decided (row Ni15)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm_project.lib.views import attempt_form, message_of, now
from customers.domain.access.masking import of_rows
from reports.domain.spot_checks import access, verifying
from reports.presenters.spot_checks import names, pages

from ...forms.spot_checks import DecisionForm, StatementForm, VerifyForm
from .checks import crumbs


def _page(request, row, at, status=200, **forms):
    """The row with the forms of whoever looks at it; those that were posted as they were typed."""
    user, own = request.user, row.person_id == request.user.pk
    offered = {
        "verify_form": (VerifyForm, verifying.may_verify(row, user)),
        "statement_form": (StatementForm, verifying.may_state(row, user)),
        "decision_form": (DecisionForm, verifying.may_decide(row, user, at)),
    }
    shown = {name: forms.get(name) or form() for name, (form, may) in offered.items() if may}
    for name, form in forms.items():
        if name not in shown:
            messages.error(request, message_of(form))
    text, tone = names.row_status(row)
    whole = [(names.title(row.check_of), reverse("reports:spot_check", args=[row.check_of_id]))]
    seen = access.visible(user).filter(pk=row.check_of_id).exists()
    row = of_rows(user, [{"customer_id": row.customer_id}])[row.customer_id].row(row)
    context = {
        "row": row,
        "shown": pages.row_page(row, user, at),
        "text": text,
        "tone": tone,
        "own": own,
        "violation_url": pages.violation_url(row, user),
        "crumbs": [*crumbs(), *(whole if seen else [])],
        **shown,
    }
    return render(request, "reports/spot_checks/row.html", context, status=status)


@login_required
@require_GET
def spot_check_row(request, pk):
    """What was recorded, what was found, what was said and decided."""
    return _page(request, access.row_or_404(request.user, pk), now())


def _answer(request, pk, name, form, verb, done):
    at = now()
    row = access.row_or_404(request.user, pk)
    if attempt_form(form, verb, row_id=row.pk, by=request.user, at=at):
        messages.success(request, done)
        return redirect("reports:spot_check_row", row.pk)
    return _page(request, row, at, status=422, **{name: form})


@login_required
@require_POST
def verify(request, pk):
    """Note what was found."""
    form = VerifyForm(request.POST)
    return _answer(request, pk, "verify_form", form, verifying.verify, _("Noted."))


@login_required
@require_POST
def state(request, pk):
    """The person concerned says what there is to say."""
    form = StatementForm(request.POST)
    return _answer(
        request, pk, "statement_form", form, verifying.state, _("Your statement is on its way to the manager.")
    )


@login_required
@require_POST
def decide(request, pk):
    """Uphold or dismiss."""
    form = DecisionForm(request.POST)
    return _answer(request, pk, "decision_form", form, verifying.decide, _("Decided. The person concerned is told."))
