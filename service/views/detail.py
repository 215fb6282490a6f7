"""One service order: how its clock stands and why, what may be done with it, what happened (row Ni21)."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from crm_project.lib.time import minute
from crm_project.lib.views import say_unshown
from crm_project.undo.domain.actions import typed_before
from customers.domain.access.masking import mask_on
from service.domain import access
from service.domain.remedial import access as remedial_access
from service.domain.sheets import access as sheet_access
from service.domain.targets import stored, versions
from service.models import ReturnVisit
from service.presenters import clock, history, order_facts, steps, tones
from service.presenters.questionnaires.words import LANGUAGE_NAMES

from ..forms.again import filled_again
from ..forms.order import AssignForm, CancelForm, FinishForm, OrderFilesForm, ReopenForm, WaitForm
from ..undo import key_of
from .loading import order_page

# {key of its undo: step} of those that ask something.
ASKING = {key_of(step): step for step in ("wait", "finish", "cancel")}


@order_page
@require_GET
def detail(request, order, at):
    """The page of the order."""
    return page(request, order, at)


def page(request, order, at, *, forms=None, status=200):
    """The order with the forms of what comes next; those refused (`forms`, by name) come back filled."""
    user, forms = request.user, forms or {}
    mask = mask_on(user, order.customer, at)
    targets = versions.targets_at(at)
    standing = stored.standings([order], at, targets)[order.pk]
    waits = list(order.waits.all())
    sheet = sheet_access.newest(order)
    later, helpers = order.reopened_as.first(), list(order.helpers.all())
    # What was reopened goes on there.
    may = access.steps(user, order) - ({"reopen"} if later else set())
    say_unshown(request, forms, may)
    before = typed_before(user, list(ASKING), at, order_id=order.pk) if may & set(ASKING.values()) else {}
    typed = {step: before.get(key) for key, step in ASKING.items()}
    order, waits = mask.row(order), [mask.row(wait) for wait in waits]
    context = {
        "order": order,
        "status_tone": tones.STATUSES[order.status],
        "priority_tone": tones.PRIORITIES[order.priority],
        "steps": steps.line(order),
        "buttons": steps.buttons(order, may),
        "clocks": clock.lines(standing, targets.remind_at),
        "why": clock.why(order, waits, standing),
        "waits_now": next((wait for wait in waits if wait.until is None), None),
        "facts": order_facts.facts(order, helpers),
        "done_facts": order_facts.done_facts(order),
        "products": order_facts.products(order),
        "files": [(row, minute(row.at)) for row in order.files.filter(voided_at=None).select_related("by")],
        "sheet": sheet,
        "may_make_sheet": sheet_access.may_have_signed(user, order),
        "may_print_sheet": sheet_access.may_print(order),
        "languages": LANGUAGE_NAMES.items(),
        "files_form": OrderFilesForm(),
        "entries": history.entries(order),
        "wait_open": "wait" in forms or request.GET.get("open") == "wait",
        "may": may,
        "later": later,
        "may_begin": remedial_access.may_begin(user, order.customer),
        "plans": list(remedial_access.visible(user, at).filter(order=order).order_by("pk")),
        "from_visit": ReturnVisit.objects.filter(opened_order=order).only("pk", "held_on").first(),
        "may_visit": bool(order.done_at) and access.may_record(user, order.customer),
        "wait_form": forms.get("wait") or filled_again(WaitForm, typed["wait"], waits_for="customer"),
        "finish_form": forms.get("finish") or filled_again(FinishForm, typed["finish"]),
        "cancel_form": forms.get("cancel") or filled_again(CancelForm, typed["cancel"]),
        "reopen_form": forms.get("reopen") or ReopenForm(),
        "assign_form": forms.get("assign")
        or AssignForm(initial={"person": order.assigned_id, "helpers": [one.pk for one in helpers]}),
        "crumbs": [
            (_("Service orders"), reverse("service:orders")),
            (order.customer.name, reverse("customers:detail", args=[order.customer_id])),
        ],
    }
    return render(request, "service/detail.html", context, status=status)
