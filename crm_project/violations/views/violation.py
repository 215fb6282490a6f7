"""One violation: evidence, statement, decision, appeal, final decision, taken back or void (row Nh6)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm_project.accounts.domain.settings_store import value
from crm_project.lib.time import local_date
from crm_project.lib.views import attempt_form, handed_out, message_of, now
from crm_project.violations.company_settings import EXPIRES_MONTHS
from crm_project.violations.domain import access, deciding, ending
from crm_project.violations.domain.opening import note_download
from crm_project.violations.presenters import pages
from crm_project.violations.rules.expiry import months_later

from ..forms import AppealForm, DecideForm, EndForm, FinalForm, StatementForm
from ..models import ViolationFile


def _page(request, row, at, status=200, **forms):
    """One with what the reader may do about it; forms that were posted as they were typed."""
    user = request.user
    expires = months_later(local_date(at), value(EXPIRES_MONTHS))
    offered: dict[str, Any] = {
        "statement_form": (StatementForm, deciding.may_state(row, user)),
        "decide_form": (lambda: DecideForm(initial={"expires_on": expires}), deciding.may_decide(row, user)),
        "appeal_form": (AppealForm, deciding.may_appeal(row, user, at)),
        "final_form": (FinalForm, deciding.may_decide_finally(row, user)),
        "withdraw_form": (EndForm, access.may_withdraw(user, row)),
        "void_form": (EndForm, access.may_void(user, row)),
    }
    shown = {name: forms.get(name) or form() for name, (form, may_do) in offered.items() if may_do}
    for name, form in forms.items():
        if name not in shown:
            messages.error(request, message_of(form))
    own = row.person_id == user.pk
    files = list(row.files.all())
    context = {
        "row": row,
        **pages.page(row, at),
        "own": own,
        "attached": [file for file in files if file.by_id != row.person_id],
        "of_person": [file for file in files if file.by_id == row.person_id],
        "crumbs": [(_("Violations"), reverse("violations:mine" if own else "violations:all"))],
        **shown,
    }
    return render(request, "violations/violation.html", context, status=status)


@login_required
@require_safe
def violation(request, pk):
    """Its page."""
    return _page(request, access.row_or_404(request.user, pk), now())


def _answer(request, pk, name, form, verb, done):
    at = now()
    row = access.row_or_404(request.user, pk)
    if attempt_form(form, verb, row_id=row.pk, by=request.user, at=at):
        messages.success(request, done)
        return redirect("violations:violation", row.pk)
    return _page(request, access.loaded(row.pk), at, status=422, **{name: form})


@login_required
@require_POST
def state_side(request, pk):
    """The person says how it was."""
    form = StatementForm(request.POST, request.FILES)
    return _answer(request, pk, "statement_form", form, deciding.state_side, _("Your statement is on its way."))


@login_required
@require_POST
def decide(request, pk):
    """Uphold it with an effect, or dismiss it."""
    done = _("Decided. The person concerned is told.")
    return _answer(request, pk, "decide_form", DecideForm(request.POST), deciding.decide, done)


@login_required
@require_POST
def appeal(request, pk):
    """Ask the next level."""
    return _answer(
        request, pk, "appeal_form", AppealForm(request.POST), deciding.appeal, _("Your appeal is on its way.")
    )


@login_required
@require_POST
def decide_finally(request, pk):
    """Decide about the appeal."""
    done = _("Decided. The person concerned is told.")
    return _answer(request, pk, "final_form", FinalForm(request.POST), deciding.decide_finally, done)


@login_required
@require_POST
def withdraw(request, pk):
    """Take it back before anybody has decided."""
    done = _("Withdrawn. The person concerned is told.")
    return _answer(request, pk, "withdraw_form", EndForm(request.POST), ending.withdraw, done)


@login_required
@require_POST
def declare_void(request, pk):
    """It never counts again."""
    done = _("Void. The person concerned is told.")
    return _answer(request, pk, "void_form", EndForm(request.POST), ending.declare_void, done)


@login_required
@require_safe
def file(request, pk):
    """A file, always to be saved."""
    at = now()
    row = get_object_or_404(ViolationFile.objects.filter(violation__in=access.visible(request.user)), pk=pk)
    note_download(row=row, by=request.user, at=at)
    return handed_out(row.file, row.name)
