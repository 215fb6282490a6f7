"""Who records major changes of whom, who takes an entry back, and who reads them all (row M6)."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from crm_project.accounts.models import Department, User
from customers.domain.access import guards, opened
from customers.domain.reviews.access import files, may_review
from customers.models import Customer, MajorChange, MajorChangeKind, Ownership


def may_record(user: User, customer: Customer, ownership: Ownership | None, at: datetime) -> bool:
    """Whether the user records changes here: everybody who opens the customer's page, as they may hand in information."""
    if customer.removed_at or customer.merged_into_id or guards(user, customer, ownership) == "closed":
        return False
    return opened(user, customer.pk, at)[0] is not None


def may_correct(user: User, row: MajorChange, customer: Customer, ownership: Ownership | None) -> bool:
    """Whether the user corrects or voids this entry of a page that they open: the person who recorded it, or who reviews the file."""
    return row.recorded_by_id == user.pk or may_review(user, customer, ownership)


def standing() -> QuerySet[MajorChange]:
    """Entries that hold: neither void nor corrected."""
    return MajorChange.objects.filter(voided_at=None, corrected_by=None)


def listed(user: User, at: datetime) -> QuerySet[MajorChange]:
    """What holds of the files that the user reviews."""
    return standing().filter(customer__in=files(user, at).order_by().values("pk"))


def narrowed(
    rows: QuerySet[MajorChange],
    *,
    kind: MajorChangeKind | None = None,
    department: Department | None = None,
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[MajorChange]:
    """Of one kind, of a department and those below, of these days."""
    if kind is not None:
        rows = rows.filter(kind=kind)
    if department is not None:
        places = list(department.subtree().values_list("pk", flat=True))
        owned = Q(customer__ownership__department__in=places)
        rows = rows.filter(owned | Q(customer__ownership=None, customer__department__in=places))
    if first is not None:
        rows = rows.filter(happened_on__gte=first)
    return rows if last is None else rows.filter(happened_on__lte=last)
