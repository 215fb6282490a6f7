"""Changing who gets what in a handover that has not moved everything yet (rows Z16, Nf5)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.capacity import capacity_of
from assignment.domain.policies.lookup import PolicyBook
from assignment.models import Handover, HandoverItem
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused


def redirect_item(*, item_id: int, to: User | None, by: User, at: datetime) -> HandoverItem:
    """Give one customer of the plan to somebody else (`to` None: the pool). Refuses what has moved already."""
    with transaction.atomic():
        item = (
            HandoverItem.objects.select_for_update(of=("self",))
            .select_related("customer", "to", "handover")
            .get(pk=item_id)
        )
        if item.moved_at:
            raise Refused(
                _("“%(code)s” has been handed over already: transfer it from its own page.")
                % {"code": item.customer.code},
                code="moved",
            )
        if to is not None and to.pk == item.handover.leaver_id:
            raise Refused(_("Choose somebody other than the person leaving."), code="same", field="to")
        before, item.to, item.problem = item.to, to, ""
        item.save(update_fields=["to", "problem"])
        log.record(
            by=by,
            action="handover.changed",
            at=at,
            subject=item.customer,
            changes={"to": [str(before) if before else None, str(to) if to else None]},
        )
        return item


def save_letter(*, handover_id: int, subject: str, body: str, by: User, at: datetime) -> Handover:
    """Keep the wording of the letters of this handover (M14)."""
    with transaction.atomic():
        handover = Handover.objects.select_for_update(of=("self",)).get(pk=handover_id)
        handover.plan = {**handover.plan, "letter": {"subject": subject, "body": body}}
        handover.save(update_fields=["plan"])
        log.record(by=by, action="handover.letter", at=at, subject=handover.leaver)
        return handover


def preview(plan: Mapping[int, User | None], successors: Sequence[User], at: datetime) -> list[dict[str, Any]]:
    """[{person, gets, capacity}] for a proposed plan ({customer id: person or None}), the pool last where it gets any."""
    counts = Counter(person.pk if person else None for person in plan.values())
    book = PolicyBook()
    rows = [
        {
            "person": person,
            "gets": counts.get(person.pk, 0),
            "capacity": capacity_of(book.for_department(person.department, at), person, at),
        }
        for person in successors
    ]
    if counts.get(None):
        rows.append({"person": None, "gets": counts[None], "capacity": None})
    return rows


def note_running(*, handover_id: int) -> None:
    """Note that the moving was handed to the background, so that the page shows its progress."""
    with transaction.atomic():
        handover = Handover.objects.select_for_update(of=("self",)).get(pk=handover_id)
        handover.plan = {**handover.plan, "running": True}
        handover.save(update_fields=["plan"])
