"""“Formerly yours”: the search finds customers that the reader held once, and leads to the explanation (rows Z17, Na8)."""

from django.db.models import Q
from django.urls import reverse

from assignment.domain.access import past
from assignment.domain.ledger import CLOSES
from assignment.models import OwnershipEvent
from crm_project.lib.database.prepared import prepared
from crm_project.lib.time import day
from customers.domain.duplicates import matching
from customers.models import Customer, Ownership
from customers.rules import names

LISTED = 5


def formerly(user, query, *, found_any, also=()):
    """[{name, code, until, url}] of the user's past customers that this text finds, the latest first; one query for whoever lost none.

    `found_any`: the list itself found something; only where it did not are pinyin and single words searched too.
    `also`: keys of customers that the text is known to name.
    """
    pieces = [names.key(part) for part in query.split()]
    if not any(pieces) or not _lost_any(user.pk, kinds=tuple(CLOSES)):
        return []
    rows = past(user).exclude(customer_id__in=Ownership.objects.filter(owner=user).values("customer_id"))
    named = Q(customer__code__iexact=query.strip())
    contained = Q()
    for piece in filter(None, pieces):
        contained &= Q(customer__name_key__contains=piece)
    entries = _latest(rows.filter(named | contained | Q(customer_id__in=also)))
    if not entries and not found_any:
        within = Customer.objects.filter(pk__in=rows.values("customer_id"))
        entries = _latest(rows.filter(customer_id__in=matching.search_ids(query, LISTED, within)))
    return [
        {
            "name": e.customer.name,
            "code": e.customer.code,
            "until": day(e.at),
            "url": reverse("assignment:loss", args=[e.pk]),
        }
        for e in entries
    ]


@prepared
def _lost_any(person, *, kinds):
    return OwnershipEvent.objects.filter(closes_owner=person, kind__in=kinds).order_by().values_list("pk")[:1]


def _latest(rows):
    """The latest entry of each customer."""
    out = {}
    for entry in rows.select_related("customer").order_by("-at", "-pk")[: LISTED * 4]:
        out.setdefault(entry.customer_id, entry)
    return list(out.values())[:LISTED]
