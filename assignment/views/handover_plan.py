"""Planning a handover and carrying it out: the split, one customer to somebody else, all of it on its way (Z16, M9, Nf5)."""

from collections import Counter

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from assignment import tasks
from assignment.domain import access
from assignment.domain.handover import plan as handover_plan
from assignment.domain.handover import run as handover
from assignment.domain.handover.proposal import deputy_of, propose_handover, waiting_work
from assignment.presenters.handover_text import list_of
from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, back, now, posted, refusal_into

from ..forms.handover import HandoverForm
from ..models import HandoverItem
from .handovers import load

AT_ONCE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("handover.run")
def new(request):
    """Choose who leaves and who takes over; see what each would get; then fix the plan. Nothing moves yet."""
    at, user = now(), request.user
    leavers, successors = access.leavers(user), access.takers(user, "handover.run")
    initial = {"leaver": request.GET.get("person"), "reason": request.GET.get("reason", "")}
    form = HandoverForm(posted(request), leavers=leavers, successors=successors, initial=initial)
    shown, plan, also, deputy = None, None, "", None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        plan = propose_handover(data["leaver"], list(data["successors"]), at)
        shown = handover_plan.preview(plan, list(data["successors"]), at)
        also = list_of([(work, n) for work, n in waiting_work(data["leaver"]) if work.key != "customers"])
        given = Counter(person.pk for person in plan.values() if person)
        deputy = deputy_of(data["leaver"], list(data["successors"]), given)
        if request.POST.get("do") == "start":
            try:
                made = handover.start_handover(
                    leaver=data["leaver"], successors=list(data["successors"]), reason=data["reason"], by=user, at=at
                )
            except Refused as refusal:
                refusal_into(form, refusal)
            else:
                messages.success(request, _("The plan is ready. Adjust it if needed, then hand over."))
                return HttpResponseRedirect(reverse("assignment:handover", args=[made.pk]))
    running = access.handovers(user).filter(finished_at__isnull=True).select_related("leaver").order_by("-id")[:5]
    return render(
        request,
        "assignment/handover_new.html",
        {
            "form": form,
            "shown": shown,
            "also": also,
            "deputy": deputy,
            "total": len(plan) if plan is not None else None,
            "running": running,
            "crumbs": [(_("Handovers"), reverse("assignment:handovers"))],
        },
        status=422 if form.errors else 200,
    )


@require_POST
@allowed("handover.run")
def run(request, pk):
    """Move what is not moved yet: at once, or in the background where it is more than fifty."""
    this = load(request, pk)
    if not access.may_run(request.user, this):
        raise Http404
    left = this.items.filter(moved_at__isnull=True).count()
    if left > AT_ONCE:
        handover_plan.note_running(handover_id=pk)
        tasks.run_handover.delay_on_commit(pk, request.user.pk)
        messages.info(request, _("The handover runs in the background."))
        return HttpResponseRedirect(reverse("assignment:handover", args=[pk]))
    handover.continue_handover(handover_id=pk, by=request.user, at=now())
    stuck = this.items.filter(moved_at__isnull=True).count()
    done = left - stuck
    messages.success(
        request, ngettext("%(n)d customer was handed over.", "%(n)d customers were handed over.", done) % {"n": done}
    )
    if stuck:
        messages.error(
            request,
            ngettext(
                "%(n)d customer could not be moved: see the problems.",
                "%(n)d customers could not be moved: see the problems.",
                stuck,
            )
            % {"n": stuck},
        )
    return HttpResponseRedirect(reverse("assignment:handover", args=[pk]))


@require_POST
@allowed("handover.run")
def redirect_item(request, pk):
    """Give one customer of the plan to somebody else, or to the pool."""
    item = get_object_or_404(
        HandoverItem.objects.select_related("handover__leaver"), pk=pk, handover__in=access.handovers(request.user)
    )
    if not access.may_run(request.user, item.handover):
        raise Http404
    chosen = request.POST.get("to", "")
    to = get_object_or_404(access.takers(request.user, "handover.run"), pk=chosen) if chosen.isdecimal() else None
    attempt(
        request,
        handover_plan.redirect_item,
        item_id=pk,
        to=to,
        by=request.user,
        at=now(),
        done=_("The plan was changed."),
    )
    return back(request, reverse("assignment:handover", args=[item.handover_id]))
