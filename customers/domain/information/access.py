"""Who hands in what about whom, and who decides about it (row T1)."""

from datetime import datetime

from django.db.models import QuerySet

from crm_project.accounts.models import User
from customers.domain.reviews.access import files
from customers.models import InformationReport


def mine(user: User) -> QuerySet[InformationReport]:
    """What the user handed in."""
    return InformationReport.objects.filter(given_by=user)


def to_decide(user: User, at: datetime) -> QuerySet[InformationReport]:
    """What was handed in about the files that the user reviews."""
    return InformationReport.objects.filter(customer__in=files(user, at).order_by().values("pk"))
