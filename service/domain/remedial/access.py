"""Questions about remedial plans: which ones, whose turn it is, who may do what, who stands in for whom (rows M16, Nb3, Ne7)."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from crm_project.accounts.domain import access
from crm_project.accounts.domain.absence import acts_for, acts_in
from crm_project.accounts.models import User
from crm_project.accounts.models.choices import Action
from crm_project.accounts.models.who_may import who_may
from crm_project.lib.time import local_date
from customers.domain import access as customer_access
from customers.domain.access.gate import openable
from customers.models import Customer
from service.models import PlanMove, PlanTask, PlanText, RemedialPlan
from service.models.choices import Move
from service.rules.remedial_steps import CLOSED, DECISIONS, OPEN, REVIEWER, TURNS, VERBS, text_of

NEAR = (
    "customer__ownership__owner",
    "customer__ownership__department",
    "customer__department",
    "responsible",
    "holder__role",
    "cause",
    "order",
)


def turn_of(user: User, column: str, at: datetime) -> Q:
    """Condition: the person in this column is the user, or is away and named the user as stand-in."""
    return acts_in(column, user.pk, local_date(at))


def visible(user: User, at: datetime) -> QuerySet[RemedialPlan]:
    """Plans the user may read whole; views load plans through it."""
    mine = turn_of(user, "responsible", at) | turn_of(user, "holder", at)
    return RemedialPlan.objects.visible_to(user, customer_access.file_scope(user, "service.view"), mine)


def at_work(condition: Q) -> Exists:
    """Condition: the plan has a task like this that was handed out and is not done."""
    return Exists(PlanTask.objects.filter(condition, plan=OuterRef("pk"), done_at=None, handed_at__isnull=False))


def late(at: datetime) -> Q:
    """Condition: its step, or a task of it, is late."""
    return Q(step__in=OPEN) & (Q(due_at__lte=at) | Q(at_work(Q(due_at__lte=at))))


def waits_for(user: User, at: datetime) -> Q:
    """Condition: it is the user's turn, or they have a task of it."""
    return Q(step__in=OPEN) & (turn_of(user, "holder", at) | Q(at_work(turn_of(user, "person", at))))


def tasks_of(user: User, at: datetime) -> QuerySet[PlanTask]:
    """Tasks that were handed to the user, or to somebody for whom they stand in; files that stay closed to them left out."""
    rows = PlanTask.objects.filter(turn_of(user, "person", at), handed_at__isnull=False)
    return rows.filter(openable(user, "plan__customer_id"))


def drafts(user: User) -> bool:
    """Whether the user drafts plans and reports on them."""
    return access.may(user, Action.REMEDIAL_DRAFT)


def reviews(user: User) -> bool:
    """Whether the user reviews plans, gives them to others and sets the days of their steps."""
    return access.may(user, Action.REMEDIAL_REVIEW)


def approves(user: User) -> bool:
    """Whether the user approves plans."""
    return access.may(user, Action.REMEDIAL_APPROVE)


def may_begin(user: User, customer: Customer) -> bool:
    """Whether the user begins a plan for this customer; for a restricted one only who may open its file."""
    if customer.removed_at or customer.merged_into_id or not drafts(user):
        return False
    ownership = customer.ownership_or_none
    if customer_access.guards(user, customer, ownership) == "closed":
        return False
    return customer_access.may(user, "service.view", customer, ownership)


def right_at(step: str) -> str:
    """The right that decides at a step."""
    return Action.REMEDIAL_REVIEW if TURNS[step] == REVIEWER else Action.REMEDIAL_APPROVE


def may_do(user: User, plan: RemedialPlan, verb: str, at: datetime) -> bool:
    """Whether the user may do this with the plan where it stands; who wrote a text is another question (`wrote`)."""
    if plan.step not in VERBS[verb]:
        return False
    own = acts_for(user, plan.responsible, local_date(at))
    if verb == "assign":
        return reviews(user)
    if verb in ("cancel", "link"):
        return (own or reviews(user)) and (verb == "link" or plan.round == 1)
    if plan.step in DECISIONS:
        right = right_at(plan.step)
        stands_in = (
            acts_for(user, plan.holder, local_date(at)) and plan.holder is not None and access.may(plan.holder, right)
        )
        return access.may(user, right) or stands_in
    if plan.step == CLOSED:
        return approves(user)
    return own


def verbs_of(user: User, plan: RemedialPlan, at: datetime) -> set[str]:
    """What the user may do with the plan now."""
    found = {verb for verb in VERBS if verb not in ("do_task", "return_task") and may_do(user, plan, verb, at)}
    if plan.step in DECISIONS and found & {"approve", "send_back"} and user.pk in writers(plan, text_of(plan.step)):
        found -= {"approve", "send_back"}
    return found


def writers(plan: RemedialPlan, kind: str) -> set[int]:
    """Who wrote or submitted this text of the plan: they neither review nor approve it."""
    wrote = PlanText.objects.filter(plan=plan, kind=kind).values_list("by_id", flat=True)
    moved = PlanMove.objects.filter(plan=plan, kind=Move.SUBMITTED, from_step=kind).values_list("by_id", flat=True)
    return {pk for pk in (*wrote, *moved) if pk is not None}


def people_with(right: str) -> QuerySet[User]:
    """Active people with this right, those nearest to the work first."""
    rows = User.objects.active().filter(who_may(right))
    return rows.order_by("role__level", "pk")


def decider_at(step: str, without: Collection[int]) -> User | None:
    """Who is asked to decide at a step; None: nobody but those left out may."""
    return people_with(right_at(step)).exclude(pk__in=without).first()


def staff() -> QuerySet[User]:
    """The people who may be responsible for a plan."""
    return people_with(Action.REMEDIAL_DRAFT).order_by("role__level", "sort_name", "username")
