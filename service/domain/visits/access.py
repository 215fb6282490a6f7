"""Three questions about return visits: which rows, may they, who is told (rows Nb3, Nc13)."""

from django.db.models import QuerySet

from crm_project.accounts.domain import access as accounts
from crm_project.accounts.models import User
from crm_project.accounts.models.who_may import who_may
from customers.domain import access as customer_access
from customers.models import Customer, Ownership
from service.domain import access
from service.models import ReturnVisit, VisitDemand, VisitIdea
from service.rules.visits import MANAGED, STEPS

NEAR = (
    "customer__ownership__owner",
    "customer__ownership__department",
    "customer__department",
    "person",
    "plan",
    "contact",
    "order",
)
OWNED = ("visit__customer__ownership__owner", "visit__customer__ownership__department", "visit__customer__department")


def visible(user: User) -> QuerySet[ReturnVisit]:
    """Visits the user may read; views load visits through it."""
    return ReturnVisit.objects.visible_to(user, customer_access.file_scope(user, "service.view"))


def judged(user: User) -> QuerySet[ReturnVisit]:
    """Visits whose evaluations count in the figures that the user sees: of customers in their reach."""
    return ReturnVisit.objects.in_files_of(user, customer_access.file_scope(user, "service.view"))


def demands(user: User) -> QuerySet[VisitDemand]:
    """Demands of visits the user may read."""
    return VisitDemand.objects.filter(visit__in=visible(user).order_by().values("pk"))


def ideas(user: User) -> QuerySet[VisitIdea]:
    """Ideas of visits the user may read."""
    return VisitIdea.objects.filter(visit__in=visible(user).order_by().values("pk"))


def may_step(user: User, visit: ReturnVisit, step: str) -> bool:
    """Whether the user takes this step, whatever the status: whoever makes the visit, their managers; service where nobody does yet.
    A report is corrected by whoever wrote it, and by managers."""
    if access.manages(user):
        return True
    if step in MANAGED:
        return False
    if step == "correct":
        return visit.reported_by_id == user.pk
    return visit.person_id == user.pk or (visit.person_id is None and access.works(user))


def steps(user: User, visit: ReturnVisit) -> set[str]:
    """The steps that the user may take with this visit now."""
    return {step for step, statuses in STEPS.items() if visit.status in statuses and may_step(user, visit, step)}


def first_list(user: User) -> str:
    """Which visits somebody looks at first: their own, where they make visits; all that are open for those who head others."""
    makes = access.works(user) or accounts.scope(user, "service.record") == "own"
    return "mine" if makes and not access.manages(user) else "open"


def may_decide(user: User, customer: Customer, ownership: Ownership | None) -> bool:
    """Whether the user decides about a demand of this customer: who may open a deal there."""
    return accounts.may(user, "deal.work") and customer_access.works_on(user, customer, ownership)


def visitors() -> QuerySet[User]:
    """Whom a visit may be given to: those who record service orders."""
    return User.objects.active().filter(who_may("service.record")).order_by("sort_name", "username")
