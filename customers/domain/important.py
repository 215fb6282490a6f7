"""Important new customers: VIP or core, not official yet; more than one colleague should be in contact with them (row M13)."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from crm_project.accounts.domain.settings_store import value
from customers.company_settings import IMPORTANT_PEOPLE
from customers.models import Collaborator, Customer
from customers.models.choices import Level, Stage

IMPORTANT_NEW = (Q(vip=True) | Q(level=Level.CORE)) & ~Q(stage=Stage.OFFICIAL)


def is_important_new(customer: Customer) -> bool:
    """The same of one customer."""
    return (customer.vip or customer.level == Level.CORE) and customer.stage != Stage.OFFICIAL


def lacks_people(customer: Customer, helpers: int) -> bool:
    """Whether an important new customer with so many collaborators beside its owner should have more people in contact."""
    return is_important_new(customer) and helpers + 1 < value(IMPORTANT_PEOPLE)


def short_of_people(customers: QuerySet[Customer]) -> QuerySet[Customer]:
    """Those of a Customer queryset that are important, new, owned, and in contact with too few people."""
    wanted = value(IMPORTANT_PEOPLE)
    if wanted < 2:
        return customers.none()
    helpers = Collaborator.objects.filter(customer=OuterRef("pk"), until=None).order_by().values("customer")
    found = Coalesce(Subquery(helpers.annotate(n=Count("pk")).values("n")), 0)
    return customers.filter(IMPORTANT_NEW, ownership__isnull=False).alias(helpers=found).filter(helpers__lt=wanted - 1)
