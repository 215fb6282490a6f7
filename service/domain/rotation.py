"""By rotation, with regard to load: to whom of service work is given that nobody is named for (rows Ni21, Ne9, Ne7)."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from contracts.domain.after_sales_people import workers
from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from service.models import ReturnVisit, ServiceOrder
from service.rules.rotation import Load, Turn, whose_turn
from service.rules.steps import RUNNING
from service.rules.visits import OPEN


def next_for_order(at: datetime) -> Turn:
    """Whose turn it is to get an order. Refuses with code staff where nobody is there.

    The people are locked first, in the order of their keys: of two orders given at once the second is counted with the first.
    Inside a transaction, after the customer was locked.
    """
    running = ServiceOrder.objects.filter(assigned=OuterRef("pk"), status__in=RUNNING).order_by()
    given = ServiceOrder.objects.filter(assigned=OuterRef("pk"), assigned_at__isnull=False)
    return _next(running.values("assigned"), given.order_by("-assigned_at").values("assigned_at")[:1], at)


def next_for_visit(at: datetime) -> Turn:
    """The same of a return visit, by the visits that are to be made."""
    return _next(*_visits(), at)


def visit_loads(day: date) -> list[Load]:
    """Of those who are there on this day, how many visits each has to make, for a plan that gives many. One query."""
    return [Load(one.pk, one.open_n, one.last_given) for one in _with_loads(*_visits()) if not one.away_on(day)]


def _visits() -> tuple[QuerySet[Any, Any], QuerySet[Any, Any]]:
    """The visits that the person of the query outside has to make, and when the last of them was planned."""
    rows = ReturnVisit.objects.filter(person=OuterRef("pk"), status__in=OPEN)
    return rows.order_by().values("person"), rows.order_by("-planned_at", "-pk").values("planned_at")[:1]


def _with_loads(open_: QuerySet[Any, Any], last: QuerySet[Any, Any]) -> QuerySet[Any]:
    counted = Coalesce(Subquery(open_.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
    return workers().annotate(open_n=counted, last_given=Subquery(last))


def _next(open_: QuerySet[Any, Any], last: QuerySet[Any, Any], at: datetime) -> Turn:
    day = local_date(at)
    keys = list(workers().order_by().values_list("pk", flat=True))
    list(User.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=keys).order_by("pk").values_list("pk"))
    found = list(_with_loads(open_, last))
    absent = [person for person in found if person.away_on(day)]
    loads = [Load(one.pk, one.open_n, one.last_given) for one in found if not one.away_on(day)]
    turn = whose_turn(loads, [str(one) for one in absent])
    if turn is not None:
        return turn
    if absent:
        raise Refused(
            _("All of service are away today (%(names)s): choose a person.")
            % {"names": _(", ").join(str(one) for one in absent)},
            code="staff",
            field="person",
        )
    raise Refused(_("There is no service staff yet: an admin gives somebody the role."), code="staff", field="person")
