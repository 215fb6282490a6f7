"""The parts of the customer page that load on demand."""

from django.db.models import Prefetch, Sum
from django.urls import reverse
from django.utils.http import urlencode

from activities.models import Attachment
from contracts.domain import access as contract_access
from contracts.domain.payments.payments import credit_of
from contracts.ratings.domain import access as rating_access
from contracts.ratings.views.explanation import glance as grade_glance
from contracts.ratings.views.plans import of_customer as plans_of
from crm_project.accounts.domain.access import may as may_somewhere
from crm_project.lib.time import minute
from crm_project.ui.components.figures import money
from customers.domain import access
from customers.domain.changes import access as change_access
from customers.domain.custody import listing as folder_listing
from customers.domain.stage_names import StageNames
from customers.presenters import changes, feedback, file, history, information, needs
from customers.presenters.custody import words as folder_words
from deals.domain import access as deal_access
from deals.presenters.board import recent
from service.domain import access as service_access
from service.domain.remedial import access as remedial_access
from service.presenters import order_rows, service_card
from service.presenters.remedial import rows as plan_rows

FEEDBACK = 5


def _changes(request, customer, ownership, mask):
    """The newest first; what was corrected stands in the timeline only (M6)."""
    files = Prefetch("files", Attachment.objects.filter(voided_at=None), to_attr="kept_files")
    rows = customer.major_changes.filter(corrected_by=None).select_related("kind", "recorded_by", "voided_by")
    writable = not customer.removed_at
    return changes.panel(
        list(rows.prefetch_related(files)[:50]),
        mask,
        lambda row: writable and change_access.may_correct(request.user, row, customer, ownership),
    )


def _feedback(customer, mask, at):
    """The newest feedback of the customer (Nh8)."""
    rows = customer.feedback.select_related("kind", "contact", "answerer", "answered_by")[:FEEDBACK]
    return [feedback.line(mask.row(row), at) for row in rows]


def _load_file(request, customer, ownership, at, context):
    kept = customer.information_reports.filter(status="kept").select_related("given_by")[:20]
    return {
        "groups": file.groups(customer, regions=context["regions"], mask=context["mask"]),
        "notes": information.notes(kept, context["mask"]),
        "changes": _changes(request, customer, ownership, context["mask"]),
        "needs": needs.card(customer, ownership, request.user, context["mask"], at),
        "feedback": _feedback(customer, context["mask"], at),
    }


def _load_contracts(request, customer, ownership, at, context):
    rows = contract_access.visible(request.user).filter(customer=customer).select_related("owner")[:100]
    spent = (
        contract_access.expenses(request.user)
        .filter(customer=customer, status="accepted")
        .order_by()
        .values("currency")
    )
    return {
        "contracts": [context["mask"].row(row) for row in rows],
        "spent": [money(row["sum"], row["currency"]) for row in spent.annotate(sum=Sum("amount"))],
        "credit": [money(sum_, currency) for currency, sum_ in credit_of(customer.pk).items()]
        if access.may(request.user, "contract.view", customer, ownership)
        else [],
        "may_money": contract_access.may_record_payments(request.user, customer),
        "may_expense": may_somewhere(request.user, "expense.record"),
    }


def _load_service(request, customer, ownership, at, context):
    mask = context["mask"]
    orders = service_access.visible(request.user).filter(customer=customer).select_related(*service_access.NEAR)
    plans = remedial_access.visible(request.user, at).filter(customer=customer).select_related(*plan_rows.NEAR)
    return {
        "plans": plan_rows.rows([mask.row(plan) for plan in plans.order_by("-begun_at", "-pk")[:50]], at),
        "may_begin": remedial_access.may_begin(request.user, customer),
        "orders": order_rows.rows([mask.row(order) for order in orders.order_by("-reported_at", "-pk")[:50]], at),
        "all_url": f"{reverse('service:orders')}?{urlencode({'tab': 'all', 'q': customer.code})}",
        "may_order": service_access.may_record(request.user, customer),
    } | service_card.card(request.user, customer, ownership, at)


def _load_grade(request, customer, ownership, at, context):
    seen = rating_access.visible(request.user).filter(pk=customer.pk).exists()
    return {"grades": grade_glance(customer) if seen else None}


def _load_plans(request, customer, ownership, at, context):
    return plans_of(request.user, customer, ownership, at) | {
        "next": f"{reverse('customers:detail', args=[customer.pk])}?part=plans"
    }


def _load_deals(request, customer, ownership, at, context):
    works = (
        ownership is not None
        and access.works_on(request.user, customer, ownership)
        and may_somewhere(request.user, "deal.work")
    )
    rows = recent(deal_access.visible(request.user), customer)
    return {"deals": [context["mask"].row(deal) for deal in rows], "may_deal": works and not customer.removed_at}


def _load_branches(request, customer, ownership, at, context):
    rows = access.visible(request.user, at).filter(parent=customer, removed_at=None, merged_into=None)
    names = StageNames()
    found = rows.select_related("ownership__owner").order_by("sort_name", "pk")[:200]
    return {"branches": [(row, row.ownership_or_none, names.label(row.department_id, row.stage)) for row in found]}


def _load_files(request, customer, ownership, at, context):
    rows = Attachment.objects.filter(customer=customer, voided_at=None).select_related("by")[:200]
    may_attach = ownership is not None and access.may(request.user, "followup.create", customer, ownership)
    folders = folder_listing.with_loans(customer.paper_folders.all()).order_by("number")[:50]
    return {
        "files": [(row, minute(row.at)) for row in rows],
        "may_attach": may_attach,
        "folders": [folder_words.folder_line(context["mask"].row(row), at) for row in folders],
    }


def _load_history(request, customer, ownership, at, context):
    rows, page = history.page(customer, cursor=request.GET.get("after"), mask=context["mask"])
    return {
        "entries": rows,
        "prev_url": page.prev_url(request.GET),
        "next_url": page.next_url(request.GET),
        "count_text": page.span(),
    }


LOADERS = {
    "file": _load_file,
    "deals": _load_deals,
    "contracts": _load_contracts,
    "service": _load_service,
    "grade": _load_grade,
    "plans": _load_plans,
    "branches": _load_branches,
    "files": _load_files,
    "history": _load_history,
}
