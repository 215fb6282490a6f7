"""Files by the state of their review, and the reviews of a period: the rows behind lists and figures (rows M5, T2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from crm_project.accounts.models import Department, User
from crm_project.audit.models import Entry
from crm_project.lib.time import day_bounds, local_date
from customers.domain.completeness import incomplete
from customers.domain.needs import old_needs
from customers.models import Customer, FileReview, ReviewDate
from customers.models.scope import in_departments

from .access import files, reviewed

SOON = 30
CHANGES = ("customer.changed", "contact.saved")
NO_OWNER = "none"


@dataclass(frozen=True)
class Narrow:
    """Of which department (and those below, unless `alone`) and owner (an id, NO_OWNER, "" for all)."""

    department: Department | None = None
    owner: str = ""
    alone: bool = False

    def of_files(self) -> Q:
        """Condition on Customer."""
        wanted = Q() if self.department is None else in_departments(self._places())
        if self.owner:
            wanted &= Q(ownership=None) if self.owner == NO_OWNER else Q(ownership__owner=self.owner)
        return wanted

    def of_reviews(self) -> Q:
        """The same of FileReview, as it was then."""
        wanted = Q() if self.department is None else Q(department__in=self._places())
        if self.owner:
            wanted &= Q(owner=None) if self.owner == NO_OWNER else Q(owner=self.owner)
        return wanted

    def _places(self) -> Collection[int]:
        if self.department is None or self.alone:
            return [self.department.pk] if self.department else []
        return list(self.department.subtree().values_list("pk", flat=True))


EVERYTHING = Narrow()


def dates(user: User, at: datetime, tab: str, narrow: Narrow = EVERYTHING) -> QuerySet[ReviewDate]:
    """Dates of files that are overdue, or come due within SOON days."""
    today = local_date(at)
    found = files(user, at).filter(narrow.of_files()).order_by().values("pk")
    rows = ReviewDate.objects.filter(customer__in=found)
    if tab == "overdue":
        return rows.filter(due_on__lt=today)
    return rows.filter(due_on__gte=today, due_on__lte=today + timedelta(days=SOON))


def every_file(user: User, at: datetime, narrow: Narrow = EVERYTHING) -> QuerySet[Customer]:
    """All of them."""
    return files(user, at).filter(narrow.of_files())


def lacking(user: User, at: datetime, narrow: Narrow = EVERYTHING) -> QuerySet[Customer]:
    """Files that lack something."""
    return incomplete(every_file(user, at, narrow))


def with_old_needs(user: User, at: datetime, narrow: Narrow = EVERYTHING) -> QuerySet[Customer]:
    """Files whose needs are to be confirmed."""
    return every_file(user, at, narrow).filter(old_needs(at))


def changed(user: User, at: datetime, first: date, last: date, narrow: Narrow = EVERYTHING) -> QuerySet[Customer]:
    """Files that were changed on these days, by whomever: the file itself or a contact."""
    begin, end = day_bounds(first, last)
    entries = Entry.objects.filter(action__in=CHANGES, at__gte=begin, at__lt=end, customer_id__isnull=False)
    return every_file(user, at, narrow).filter(pk__in=entries.order_by().values("customer_id"))


def done(user: User, at: datetime, first: date, last: date, narrow: Narrow = EVERYTHING) -> QuerySet[FileReview]:
    """Reviews of these days."""
    begin, end = day_bounds(first, last)
    return reviewed(user, at).filter(narrow.of_reviews(), reviewed_at__gte=begin, reviewed_at__lt=end)
