"""Reminding of matters that wait for an answer: a day before, when the day is over, and every week from then on (row M8)."""

from datetime import datetime, timedelta

from django.db import transaction

from customers.models import Matter

from .entries import notify

AGAIN = timedelta(days=7)


def remind(*, at: datetime) -> int:
    """Tell who answers; once it is overdue, who reported it and the superior too, who hears of no confidential one. How many."""
    with transaction.atomic():
        rows = list(
            Matter.objects.filter(next_at__lte=at, status=Matter.Status.OPEN)
            .select_for_update(no_key=True, of=("self",), skip_locked=True)
            .select_related("answerer")
            .order_by("next_at", "pk")
        )
        for row in rows:
            if at < row.due_at:
                notify(row, "due", [row.answerer_id], at=at)
                row.next_at = row.due_at
            else:
                superior = None if row.confidential else row.answerer.superior_id
                people = [row.answerer_id, row.reported_by_id, *([superior] if superior else [])]
                notify(row, "overdue", people, at=at)
                row.next_at = at + AGAIN
        Matter.objects.bulk_update(rows, ["next_at"], batch_size=500)
        return len(rows)
