"""What an analysis is asked of: whose records, in which days; how far the right reaches (rows Na12, Nf1)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Q, QuerySet

from assignment.models import OwnershipEvent
from crm_project.accounts.domain.access import data_scope, may, visible_people
from crm_project.accounts.models import Department, User
from crm_project.lib.time import day_bounds
from customers.models import Customer
from customers.models.scope import in_departments
from deals.domain import access as deal_access
from deals.models import Deal

RIGHT = "analysis.view"
DAYS = 30


@dataclass(frozen=True)
class Asked:
    """One question: both days count. `silent`: days without a follow-up, where that is asked."""

    user: User
    at: datetime
    first: date
    last: date
    department: Department | None = None
    person: User | None = None
    silent: int = DAYS

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The moments from which and before which it counts."""
        return day_bounds(self.first, self.last)

    @property
    def before(self) -> "Asked":
        """The same of as many days just before."""
        length = (self.last - self.first).days + 1
        return replace(self, first=self.first - timedelta(days=length), last=self.first - timedelta(days=1))

    @cached_property
    def departments(self) -> frozenset[int] | None:
        """Keys of the department and those below; None: not narrowed."""
        if self.department is None:
            return None
        rows = Department.objects.filter(path__startswith=self.department.path)
        return frozenset(rows.order_by().values_list("pk", flat=True))


def reads_deals(user: User) -> bool:
    """Whether analyses of deals are for them."""
    return may(user, RIGHT) and may(user, "deal.view")


def _counting(asked: Asked, owner: str, department: str) -> Q:
    """Condition: within reach of the right, and of the department and person that were asked for."""
    scope, found = data_scope(asked.user, RIGHT), Q()
    if scope.nothing:
        return Q(pk__in=[])
    if not scope.everything:
        found &= Q(**{owner: asked.user}) | Q(**{f"{department}__in": scope.departments})
    if asked.departments is not None:
        found &= Q(**{f"{department}__in": asked.departments})
    if asked.person is not None:
        found &= Q(**{owner: asked.person})
    return found


def deals(asked: Asked) -> QuerySet[Deal]:
    """Deals that the person may read, of whom they are: an open one is whose customer it is, a closed one whoever's closed it."""
    rows = deal_access.visible(asked.user)
    closed = _counting(asked, "owner", "department")
    if not closed:
        return rows
    held = _counting(asked, "customer__ownership__owner", "customer__ownership__department")
    return rows.filter((Q(status="open") & held) | (~Q(status="open") & closed))


def held(asked: Asked) -> QuerySet[Customer]:
    """Customers that somebody within reach holds."""
    whose = _counting(asked, "ownership__owner", "ownership__department")
    return Customer.objects.filter(whose, pooled_at=None, ownership__isnull=False)


def entered(asked: Asked) -> QuerySet[Customer]:
    """Customers that were entered in these days, those removed or merged since too; by the department to which they count.

    Of a person: what they entered, and what belonged to them on entry.
    """
    begin, end = asked.bounds
    rows = Customer.objects.filter(created_at__gte=begin, created_at__lt=end)
    scope = data_scope(asked.user, RIGHT)
    if scope.nothing:
        return rows.none()
    if not scope.everything:
        rows = rows.filter(_entered_by(asked.user) | in_departments(scope.departments))
    if asked.departments is not None:
        rows = rows.filter(in_departments(asked.departments))
    return rows.filter(_entered_by(asked.person)) if asked.person is not None else rows


def _entered_by(person: User) -> Q:
    first = OwnershipEvent.objects.filter(owner=person, kind=OwnershipEvent.Kind.ENTERED)
    return Q(created_by=person) | Q(pk__in=first.order_by().values("customer_id"))


def people(asked: Asked) -> QuerySet[User]:
    """Whose customers came and went, within reach; those who left too."""
    rows = visible_people(asked.user, RIGHT)
    if asked.departments is not None:
        rows = rows.filter(department_id__in=asked.departments)
    return rows.filter(pk=asked.person.pk) if asked.person is not None else rows
