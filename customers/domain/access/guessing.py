"""Searches for digits look only into texts whose numbers the reader may see: else a masked one is guessed digit by digit (row Nb4)."""

from collections.abc import Callable

from django.db.models import Q

from crm_project.accounts.models import User
from crm_project.lib.sensitive import may_guess
from customers.models import Customer

from .masking import rules_fit, unmasked


def reads_numbers(column: str = "customer") -> Callable[[User], Q]:
    """A condition on rows with a customer in `column`: this person reads the numbers in their texts."""

    def of(user: User) -> Q:
        if not rules_fit(user):
            return Q()
        return Q(**{f"{column}__in": Customer.objects.filter(unmasked(user)).order_by().values("pk")})

    return of


def holds(user: User, column: str, text: str, customer: str = "customer") -> Q:
    """Rows in whose free text `text` stands. Where it has digits, only those whose numbers the person reads: else one digit after
    the other could be guessed."""
    found = Q(**{f"{column}__icontains": text})
    return found & reads_numbers(customer)(user) if may_guess(text) else found
