"""Handing over a leaver's or mover's customers: planned, corrected, run, introductions and letters tracked (Z16, M9, M14, Nf5)."""

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from assignment.domain import access
from assignment.domain.handover import run as handover
from assignment.domain.handover.problems import problem_text
from assignment.domain.handover.proposal import waiting_work
from assignment.presenters.handover_text import free_slots, list_of, passed_text
from crm_project.accounts.decorators import allowed
from crm_project.lib.paging import paged
from crm_project.lib.time import minute
from crm_project.lib.views import attempt, back, now
from customers.domain import access as customer_access
from customers.domain.access.gate import openable
from customers.models import Customer

from ..models import HandoverItem

SIZE = 50


@require_safe
@allowed("customer.view")
def handovers(request):
    """Handovers the user runs or receives from, the unfinished and newest first."""
    rows = access.handovers(request.user).select_related("leaver__department", "started_by")
    figures = {
        "total": Count("items"),
        "moved": Count("items", filter=Q(items__moved_at__isnull=False)),
        "introduced": Count("items", filter=Q(items__introduced_at__isnull=False)),
        "informed": Count("items", filter=Q(items__informed_at__isnull=False)),
    }
    page = paged(request, rows.annotate(**figures), order=("-id",), count=False)
    table = [
        {
            "handover": h,
            "url": reverse("assignment:handover", args=[h.pk]),
            "started": minute(h.started_at),
            "total": h.total,
            "moved": h.moved,
            "introduced": h.introduced,
            "informed": h.informed,
            "finished": minute(h.finished_at),
        }
        for h in page
    ]
    return render(
        request,
        "assignment/handovers.html",
        {"page": page, "rows": table, "may_start": access.leavers(request.user).exists()},
    )


def load(request, pk):
    """A handover the user runs or receives from; 404 otherwise."""
    return get_object_or_404(access.handovers(request.user).select_related("leaver__department", "started_by"), pk=pk)


@require_safe
@allowed("customer.view")
def one(request, pk):
    """The plan and what has become of it, customer by customer."""
    at, user = now(), request.user
    this = load(request, pk)
    runs = access.may_run(user, this)
    items = this.items.all() if runs else this.items.filter(to=user)
    figures = items.aggregate(
        total=Count("pk"),
        moved=Count("pk", filter=Q(moved_at__isnull=False)),
        introduced=Count("pk", filter=Q(introduced_at__isnull=False)),
        informed=Count("pk", filter=Q(informed_at__isnull=False)),
        problems=Count("pk", filter=~Q(problem="")),
    )
    if request.GET.get("show") == "open":
        items = items.filter(
            Q(introduced_at__isnull=True) | Q(informed_at__isnull=True), moved_at__isnull=False, to__isnull=False
        )
    elif request.GET.get("show") == "problems":
        items = items.exclude(problem="")
    page = paged(request, items.select_related("customer", "to"), order=("id",), size=SIZE)
    ids = [i.customer_id for i in page]
    seen = set(customer_access.visible(user, at).filter(pk__in=ids).values_list("pk", flat=True))
    closed = set(Customer.objects.filter(pk__in=ids).exclude(openable(user)).values_list("pk", flat=True))
    left = figures["total"] - figures["moved"]
    successors = list(access.takers(user, "handover.run").exclude(pk=this.leaver_id)) if runs and left else []
    notes = free_slots(successors, at) if successors else {}
    return render(
        request,
        "assignment/handover.html",
        {
            "handover": this,
            "figures": figures,
            "left": left,
            "confirm": _consequence(this) if runs and left else "",
            "runs": runs,
            "page": page,
            "rows": [_row(i, seen, closed, runs, user) for i in page],
            "also": _also(this) if runs else "",
            "successors": [(p.pk, f"{p} · {notes.get(p.pk, '')}") for p in successors],
            "started": minute(this.started_at),
            "finished": minute(this.finished_at),
            "tabs": _tabs(this, figures, request.GET.get("show", "")),
            "job": _job(this, figures),
            "crumbs": [(_("Handovers"), reverse("assignment:handovers"))],
            "split": _split(this) if runs else [],
        },
    )


def _tabs(this, figures, show):
    here = reverse("assignment:handover", args=[this.pk])
    return [
        {"label": _("All"), "url": here, "active": show not in ("open", "problems"), "count": figures["total"]},
        {"label": _("Introductions open"), "url": f"{here}?show=open", "active": show == "open"},
        {
            "label": _("Problems"),
            "url": f"{here}?show=problems",
            "active": show == "problems",
            "count": figures["problems"],
        },
    ]


def _consequence(this):
    """What handing over means for the customers that are still to be moved: new owners, the pool, or both."""
    waiting = this.items.filter(moved_at__isnull=True)
    pool, people = waiting.filter(to__isnull=True).count(), waiting.filter(to__isnull=False).count()
    text = _("The new owners are notified; their countdowns restart.")
    pooled = ngettext(
        "%(n)d customer goes to the public pool, where others may claim it.",
        "%(n)d customers go to the public pool, where others may claim them.",
        pool,
    ) % {"n": pool}
    return " ".join([*([text] if people else []), *([pooled] if pool else [])])


def _split(this):
    """[(who, how many)] of the plan."""
    rows = this.items.order_by().values_list("to__full_name").annotate(n=Count("pk")).order_by("-n")
    return [(name or _("public pool"), n) for name, n in rows]


def _also(this):
    """What else passes on, or passed on, in words."""
    if this.finished_at:
        return passed_text((this.plan or {}).get("passed") or {})
    work = [(kind, n) for kind, n in waiting_work(this.leaver) if kind.key != "customers"]
    return list_of(work)


def _row(item, seen, closed, runs, user):
    mine = runs or item.to_id == user.pk
    shut = item.customer_id in closed
    return {
        "pk": item.pk,
        # The file is restricted, and its name with it: the code tells it apart (M10).
        "name": _("Restricted file") if shut else item.customer.name,
        "code": item.customer.code,
        "to": str(item.to) if item.to_id else _("public pool"),
        "to_id": item.to_id,
        "url": reverse("customers:detail", args=[item.customer_id]) if item.customer_id in seen and not shut else "",
        "moved": minute(item.moved_at),
        "introduced": minute(item.introduced_at),
        "informed": minute(item.informed_at),
        "problem": problem_text(item),
        "ticks": bool(mine and item.moved_at and item.to_id),
        "letter_url": ""
        if shut
        else reverse("assignment:handover_letters", args=[item.handover_id]) + f"?item={item.pk}",
    }


def _job(this, figures):
    """Progress while a big handover runs in the background."""
    started = (this.plan or {}).get("running")
    if not started or this.finished_at or not figures["total"] - figures["moved"]:
        return None
    return {
        "pk": this.pk,
        "title": _("Handing over"),
        "done": figures["moved"],
        "total": figures["total"],
        "state": "running",
        "poll_url": reverse("assignment:handover_progress", args=[this.pk]),
        "percent": f"{round(100 * figures['moved'] / figures['total'])} %",
        "note": _("You may leave this page and come back; if it is interrupted, press “Continue”."),
        "result_url": "",
    }


@require_safe
@allowed("customer.view")
def progress(request, pk):
    """How far a running handover has come; reloads the page once it is done."""
    this = load(request, pk)
    figures = this.items.aggregate(total=Count("pk"), moved=Count("pk", filter=Q(moved_at__isnull=False)))
    job = _job(this, figures)
    answer = render(
        request,
        "parts/job.html",
        {"job": job} if job else {"job": {"pk": pk, "title": _("Handed over"), "state": "done", "percent": "100 %"}},
    )
    if job is None:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@allowed("customer.view")
def tick(request, pk):
    """Tick off, or take back: the successor was introduced, the customer informed."""
    item = get_object_or_404(
        HandoverItem.objects.select_related("handover__leaver"),
        pk=pk,
        handover__in=access.handovers(request.user),
        moved_at__isnull=False,
    )
    if item.to_id != request.user.pk and not access.may_run(request.user, item.handover):
        raise Http404
    what, on = request.POST.get("what"), request.POST.get("on") == "1"
    if what in ("introduced", "informed"):
        attempt(request, handover.complete_introduction, item_id=pk, by=request.user, at=now(), **{what: on})
    return back(request, reverse("assignment:handover", args=[item.handover_id]) + f"#item-{pk}")
