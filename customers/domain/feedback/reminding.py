"""Reminding of feedback that waits for an answer: a day before, when it is due, and every week from then on (row Nh8)."""

from datetime import datetime

from django.db import transaction

from customers.models import CustomerFeedback
from customers.rules.feedback import next_reminder

from .entries import notify


def remind(*, at: datetime) -> int:
    """Tell who answers; once it is overdue, who entered it and the superior too. How many."""
    with transaction.atomic():
        rows = list(
            CustomerFeedback.objects.filter(next_at__lte=at, status=CustomerFeedback.Status.OPEN)
            .select_for_update(no_key=True, of=("self",), skip_locked=True)
            .select_related("answerer")
            .order_by("next_at", "pk")
        )
        for row in rows:
            if at < row.due_at:
                notify(row, "due", [row.answerer_id], at=at)
            else:
                notify(row, "overdue", [row.answerer_id, row.recorded_by_id, row.answerer.superior_id], at=at)
            row.next_at = next_reminder(row.due_at, at)
        CustomerFeedback.objects.bulk_update(rows, ["next_at"], batch_size=500)
        return len(rows)
