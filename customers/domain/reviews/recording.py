"""Recording the review of a file: corrections by the verb of the file, the next date, a task for the owner (rows M5, Nf2)."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.domain.access import assignees
from activities.models import Task
from assignment.domain.ownership import locked
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from crm_project.lib.time import at_hour, local_date, minute
from crm_project.notices.domain.notify import tell
from customers.domain.completeness import missing
from customers.domain.needs import mark_confirmed
from customers.domain.records import update_customer
from customers.models import Customer, FileReview, ListItem, Ownership, ReviewDate
from customers.rules.reviews import date_problem, left_open

from . import stored
from .access import may_review
from .fields import reviewed_fields
from .versions import RuleBook

TASK_HOUR = 17


def latest_date(customer: Customer, at: datetime) -> date | None:
    """The next date that the rules ask for once the file is reviewed now; None where they ask for none."""
    today = local_date(at)
    book = RuleBook.on(today)
    row, _review = next(stored.reviews(book, [customer.pk]))
    review = stored.review_of(row | {"reviewed": today, "chosen": None}, book)
    return review.due if review else None


def record_review(
    *,
    customer_id: int,
    by: User,
    at: datetime,
    fields: JsonObject,
    regions: QuerySet[ListItem] | None,
    confirmed: Collection[str],
    closed: Collection[str] = (),
    note: str = "",
    next_on: date | None = None,
    task: str = "",
    task_due: date | None = None,
    name_confirmed: bool = False,
) -> FileReview:
    """Keep a review of the whole file: each field confirmed, or corrected by `fields` and `regions`. `closed`: masked for the reviewer.

    Refuses with code forbidden, open (fields that were neither), next_on, task, task_due, and as `update_customer` does.
    """
    with transaction.atomic():
        customer = locked(customer_id)
        ownership = Ownership.of(customer.pk)
        if not may_review(by, customer, ownership):
            raise Refused(_("Your role does not allow this here."), code="forbidden")
        corrected = _correct(customer, by, at, fields, regions, name_confirmed)
        asked = reviewed_fields(closed)
        if left := left_open(asked, confirmed, corrected):
            raise Refused(
                _("Confirm or correct every field; %(n)d are left.") % {"n": len(left)}, code="open", field="rest"
            )
        _check_date(customer, next_on, at)
        customer.refresh_from_db()
        if customer.needs and "needs" in asked and "needs" not in corrected:
            mark_confirmed(customer, by=by, at=at)
        review = _keep(customer, ownership, by, at, note.strip(), next_on, corrected, asked)
        if task.strip() or task_due:
            _give_task(customer, ownership, task.strip(), task_due, by, at)
        return review


def _correct(
    customer: Customer,
    by: User,
    at: datetime,
    fields: JsonObject,
    regions: QuerySet[ListItem] | None,
    name_confirmed: bool,
) -> list[str]:
    """Change what the reviewer typed otherwise; the names of the fields that changed."""
    before = {name: getattr(customer, name) for name in fields}
    here = set(customer.regions.values_list("pk", flat=True))
    changed = [name for name, value in fields.items() if before[name] != value]
    if regions is not None and {row.pk for row in regions} != here:
        changed.append("regions")
    if changed:
        update_customer(
            customer_id=customer.pk, by=by, at=at, fields=dict(fields), regions=regions, name_confirmed=name_confirmed
        )
    return changed


def _check_date(customer: Customer, next_on: date | None, at: datetime) -> None:
    if next_on is None:
        return
    latest = latest_date(customer, at)
    problem = date_problem(next_on, latest, local_date(at))
    if not problem:
        return
    sentences = {
        "past": _("The next review lies in the future: choose a later day."),
        "late": _("The rules ask for the next review by %(day)s: choose that day or an earlier one.")
        % {"day": latest.isoformat() if latest else ""},
        "far": _("The next review is too far away: choose a day within three years."),
    }
    raise Refused(sentences[problem], code="next_on", field="next_on")


def _keep(
    customer: Customer,
    ownership: Ownership | None,
    by: User,
    at: datetime,
    note: str,
    next_on: date | None,
    corrected: list[str],
    asked: Collection[str],
) -> FileReview:
    today = local_date(at)
    known = ReviewDate.objects.filter(pk=customer.pk).first()
    due = known.due_on if known else None
    review = FileReview.objects.create(
        customer=customer,
        department_id=ownership.department_id if ownership else customer.department_id,
        owner_id=ownership.owner_id if ownership else None,
        reviewed_by=by,
        reviewed_at=at,
        due_on=due,
        late=due is not None and due < today,
        confirmed=[name for name in asked if name not in corrected],
        corrected=corrected,
        missing=len(missing(customer)),
        note=note,
    )
    ReviewDate.objects.update_or_create(
        customer=customer, defaults={"last": review, "reviewed_on": today, "chosen_on": next_on}
    )
    stored.refresh([customer.pk], at=at)
    review.next_on = ReviewDate.objects.get(pk=customer.pk).due_on
    review.save(update_fields=["next_on"])
    changes: dict[str, Any] = {"corrected": [None, corrected], "next_on": [due, review.next_on]}
    log.record(by=by, action="customer.reviewed", at=at, subject=customer, changes=changes, reason=note)
    return review


def _give_task(
    customer: Customer, ownership: Ownership | None, title: str, due: date | None, by: User, at: datetime
) -> None:
    """What the owner is to do, by when; whoever reviews and may give this person tasks pushes the follow-up (Nf2)."""
    if ownership is None:
        raise Refused(_("Nobody owns this customer: leave the task empty."), code="task", field="task")
    if not title:
        raise Refused(_("Enter what needs to be done."), code="task", field="task")
    if due is None or due < local_date(at):
        raise Refused(_("Enter by when: today or a later day."), code="task_due", field="task_due")
    if not assignees(by).filter(pk=ownership.owner_id).exists():
        raise Refused(
            _("You can't assign tasks to %(person)s.") % {"person": ownership.owner}, code="task", field="task"
        )
    row = Task.objects.create(
        customer=customer,
        title=title,
        due_at=at_hour(due, TASK_HOUR),
        assignee_id=ownership.owner_id,
        created_by=by,
        created_at=at,
    )
    log.record(by=by, action="task.planned", at=at, subject=row, customer_id=customer.pk)
    if ownership.owner_id != by.pk:
        tell(
            [ownership.owner_id],
            "task_given",
            at=at,
            url=reverse("activities:tasks"),
            title=title,
            person=str(by),
            due=minute(row.due_at),
        )
