"""Who sees feedback of customers, who answers it, and whose it is by its kind (row Nh8)."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from crm_project.accounts.domain.absence import acts_in
from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import Department, User
from crm_project.lib.time import local_date
from customers.domain import access
from customers.models import Customer, CustomerFeedback, FeedbackKind, Ownership

HEAD = 1
OPEN = CustomerFeedback.Status.OPEN


def responsible(kind: FeedbackKind, customer: Customer, ownership: Ownership | None) -> User | None:
    """Who answers, by the kind; where nobody owns the customer, or the person named has left, the head of the department."""
    home = ownership.department if ownership else customer.department
    if kind.goes_to == FeedbackKind.GoesTo.OWNER and ownership and ownership.owner.is_active:
        return ownership.owner
    if kind.goes_to == FeedbackKind.GoesTo.PERSON and kind.person and kind.person.is_active:
        return kind.person
    named = kind.department if kind.goes_to == FeedbackKind.GoesTo.DEPARTMENT else None
    return _head(home if named is None or named.closed_at else named)


def _head(department: Department) -> User | None:
    return decider(department, HEAD, "customer.view")


def visible(user: User, at: datetime) -> QuerySet[CustomerFeedback]:
    """What the person may read: what they entered or answer and what their own customers said; and, unless the file is restricted, what
    customers said whose page they open, and what is put to somebody for whom they stand in or whose superior they are."""
    open_files = access.visible(user, at).order_by().values("pk")
    others = acts_in("answerer", user.pk, local_date(at)) | Q(answerer__superior=user)
    own = Q(recorded_by=user) | Q(answerer=user) | Q(customer__ownership__owner=user)
    seen = Q(customer__in=open_files, customer__restricted=False) | ~Q(customer__restricted=True) & others
    return CustomerFeedback.objects.filter(own | seen)


def to_answer(person: int, day: date | int) -> Q:
    """Condition: it waits for the answer of the person with this key, or of somebody who is away and for whom they stand in."""
    stands_in = Q(status=OPEN, customer__restricted=False) & acts_in("answerer", person, day)
    return Q(status=OPEN, answerer=person) | stands_in


def may_record(user: User, customer: Customer, ownership: Ownership | None, at: datetime) -> bool:
    """Whether the user enters feedback here: everybody who opens the customer's page."""
    if customer.removed_at or customer.merged_into_id or access.guards(user, customer, ownership) == "closed":
        return False
    return access.opened(user, customer.pk, at)[0] is not None


def may_answer(user: User, row: CustomerFeedback, at: datetime) -> bool:
    """Whether the person answers it, or passes it on: who answers, their stand-in, their superior."""
    if row.status != OPEN:
        return False
    heads = Q(status=OPEN, customer__restricted=False, answerer__superior=user)
    mine = to_answer(user.pk, local_date(at)) | heads
    return CustomerFeedback.objects.filter(mine, pk=row.pk).exists()


def may_close(user: User, row: CustomerFeedback, at: datetime) -> bool:
    """Whether the person closes it: answered, who answers or entered it; not answered, only who answers, with a reason."""
    if row.status == CustomerFeedback.Status.ANSWERED:
        return user.pk in (row.recorded_by_id, row.answerer_id, row.answered_by_id)
    return may_answer(user, row, at)


def may_reopen(user: User, row: CustomerFeedback, at: datetime) -> bool:
    """Whether the person says that the answer was not enough: who has to do with it, and the customer's owner."""
    if row.status == OPEN:
        return False
    return takes_part(user, row) or Ownership.objects.filter(customer=row.customer_id, owner=user).exists()


def takes_part(user: User, row: CustomerFeedback) -> bool:
    """Whether the person has something to do with its course, now or before."""
    if user.pk in (row.recorded_by_id, row.answerer_id, row.answered_by_id):
        return True
    return row.entries.filter(by=user).exists()


def may_act(user: User, row: CustomerFeedback, at: datetime) -> bool:
    """Whether the person does anything about it, or did before it moved on: the verb then refuses, and what was typed is kept."""
    return takes_part(user, row) or may_answer(user, row, at) or may_reopen(user, row, at)


def colleagues(user: User) -> QuerySet[User]:
    """To whom feedback may be passed: everybody with an account in use but oneself."""
    return User.objects.active().filter(role__isnull=False).exclude(pk=user.pk).order_by("sort_name", "pk")
