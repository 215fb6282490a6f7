"""What a person has to do, read from every app: by index, and no more of it than a page shows (rows Nc5, Nd8, Z5, Ne7)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Concat

from activities.domain.followup_corrections import appeal_about
from activities.domain.receptions.access import to_record
from activities.models import FollowUp, Reception, Task
from activities.models.choices import Check
from activities.rules.request_kinds import APPEAL
from assignment.domain import deadline_movers
from assignment.domain.followup_queries import uncorrected
from assignment.rules import request_kinds as ownership_kinds
from assignment.rules.policy import NEVER
from crm_project.accounts.domain.absence import acts_in
from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from crm_project.lib.database.prepared import prepared
from customers.domain.feedback.access import to_answer as feedback_to_answer
from customers.domain.matters.access import to_answer
from customers.models import Contact, CustomerFeedback, Matter, Ownership
from service.domain import access as service_access
from service.domain.targets.facts import NEAR
from service.models import PlanTask, RemedialPlan, ReturnVisit, ServiceOrder, VisitDemand
from service.models.choices import Status
from service.models.visit_choices import DemandStatus
from service.rules.visits import OPEN as VISIT_OPEN

# Rows of each kind at most: who has more to do sees them once these are done.
DEADLINES, TASKS, OTHERS = 12, 20, 5
REJECTED, DISPUTED, DEMAND = "rejected", "disputed", "demand"
PLAN, TASK, MATTER, SECRET, FEEDBACK, RECEPTION = "plan", "task", "matter", "secret", "feedback", "reception"
DISPUTES = (ownership_kinds.VALIDITY, ownership_kinds.CONFLICT)

_FILE = ("customer__name", "customer__phone", "customer__vip", "customer__level")
_DEADLINE = (
    *deadline_movers.COLUMNS,
    *_FILE,
    "release_at",
    "rule",
    "coming_at",
    "coming_from",
)
_TASK = (
    *("pk", "title", "kind", "due_at", "followup_id", "customer_id", "created_by_id"),
    *("customer__name", "customer__phone", "customer__vip", "customer__level"),
)


@prepared
def deadlines(owner: int, *, limit: int = DEADLINES) -> QuerySet[Ownership, Mapping[str, Any]]:
    """The person's customers that are released first."""
    return next_to_go(Ownership.objects.filter(owner=owner))[:limit]


def next_to_go(rows: QuerySet[Ownership]) -> QuerySet[Ownership, Mapping[str, Any]]:
    """Those of these ownerships that have a deadline, the first to go first."""
    found = rows.filter(release_at__lt=NEVER).order_by("release_at", "customer_id")
    return found.annotate(who=F("owner__full_name"), user=F("owner__username")).values(*_DEADLINE, "who", "user")


@prepared
def tasks(assignee: int, end: datetime) -> QuerySet[Task, Mapping[str, Any]]:
    """Open tasks, appointments and next contacts that are due before `end`, with who holds the customer."""
    rows = Task.objects.filter(assignee=assignee, done_at__isnull=True, due_at__lt=end).order_by("due_at", "pk")
    return rows.values(*_TASK, owner=F("customer__ownership__owner_id"))[:TASKS]


def orders(user: User, *, unassigned: bool) -> QuerySet[ServiceOrder]:
    """Service orders to work on, those that wait left out, the next due first; `unassigned`: those that nobody has as well."""
    whose = Q(assigned=user) | Q(assigned=None) if unassigned else Q(assigned=user)
    rows = service_access.visible(user).filter(whose, status__in=[Status.RECORDED, Status.ACCEPTED, Status.UNDER_WAY])
    return rows.select_related(*NEAR).order_by(F("due_at").asc(nulls_last=True), "pk")[:TASKS]


def orders_to_ask_about(user: User, day: date) -> QuerySet[ServiceOrder]:
    """Orders of theirs that are done, where the day has come on which they wanted to ask how it works; the oldest first."""
    rows = service_access.visible(user).filter(assigned=user, ask_on__lte=day, closed_at=None)
    return (
        rows.filter(status__in=[Status.DONE, Status.CONFIRMED]).select_related(*NEAR).order_by("ask_on", "pk")[:TASKS]
    )


@prepared
def put_to(person: int, day: date, at: datetime) -> QuerySet[RemedialPlan, Mapping[str, Any]]:
    """Remedial plans that wait for the person, tasks of such plans that they have, major matters and feedback that they answer, or those
    of somebody who is away and for whom they stand in, and receptions that they have to record; one query, as all may be put to anybody.

    Keys: kind (PLAN, TASK, MATTER, SECRET: a confidential matter, FEEDBACK or RECEPTION), pk, number, name, at (the step of a plan), moment,
    about, file."""
    plans = RemedialPlan.objects.filter(acts_in("holder", person, day)).order_by()
    tasks = PlanTask.objects.filter(acts_in("person", person, day), done_at=None, handed_at__isnull=False).order_by()
    said = {"name": F("subject"), "at": F("step"), "moment": F("due_at"), "about": F("customer__name")}
    said["file"] = F("customer_id")
    asked = plans.values("pk", "number", **said, kind=Cast(Value(PLAN), CharField()))
    done = {"name": F("what"), "at": Value(""), "moment": F("due_at"), "about": F("plan__customer__name")}
    done["file"] = F("plan__customer_id")
    given = tasks.values("pk", number=F("plan__number"), **done, kind=Cast(Value(TASK), CharField()))
    kind = Case(When(confidential=True, then=Value(SECRET)), default=Value(MATTER), output_field=CharField())
    answered = {"name": F("title"), "at": Value(""), "moment": F("due_at"), "about": F("customer_name")}
    matters = Matter.objects.filter(to_answer(person, day)).order_by()
    put = matters.values("pk", number=Value(""), **answered, file=F("customer_id"), kind=kind)
    said_of = {"name": F("customer_name"), "at": Value(""), "moment": F("due_at"), "about": F("kind__name")}
    waiting = CustomerFeedback.objects.filter(feedback_to_answer(person, day)).order_by()
    named = Case(When(kind__name_zh="", then=F("kind__name")), default=F("kind__name_zh"), output_field=CharField())
    heard = waiting.values(
        "pk", number=named, **said_of, file=F("customer_id"), sort=Cast(Value(FEEDBACK), CharField())
    )
    over = {"name": F("purpose"), "at": Value(""), "moment": F("ends_at"), "about": F("customer__name")}
    over |= {"file": F("customer_id"), "kind": Cast(Value(RECEPTION), CharField())}
    receptions = Reception.objects.filter(to_record(at), host=person).order_by()
    held = receptions.values("pk", number=Value(""), **over)
    return asked.union(given, put, heard, held, all=True).order_by("moment", "pk")[:TASKS]


@prepared
def service_work(person: int, near: date, today: date, *, heads: bool) -> QuerySet[Any, Mapping[str, Any]]:
    """Return visits that a person makes by `near` and their reports, and demands at their customers that nobody has decided about.

    `heads`: also the visits that are due and that nobody makes, restricted files left out. Keys: pk, status (of the visit, or DEMAND),
    name and key (`about`) of the customer, goods (in both languages), text, who makes it, begins (due on, or wanted on), ends (the report is due, or
    the visit was). One query: every home page asks it.
    """
    whose = Q(person=person, due_on__lte=near)
    if heads:
        whose |= Q(person=None, due_on__lte=today, customer__restricted=False)
    visits = ReturnVisit.objects.filter(whose, status__in=VISIT_OPEN).order_by()
    demands = VisitDemand.objects.filter(status=DemandStatus.OPEN, visit__customer__ownership__owner=person).order_by()
    nothing = Cast(Value(""), CharField())
    told = visits.values(
        "pk",
        "status",
        name=F("customer__name"),
        about=F("customer_id"),
        goods=nothing,
        goods_zh=nothing,
        text=nothing,
        who=F("person"),
        begins=F("due_on"),
        ends=F("report_due_on"),
    )
    named = demands.values(
        "pk",
        what=Cast(Value(DEMAND), CharField()),
        name=F("visit__customer__name"),
        about=F("visit__customer_id"),
        goods=Cast("product__name", CharField()),
        goods_zh=Cast("product__name_zh", CharField()),
        text_=Cast("text", CharField()),
        who=F("decided_by"),
        begins=F("wanted_on"),
        ends=F("visit__held_on"),
    )
    return told.union(named, all=True).order_by("ends", "pk")[:TASKS]


@prepared
def requests_of(person: int, since: datetime) -> QuerySet[Request, Mapping[str, Any]]:
    """Requests of this person that wait, or were decided since then."""
    recent = Q(status=Request.Status.PENDING) | Q(decided_at__gte=since)
    rows = Request.objects.filter(recent, asked_by=person).exclude(status=Request.Status.WITHDRAWN)
    return rows.order_by("-asked_at").values(
        *("pk", "subject", "kind", "status", "asked_at", "decided_at", "decision", "customer_id"),
        *("decider__full_name", "decider__username"),
    )[:TASKS]


@prepared
def contradictions(person: int, since: datetime) -> QuerySet[Any, Mapping[str, Any]]:
    """What others say against this person's work on customers they hold: entries that a manager rejected, neither corrected
    nor appealed, and ownership that a colleague disputes. Keys: what (REJECTED, DISPUTED), pk, customer_id, moment, reason (of a dispute: the key of its
    request)."""
    entry = Concat(Value(appeal_about("")), Cast(OuterRef("pk"), CharField()))
    appeals = Request.objects.filter(kind=APPEAL, customer_id=OuterRef("customer_id"), about=entry)
    entries = FollowUp.objects.filter(
        uncorrected(),
        ~Exists(appeals),
        author=person,
        occurred_at__gte=since,
        check_state=Check.REJECTED,
        checked_at__isnull=False,
        voided_at__isnull=True,
        customer__ownership__owner=F("author"),
    )
    asked = Request.objects.filter(
        kind__in=DISPUTES, status=Request.Status.PENDING, customer_id=OuterRef("customer_id")
    )
    held = Ownership.objects.filter(Exists(asked), owner=person)
    # Its page is where they state their side.
    first = Cast(Subquery(asked.order_by("pk").values("pk")[:1]), CharField())
    said = _contradiction(entries, REJECTED, "checked_at", F("check_reason"))
    return said.union(_contradiction(held, DISPUTED, "since", first), all=True).order_by("moment", "pk")[:OTHERS]


def _contradiction(rows: QuerySet[Any], what: str, moment: str, reason: Any) -> QuerySet[Any, Mapping[str, Any]]:
    named = {"what": Cast(Value(what), CharField()), "moment": F(moment), "reason": Cast(reason, CharField())}
    return rows.order_by().values("pk", "customer_id", *_FILE, **named)


@prepared
def people(customers: Sequence[int]) -> QuerySet[Contact, tuple[Any, ...]]:
    """(customer, key contact, name, mobile, phone) of everybody active there, key contacts first."""
    rows = Contact.objects.filter(customer__pk__in=customers, active=True).order_by("-key", "id")
    return rows.values_list("customer_id", "key", "name", "mobile", "phone")
