"""What is known of a customer before a visit: the last one, what they asked for and suggested, and what became of it (row T21)."""

from dataclasses import dataclass, replace

from django.db.models import QuerySet

from customers.domain.access.masking import Mask
from customers.models import NoServiceCalls
from service.models import ReturnVisit, VisitDemand, VisitIdea
from service.rules.visits import DONE

SHOWN = 10


@dataclass(frozen=True)
class Known:
    """What this visit brought, and what others before it did, the newest first."""

    demands: list[VisitDemand]
    ideas: list[VisitIdea]
    earlier_demands: list[VisitDemand]
    earlier_ideas: list[VisitIdea]
    last: ReturnVisit | None
    marked: bool


def demands_of(customer_id: int) -> QuerySet[VisitDemand]:
    """Demands of a customer, the newest first."""
    rows = VisitDemand.objects.filter(visit__customer=customer_id)
    return rows.select_related("product", "deal", "decided_by").order_by("-pk")


def ideas_of(customer_id: int) -> QuerySet[VisitIdea]:
    """Ideas of a customer, the newest first."""
    return VisitIdea.objects.filter(visit__customer=customer_id).select_related("answered_by").order_by("-pk")


def known(visit: ReturnVisit) -> Known:
    """Five queries."""
    demands, ideas = list(demands_of(visit.customer_id)), list(ideas_of(visit.customer_id))
    done = ReturnVisit.objects.filter(customer=visit.customer_id, status=DONE).exclude(pk=visit.pk)
    return Known(
        demands=[row for row in demands if row.visit_id == visit.pk],
        ideas=[row for row in ideas if row.visit_id == visit.pk],
        earlier_demands=[row for row in demands if row.visit_id != visit.pk][:SHOWN],
        earlier_ideas=[row for row in ideas if row.visit_id != visit.pk][:SHOWN],
        last=done.select_related("person").order_by("-held_on", "-pk").first(),
        marked=NoServiceCalls.objects.filter(pk=visit.customer_id).exists(),
    )


def masked(known: Known, mask: Mask) -> Known:
    """The same, to be shown to whoever has this mask."""
    return replace(
        known,
        demands=[mask.row(row) for row in known.demands],
        ideas=[mask.row(row) for row in known.ideas],
        earlier_demands=[mask.row(row) for row in known.earlier_demands],
        earlier_ideas=[mask.row(row) for row in known.earlier_ideas],
        last=mask.row(known.last) if known.last else None,
    )
