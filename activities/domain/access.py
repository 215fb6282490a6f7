"""Three questions about follow-ups, tasks and files: which rows, may they, who decides (rows Na6, Nf4, Nf11)."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from activities.models import Attachment, FollowUp, Task
from activities.models.choices import Check
from assignment.domain.policies.lookup import PolicyBook
from crm_project.accounts.domain import access
from crm_project.accounts.models import Department, User
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.domain import access as customer_access
from customers.domain.access.gate import pass_gate
from customers.models import Customer

# --- customers ---------------------------------------------------------------------------------------------------------


def customer_or_404(user: User, pk: int, at: datetime, *, opened: bool = False) -> Customer:
    """The customer with its ownership. `opened`: the form was given to them while they could see it (its token proves it)."""
    customer, ownership = customer_access.opened(user, pk, at)
    if customer is None and opened:
        customer = (
            Customer.objects.select_related("department", "ownership__owner", "ownership__department")
            .filter(pk=pk)
            .first()
        )
        ownership = customer.ownership_or_none if customer else None
    if customer is None:
        raise Http404
    return pass_gate(user, customer, ownership, at)


def followup_refusal(user: User, customer: Customer) -> Refused | None:
    """Why this person can't record a follow-up here, as a Refused, or None; told before they type."""
    ownership = customer.ownership_or_none
    if customer.merged_into_id:
        return Refused(_("This customer was merged into another one: open that one."), code="merged")
    if customer.removed_at:
        return Refused(_("This customer was removed as invalid: restore it first."), code="removed")
    if ownership is None:
        return Refused(
            _("“%(name)s” is in the public pool: claim it first, then record your contact.") % {"name": customer.name},
            code="in_pool",
        )
    try:
        customer_access.check_log(user, customer, ownership)
    except Refused as refusal:
        return refusal
    return None


# --- follow-ups --------------------------------------------------------------------------------------------------------


def own_followup_or_404(user: User, pk: int, at: datetime) -> FollowUp:
    """One's own entry on a customer that one may still see; others' entries can't be opened for change (Na6)."""
    row = get_object_or_404(FollowUp.objects.select_related("customer", "contact"), pk=pk, author=user)
    row.customer = customer_or_404(user, row.customer_id, at)
    return row


def reviewable(user: User) -> QuerySet[FollowUp]:
    """Follow-ups of present owners that this person may check: within scope, standing, not their own."""
    # Not `corrected_by__isnull`: of an outer join the planner expects one row, and then reads the whole table.
    corrected = FollowUp.objects.filter(corrects=OuterRef("pk"))
    rows = FollowUp.objects.filter(
        ~Exists(corrected), voided_at__isnull=True, occurred_at__gte=F("customer__ownership__since")
    )
    rows = rows.exclude(author=user)
    departments = access.department_ids(user, "followup.review")
    if not access.may(user, "followup.review"):
        return rows.none()
    return rows if departments is None else rows.filter(customer__ownership__department_id__in=departments)


def to_check(user: User, at: datetime) -> QuerySet[FollowUp]:
    """Those of `reviewable` that wait for a word: late ones, all of departments that check, and corrections of rejected ones."""
    waits = Q(check_state=Check.REJECTED, checked_at__isnull=True) | Q(check_state=Check.NONE, late=True)
    checking = _checking(user, at)
    if checking:
        waits |= Q(check_state=Check.NONE, customer__ownership__department_id__in=checking)
    return reviewable(user).filter(waits)


def _checking(user: User, at: datetime) -> list[int]:
    """Departments within scope whose standard checks every entry, now or by an approved change: what was written before is checked in time."""
    ids = access.department_ids(user, "followup.review")
    departments = Department.objects.all() if ids is None else Department.objects.filter(pk__in=ids)
    book, day = PolicyBook(), local_date(at)
    found = []
    for department in departments:
        line = department.ancestor_ids()
        coming = book.next_change(line, day)
        policies = [book.for_line(line, day), coming[1] if coming else None]
        if any(policy and policy.standard.check for policy in policies):
            found.append(department.pk)
    return found


# --- tasks and files ---------------------------------------------------------------------------------------------------


def tasks_of(user: User) -> QuerySet[Task]:
    """Tasks a person may see: their own, those they gave, those of people whose follow-ups they check."""
    people = access.visible_people(user, "followup.review") if access.may(user, "followup.review") else None
    return Task.objects.visible_to(user, people)


def own_task_or_404(user: User, pk: int) -> Task:
    """A task that this person may change: theirs, or given by them."""
    return get_object_or_404(Task.objects.of(user).select_related("assignee", "customer"), pk=pk)


def assignees(user: User) -> QuerySet[User]:
    """People to whom this person may give a task: those they may see, and themselves."""
    seen = (
        access.visible_people(user).filter(is_active=True) if access.may(user, "people.view") else User.objects.none()
    )
    return seen | User.objects.filter(pk=user.pk)


def attachment_or_404(user: User, pk: int, at: datetime) -> Attachment:
    """A file of a customer that one may see; a void one is gone for reading."""
    row = get_object_or_404(Attachment.objects.filter(voided_at__isnull=True), pk=pk)
    row.customer = customer_or_404(user, row.customer_id, at)
    return row
