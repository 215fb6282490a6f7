"""How records hang together: the last next step that nobody has answered yet, and whom one can speak to (row Ni12)."""

from django.db.models import Exists, OuterRef

from assignment.facts import still_standing
from customers.models import Contact

from .models import FollowUp


def open_step(customer_id, *, besides=None):
    """The newest standing follow-up if it names a next step that no other standing one answers, else None; one query."""
    answers = FollowUp.objects.filter(still_standing(), answers=OuterRef("pk")).exclude(pk=besides)
    rows = FollowUp.objects.filter(still_standing(), customer_id=customer_id).exclude(next_step="").exclude(pk=besides)
    return rows.filter(~Exists(answers)).select_related("author").order_by("-occurred_at", "-pk").first()


def contacts_of(customer_id):
    """People at the customer, key contacts first."""
    return Contact.objects.filter(customer_id=customer_id, active=True)
