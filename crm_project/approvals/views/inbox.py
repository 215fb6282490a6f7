"""What waits for me, what I asked for, what I decided; one request with all its evidence."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm_project.approvals.domain import access, requests, undoing
from crm_project.approvals.presenters.cards import answer_of, card, evidence_of, facts_of, read
from crm_project.lib.paging import capped, count_of, paged
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, back, in_drawer, now, refusal_into
from crm_project.undo.views import offering

from ..forms import form_for
from ..models import Request
from ..undo import DECISION, decided_text

SIZE = 20


def _rows(queryset):
    return queryset.select_related("asked_by", "decider", "department", "decided_by")


def _tabs(here, waiting):
    return [
        {
            "label": _("Waiting for me"),
            "url": reverse("approvals:inbox"),
            "key": "inbox",
            "active": here == "inbox",
            "count": capped(waiting),
        },
        {"label": _("My requests"), "url": reverse("approvals:mine"), "active": here == "mine"},
        {"label": _("Decided by me"), "url": reverse("approvals:decided"), "active": here == "decided"},
    ]


@require_safe
@login_required
def inbox(request):
    """The oldest first, each decided with one key."""
    return _inbox(request)


def _inbox(request, refused=None, errors=(), typed="", status=200):
    at, user = now(), request.user
    waiting = requests.waiting_for(user, at).exclude(asked_by=user)
    count = count_of(waiting)
    page = paged(request, _rows(waiting), order=("asked_at", "id"), size=SIZE, count=count)
    facts = facts_of(list(page))
    shown = read(page, user)
    cards = [
        card(
            row,
            user,
            at,
            errors=errors if row.pk == refused else (),
            typed=typed if row.pk == refused else "",
            facts=facts[row.pk],
        )
        for row in shown
    ]
    if refused and refused not in [c["pk"] for c in cards]:
        messages.error(request, " ".join(errors))
    first = next((row for row in page if row.pk == refused), page.rows[0] if page.rows else None)
    context = {
        "page": page,
        "cards": cards,
        "tabs": _tabs("inbox", count),
        "overdue": sum(bool(c["overdue"]) for c in cards),
    }
    context |= {"told": evidence_of(first, user, at)} if first else {}
    return render(request, "approvals/inbox.html", context, status=status)


@require_safe
@login_required
def mine(request):
    """What I asked for, the newest first."""
    at = now()
    page = paged(request, _rows(Request.objects.filter(asked_by=request.user)), order=("-asked_at", "-id"))
    waiting = count_of(requests.waiting_for(request.user, at).exclude(asked_by=request.user))
    cards = [card(row, request.user, at, may_decide=False) for row in read(page, request.user)]
    return render(
        request, "approvals/mine.html", {"page": page, "cards": cards, "tabs": _tabs("mine", waiting), "mine": True}
    )


@require_safe
@login_required
def decided(request):
    """What I decided, the newest first."""
    at = now()
    rows = Request.objects.filter(decided_by=request.user, decided_at__isnull=False)
    page = paged(request, _rows(rows), order=("-decided_at", "-id"))
    waiting = count_of(requests.waiting_for(request.user, at).exclude(asked_by=request.user))
    cards = [card(row, request.user, at, may_decide=False) for row in read(page, request.user)]
    return render(
        request, "approvals/mine.html", {"page": page, "cards": cards, "tabs": _tabs("decided", waiting), "mine": False}
    )


@require_safe
@login_required
def evidence(request, pk):
    """The side panel for one request."""
    row = get_object_or_404(_rows(access.visible(request.user, now())), pk=pk)
    return render(request, "approvals/parts/evidence.html", {"told": evidence_of(row, request.user, now())})


@require_safe
@login_required
def one(request, pk):
    """One request with everything known about it, and its decision."""
    row = get_object_or_404(_rows(access.visible(request.user, now())), pk=pk)
    return _one(request, row)


def _one(request, row, form=None, status=200):
    at, user = now(), request.user
    may, shown = access.waits_for(user, row, at), read([row], user)[0]
    if form is not None and not may:
        messages.error(request, " ".join(error for field in form.errors.values() for error in field))
    return render(
        request,
        "approvals/request.html",
        {
            "row": shown,
            "ask": card(shown, user, at, may_decide=False),
            "told": evidence_of(row, user, at),
            "may_decide": may,
            "form": form or (form_for(row, user, at) if may else None),
            "states_side": row.other_side_id == user.pk and row.status == Request.Status.PENDING,
            "may_withdraw": row.asked_by_id == user.pk and row.status == Request.Status.PENDING,
            "crumbs": [(_("Approvals"), reverse("approvals:inbox"))],
        },
        status=status,
    )


@require_POST
@login_required
def decide(request, pk):
    """Approve, refuse or give; a refusal without a reason comes back with what was typed."""
    row = get_object_or_404(_rows(access.visible(request.user, now())), pk=pk)
    data = request.POST.copy()
    data.setdefault("do", request.GET.get("do", ""))
    at, asked = now(), row.arguments
    form = form_for(row, request.user, at, data)
    if form.is_valid():
        try:
            made = form.carry_out(by=request.user, at=at)
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            approved = made.status == Request.Status.APPROVED
            said = decided_text(row.title, approved, answer_of(row, form))
            if undoing.can_undo(made):
                offering.done(
                    request, said, DECISION, at=at, subject=row.title, request_id=row.pk, asked=asked, approved=approved
                )
            else:
                messages.success(request, said)
            if request.htmx and not in_drawer(request):
                return _decided(request)
            return back(request, reverse("approvals:inbox"))
    if "page" in request.POST:
        return _one(request, row, form, status=422)
    errors = [error for field in form.errors.values() for error in field]
    if request.htmx:
        return _again(request, row, errors, data.get("reason", ""))
    return _inbox(request, refused=row.pk, errors=errors, typed=data.get("reason", ""), status=422)


def _decided(request):
    """The row leaves the list, which goes on without a reload."""
    waiting = count_of(requests.waiting_for(request.user, now()).exclude(asked_by=request.user))
    return render(request, "approvals/parts/decided.html", {"tabs": _tabs("inbox", waiting)})


def _again(request, row, errors, typed):
    """The row as it is now, with what was typed; one that somebody else has decided meanwhile leaves the list."""
    at = now()
    row.refresh_from_db()
    if not access.waits_for(request.user, row, at):
        messages.warning(request, " ".join(errors))
        return _decided(request)
    facts = facts_of([row])[row.pk]
    ask = card(read([row], request.user)[0], request.user, at, errors=errors, typed=typed, facts=facts)
    return render(request, "approvals/parts/ask.html", {"ask": ask}, status=422)


@require_POST
@login_required
def withdraw(request, pk):
    """Take one's own request back."""
    row = get_object_or_404(Request, pk=pk, asked_by=request.user)
    attempt(
        request, requests.withdraw, request_id=row.pk, by=request.user, at=now(), done=_("Your request was withdrawn.")
    )
    return HttpResponseRedirect(reverse("approvals:mine"))
