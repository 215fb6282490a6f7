"""How records hang together: the last next step that nobody has answered yet, and whom one can speak to (row Ni12)."""

from django.db.models import Exists, OuterRef

from assignment.facts import still_standing
from customers.models import Contact

from .models import FollowUp


def open_step(customer_id, *, besides=None):
    """The newest standing follow-up that names a next step which no other standing one answers, or None; one query.

    `besides`: an entry that is being changed; then only steps from before it.
    """
    rows = FollowUp.objects.filter(still_standing(), customer_id=customer_id).exclude(next_step="")
    answers = FollowUp.objects.filter(still_standing(), answers=OuterRef("pk"))
    if besides is not None:
        rows = rows.filter(occurred_at__lt=besides.occurred_at).exclude(pk=besides.pk)
        answers = answers.exclude(pk=besides.pk)
    return rows.filter(~Exists(answers)).select_related("author").order_by("-occurred_at", "-pk").first()


def contacts_of(customer_id):
    """People at the customer, key contacts first."""
    return Contact.objects.filter(customer_id=customer_id, active=True)
