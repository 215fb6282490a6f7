"""By rotation, with regard to load: to whom of service work is given that nobody is named for (rows Ni21, Ne9, Ne7)."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
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


def present(day: date) -> QuerySet[User]:
    """Those to whom work comes by itself and who are not away on this day."""
    return workers().exclude(away(day))


def away(day: date) -> Q:
    """Condition: the person is away on this day."""
    return Q(away_from__lte=day) & (Q(away_until=None) | Q(away_until__gte=day))


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
    open_ = ReturnVisit.objects.filter(person=OuterRef("pk"), status__in=OPEN).order_by()
    planned = ReturnVisit.objects.filter(person=OuterRef("pk"), status__in=OPEN).order_by("-planned_at", "-pk")
    return _next(open_.values("person"), planned.values("planned_at")[:1], at)


def _next(open_: QuerySet[Any, Any], last: QuerySet[Any, Any], at: datetime) -> Turn:
    day = local_date(at)
    keys = list(workers().order_by().values_list("pk", flat=True))
    list(User.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=keys).order_by("pk").values_list("pk"))
    counted = Coalesce(Subquery(open_.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
    people = workers().annotate(open_n=counted, last_given=Subquery(last))
    found = list(people)
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
