"""Who may have what mailed: oneself what one sees, and colleagues who may see it themselves (rows Nb3, Nb4)."""

from django.db.models import Case, Prefetch, Q, QuerySet, When

from crm_project.accounts.domain.access import may, open_departments
from crm_project.accounts.models import Department, User
from customers.domain import saved_filters
from customers.models import SavedFilter
from reports.domain.analysis.asked import RIGHT
from reports.models import MailDelivery, MailSchedule
from reports.models.mailing import Content

EXPORT, FIGURES = "customer.export", "figures.view"
RIGHTS = (EXPORT, RIGHT, FIGURES)
NEEDED = {Content.LIST: EXPORT, Content.ANALYSIS: RIGHT, Content.FIGURES: FIGURES}
# Analyses that also need the right to see deals.
OF_DEALS = ("funnel", "win-rate")
State = MailDelivery.State
# Mails of each mailing on the page.
SHOWN = 5


def own(user: User) -> QuerySet[MailSchedule]:
    """The person's mailings."""
    return MailSchedule.objects.filter(owner=user)


def with_mails(rows: QuerySet[MailSchedule]) -> QuerySet[MailSchedule]:
    """With their readers and the newest mails of each; of one moment first what failed: the owner may send it again."""
    failed = Case(When(state__in=[State.FAILED, State.UNCERTAIN], then=0), default=1)
    mails = MailDelivery.objects.select_related("reader").order_by("-due_at", failed, "-pk")
    return rows.prefetch_related("readers__person", Prefetch("deliveries", mails[:SHOWN], to_attr="newest"))


def got(user: User) -> QuerySet[MailSchedule]:
    """Mailings of others that still go to the person."""
    mine = Q(readers__person=user, readers__ended_at=None, stopped_at=None)
    return MailSchedule.objects.filter(mine).exclude(owner=user)


def deliveries(user: User) -> QuerySet[MailDelivery]:
    """Mails of the person's own mailings."""
    return MailDelivery.objects.filter(schedule__owner=user)


def filters(user: User) -> list[SavedFilter]:
    """Saved filters of the customer list that the person is offered."""
    return saved_filters.offered(user, hidden=True, most=saved_filters.LAST)


def departments(user: User, content: str) -> QuerySet[Department]:
    """Departments to which an analysis, or figures, may be narrowed."""
    return open_departments(user, NEEDED[Content(content)])


def may_see(person: User, schedule: MailSchedule) -> bool:
    """Whether this person may read what is mailed: by their own right, today."""
    if not person.is_active or not may(person, NEEDED[Content(schedule.content)]):
        return False
    if schedule.content == Content.ANALYSIS and schedule.page in OF_DEALS and not may(person, "deal.view"):
        return False
    if schedule.department_id and schedule.content != Content.LIST:
        return departments(person, schedule.content).filter(pk=schedule.department_id).exists()
    return True


def filter_of(schedule: MailSchedule) -> SavedFilter | None:
    """The saved filter as it is now, if its owner is still offered it."""
    return next((one for one in filters(schedule.owner) if one.pk == schedule.saved_filter_id), None)


def colleagues(user: User) -> QuerySet[User]:
    """Who may be chosen to get it too."""
    return User.objects.active().exclude(pk=user.pk).exclude(email="")
