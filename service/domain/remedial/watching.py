"""After a plan is closed: a relapse reopens it, days without one prove it (row M16)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from crm_project.accounts.models import User
from service.models import RemedialPlan, ServiceOrder
from service.models.choices import Move, Status
from service.rules.remedial_steps import CLOSED, DRAFT
from service.rules.steps import RUNNING

from . import telling
from .lock import locked_row, move_to, note

# A plan that can't be judged yet, because an order whose cause nobody knows is under way, is asked again after this.
AGAIN = timedelta(days=1)


def relapses() -> QuerySet[ServiceOrder]:
    """Orders that show that the plan around this query did not hold: reported while it was watched, of the same cause, or the
    order from which it began, once more."""
    rows = ServiceOrder.objects.filter(
        customer=OuterRef("customer"),
        reported_at__gt=OuterRef("closed_at"),
        reported_at__lt=OuterRef("watched_until"),
    ).exclude(status=Status.CANCELLED)
    return rows.filter(Q(cause=OuterRef("cause")) | Q(reopens__isnull=False, reopens=OuterRef("order")))


def reopen_relapsed(*, at: datetime, customer_id: int | None = None) -> int:
    """Reopen every watched plan, or those of one customer, with a relapse; how many."""
    found = RemedialPlan.objects.watched().filter(Exists(relapses()))
    if customer_id is not None:
        found = found.filter(customer=customer_id)
    count = 0
    for pk in list(found.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            plan = locked_row(pk)
            if plan.step != CLOSED or plan.proven:
                continue
            orders = RemedialPlan.objects.filter(pk=pk).annotate(
                relapse=relapses().order_by("reported_at", "pk").values("pk")[:1]
            )
            order = ServiceOrder.objects.filter(pk=orders.values_list("relapse", flat=True).get()).first()
            if order is not None:
                _reopen(plan, order.number, by=None, at=at, order=order)
                count += 1
    return count


def bad_visit(
    *, customer_id: int, by: User | None, at: datetime, order: ServiceOrder | None = None, reference: str = ""
) -> int:
    """A return visit went badly: reopen every plan of the customer that is still watched; how many. `order` was opened by it, else
    `reference` names the visit."""
    found = RemedialPlan.objects.watched().filter(customer=customer_id, watched_until__gt=at)
    count = 0
    for pk in list(found.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            plan = locked_row(pk)
            if plan.step == CLOSED and not plan.proven:
                _reopen(plan, order.number if order else reference, by=by, at=at, order=order)
                count += 1
    return count


def _reopen(
    plan: RemedialPlan, because: str, *, by: User | None, at: datetime, order: ServiceOrder | None = None
) -> None:
    plan.round += 1
    move_to(plan, DRAFT, Move.REOPENED, by=by, at=at, action="remedial.reopened", reason=because, order=order)
    telling.reopened(plan, because, by=by, at=at)


def prove(plan: RemedialPlan, *, at: datetime) -> bool:
    """A locked plan whose days are over: proven, unless an order of these days is under way whose cause nobody knows yet."""
    unknown = ServiceOrder.objects.filter(
        customer=plan.customer_id,
        cause=None,
        status__in=RUNNING,
        reported_at__gt=plan.closed_at,
        reported_at__lt=plan.watched_until,
    )
    if plan.cause_id is not None and unknown.exists():
        RemedialPlan.objects.filter(pk=plan.pk).update(next_at=at + AGAIN)
        return False
    RemedialPlan.objects.filter(pk=plan.pk).update(proven_at=F("watched_until"), next_at=None, changed_at=at)
    note(plan, by=None, at=at, action="remedial.proven")
    telling.proven(plan, at=at)
    return True
