"""Who of service looks after an official customer: handed over by sales, given to a person, introduced (row Nc13)."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from assignment.company_settings import INTRODUCTION_DAYS
from assignment.domain.ownership.lock import locked, locked_many
from contracts.models import AfterSalesCustomer
from crm_project.accounts.domain.access import may
from crm_project.accounts.domain.settings_store import value
from crm_project.accounts.models import User
from crm_project.accounts.models.who_may import who_may
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell
from customers.domain.access import guards
from customers.models import Customer


def staff() -> QuerySet[User]:
    """Who works in service: looks after official customers, takes orders on, makes visits."""
    people = User.objects.active().filter(who_may("after_sales.work"))
    return people.order_by("sort_name", "username")


def workers() -> QuerySet[User]:
    """Those of them to whom work comes by itself: managers only where there is nobody else."""
    manages = who_may("service.manage")
    return staff().filter(~manages | ~Exists(staff().filter(~manages)))


def least_busy() -> User | None:
    """Whose turn it is: who looks after the fewest customers."""
    return workers().annotate(n=Count("after_sales_customers")).order_by("n", "sort_name", "username").first()


def to_introduce(user: User) -> QuerySet[AfterSalesCustomer]:
    """Customers given to this person to whom they have not introduced themselves."""
    return AfterSalesCustomer.objects.filter(person=user, introduced_at=None)


def hand_over(customer: Customer, who: str, at: datetime) -> None:
    """A locked customer became official: after-sales has it from now on; a policy that names a person gives it to them.

    Called inside the transaction of the contract; one that was handed over before stays with whom it has.
    """
    person = staff().filter(username=who).first() if who != "service" else None
    row, made = AfterSalesCustomer.objects.get_or_create(
        customer=customer,
        defaults={"person": person, "assigned_at": at if person else None, "handed_over_at": at},
    )
    if made and person:
        _record(row, None, None, at)
    elif not row.handed_over_at:
        row.handed_over_at = at
        row.save(update_fields=["handed_over_at"])


def assign_customers(*, customer_ids: Collection[int], person: User | None, by: User, at: datetime) -> int:
    """Give customers to a person of service, or each to the one with the fewest; returns how many changed hands.

    Refuses with code denied, staff. Merged and removed customers are passed over, and restricted files that are shut to the person.
    """
    if not may(by, "service.manage"):
        raise Refused(_("Only a service manager says who looks after a customer."), code="denied")
    if person is not None and not staff().filter(pk=person.pk).exists():
        raise Refused(_("%(person)s is not service staff.") % {"person": person}, code="staff", field="person")
    given: dict[User, list[str]] = {}
    with transaction.atomic():
        customers, _refused = locked_many(customer_ids)
        rows = AfterSalesCustomer.objects.select_related("person").in_bulk(list(customers))
        for pk, customer in customers.items():
            to = person or least_busy()
            if to is None:
                raise Refused(_("There is no service staff yet: an admin gives somebody the role."), code="staff")
            row = rows.get(pk) or AfterSalesCustomer(customer=customer)
            if row.person_id == to.pk or guards(to, customer, customer.ownership_or_none) == "closed":
                continue
            before, row.person, row.assigned_at = row.person, to, at
            row.introduced_at = row.reminded_at = None
            row.save()
            _record(row, before, by, at)
            given.setdefault(to, []).append(customer.name)
        for to, names in given.items():
            if to.pk != by.pk:
                url = f"{reverse('contracts:after_sales')}?tab=introduce"
                tell([to], "after_sales_given", at=at, url=url, person=str(by), n=len(names), names=_names(names))
    return sum(len(names) for names in given.values())


def introduce(*, customer_id: int, by: User, at: datetime) -> AfterSalesCustomer:
    """Tick off that the service person has introduced themselves. Refuses with code denied, done."""
    with transaction.atomic():
        customer = locked(customer_id)
        row = AfterSalesCustomer.objects.filter(customer=customer).select_related("person").first()
        if row is None or row.person is None or (row.person_id != by.pk and not may(by, "service.manage")):
            raise Refused(_("The person who looks after the customer ticks this off."), code="denied")
        if row.introduced_at:
            raise Refused(_("This was ticked off already: reload the page."), code="done")
        row.introduced_at = at
        row.save(update_fields=["introduced_at"])
        log.record(by=by, action="after_sales.introduced", at=at, subject=customer)
        return row


def remind(*, at: datetime) -> int:
    """Ask for introductions that wait longer than the company's term, once a term; returns how many people were asked."""
    days = value(INTRODUCTION_DAYS)
    waiting = AfterSalesCustomer.objects.filter(introduced_at=None, person__is_active=True)
    late = waiting.filter(assigned_at__lte=at - timedelta(days=days))
    late = late.filter(reminded_at=None) | late.filter(reminded_at__lte=at - timedelta(days=days))
    asked = 0
    for person in list(late.order_by().values_list("person_id", flat=True).distinct()):
        with transaction.atomic():
            rows = late.filter(person=person).select_for_update(skip_locked=True, of=("self",))
            ids = list(rows.order_by("pk").values_list("pk", flat=True))
            if ids:
                AfterSalesCustomer.objects.filter(pk__in=ids).update(reminded_at=at)
                url = f"{reverse('contracts:after_sales')}?tab=introduce"
                key = f"after-sales:{person}:{at:%F}"
                tell([person], "after_sales_late", at=at, key=key, url=url, n=len(ids), days=days)
                asked += 1
    return asked


def _record(row: AfterSalesCustomer, before: User | None, by: User | None, at: datetime) -> None:
    changes = {"service_person": [str(before) if before else None, str(row.person)]}
    log.record(by=by, action="after_sales.assigned", at=at, subject=row.customer, changes=changes)


def _names(names: list[str]) -> str:
    return _(", ").join(names[:3]) + ("…" if len(names) > 3 else "")
