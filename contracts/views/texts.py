"""Standard texts: read by all who see contracts, drafted, approved by legal, retired (row T19)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contracts.domain import access
from contracts.domain.texts import standard_texts as verbs
from contracts.models.choices import Clause, TextStatus
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.lib.refused import Refused
from crm_project.lib.time import day
from crm_project.lib.views import attempt, now, posted, refusal_into
from deals.domain.access import TOP_LEVEL

from ..forms.texts import StandardTextForm
from ..models import ContractText

TONES = {"draft": "warn", "approved": "ok", "retired": ""}


@allowed("contract.view")
@require_GET
def texts(request):
    """All versions, by name."""
    rows = ContractText.objects.select_related("drafted_by", "approved_by")[:200]
    context = {
        "rows": [(row, TONES[row.status], day(row.drafted_at), day(row.approved_at)) for row in rows],
        "may_write": access.may_write_texts(request.user),
    }
    return render(request, "contracts/texts.html", context)


@allowed("contract.view")
@require_GET
def text(request, pk):
    """One version with its clauses."""
    row = get_object_or_404(ContractText.objects.select_related("drafted_by", "approved_by"), pk=pk)
    own = row.drafted_by_id == request.user.pk and request.user.role.level < TOP_LEVEL
    context = {
        "text": row,
        "tone": TONES[row.status],
        "clauses": [(clause.label, row.clauses.get(clause.value, "")) for clause in Clause],
        "drafted": day(row.drafted_at),
        "approved": day(row.approved_at),
        "may_write": access.may_write_texts(request.user),
        "may_approve": row.status == TextStatus.DRAFT and may(request.user, "text.approve") and not own,
        "may_retire": row.status == TextStatus.APPROVED and may(request.user, "text.approve"),
        "draft": row.status == TextStatus.DRAFT,
    }
    return render(request, "contracts/text.html", context)


@allowed("contract.view")
@require_http_methods(["GET", "POST"])
def write(request, pk=None):
    """A new text, a new version of one (`pk` of an approved one), or changing a draft."""
    if not access.may_write_texts(request.user):
        raise PermissionDenied
    base = get_object_or_404(ContractText, pk=pk) if pk else None
    initial = {"name": base.name, "language": base.language, "title": base.title, **base.clauses} if base else {}
    form = StandardTextForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        changes = base is not None and base.status == TextStatus.DRAFT
        try:
            row = verbs.save_text(
                by=request.user,
                at=now(),
                name=base.name if base else data["name"],
                language=base.language if base else data["language"],
                title=data["title"],
                clauses=form.clauses(),
                text_id=base.pk if base is not None and changes else None,
            )
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("The draft is saved: legal has to approve it before it can be used."))
            return redirect("contracts:text", row.pk)
    context = {"form": form, "base": base, "blanks": verbs.BLANKS}
    return render(request, "contracts/text_form.html", context, status=422 if form.errors else 200)


@allowed("text.approve")
@require_POST
def approve(request, pk):
    """Legal approves."""
    attempt(
        request,
        verbs.approve_text,
        text_id=get_object_or_404(ContractText, pk=pk).pk,
        by=request.user,
        at=now(),
        done=_("Approved: contracts may use this text."),
    )
    return redirect("contracts:text", pk)


@allowed("text.approve")
@require_POST
def retire(request, pk):
    """Out of use."""
    attempt(
        request,
        verbs.retire_text,
        text_id=get_object_or_404(ContractText, pk=pk).pk,
        by=request.user,
        at=now(),
        done=_("Retired: no new contract uses it."),
    )
    return redirect("contracts:text", pk)
