"""Before the first click: reading and confirming; later: help (rows Nb7, Nh1)."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render

from crm_project.accounts.domain import training
from crm_project.accounts.domain.access import may
from crm_project.accounts.forms.profile import TrainingForm
from crm_project.accounts.presenters.help_topics import topics
from crm_project.accounts.presenters.rights import rights
from crm_project.lib.views import now


@login_required
def read(request):
    """The training page; confirming it opens the CRM."""
    form = TrainingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        training.confirm_training(person_id=request.user.pk, at=now())
        return redirect("home")
    return render(
        request,
        "accounts/training.html",
        {"form": form, "confirmed": request.user.trained_at, "holds": may(request.user, "customer.claim")},
    )


@login_required
def help_page(request):
    """First steps in each area that the role opens, keys, vocabulary."""
    role = request.user.role
    context = {"role": role, "rights": rights(role), "topics": topics(request.user)}
    return render(request, "accounts/help.html", context)
