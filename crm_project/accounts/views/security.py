"""The regular security check on one page (row Nb6)."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.accounts.presenters import security
from crm_project.lib.views import attempt, now
from crm_project.ui.navigation import address


@allowed("audit.view")
def page(request):
    """What a careful admin looks at every week."""
    return render(
        request,
        "accounts/security.html",
        security.report(now())
        | {"person_page": may(request.user, "people.view"), "audit_url": address("audit:search")},
    )


@require_POST
@allowed("audit.view")
def checked(request):
    """Note that somebody has looked."""
    attempt(request, security.note_checked, by=request.user, at=now(), done=_("Recorded in the audit."))
    return redirect("accounts:security")
