"""Filters under a name: one's own, shared ones, and the two that come with the product (Z17)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.database.prepared import prepared
from crm_project.lib.refused import Refused
from crm_project.ops.private_search import PrivateQuery
from customers.models import SavedFilter

# What a saved filter keeps of an address; where one stands in the list is not part of it.
PASSING = ("after", "before", "page", "count")
# Parts of the list's address that say how it is shown, not what is in it.
SHOWING = (*PASSING, "sort", "columns")
PUBLISHED = [
    (gettext_lazy("Contacted"), "contact=contacted", "telephone-forward"),
    (gettext_lazy("Not contacted"), "contact=not_contacted", "telephone-x"),
]


def canonical_query(params: QueryDict) -> str:
    """The query string to keep of these parameters, in a fixed order, so that two of the same meaning are the same text."""
    kept = PrivateQuery(mutable=True)
    for name in sorted(params):
        values = [value for value in params.getlist(name) if value]
        if values and name not in PASSING:
            kept.setlist(name, values)
    return kept.urlencode()


def offered(user: User, most: int = 12) -> list[SavedFilter]:
    """The saved filters that the user is offered: their own and those that others share, by name."""
    return _offered(user.pk, most=most)


@prepared
def _offered(user: int, *, most: int) -> QuerySet[SavedFilter]:
    return SavedFilter.objects.filter(Q(owner=user) | Q(shared=True)).order_by("name", "pk")[:most]


def save_filter(*, by: User, at: datetime, name: str, query: str, shared: bool) -> SavedFilter:
    """Keep a filter; one's own of the same name is replaced."""
    name = " ".join((name or "").split())
    if not name:
        raise Refused(_("Enter a name for the filter."), code="name", field="name")
    query = canonical_query(QueryDict(query))
    if not query:
        raise Refused(_("There is nothing to save: choose a filter first."), code="empty")
    if len(query) > 1000:
        raise Refused(_("This filter is too long to be saved: choose fewer values."), code="long")
    try:
        with transaction.atomic():
            row, _new = SavedFilter.objects.update_or_create(
                owner=by, name=name, defaults={"query": query, "shared": bool(shared)}
            )
    except IntegrityError:
        raise Refused(_("You already have a filter with this name."), code="name", field="name") from None
    if shared:
        log.record(by=by, action="filter.shared", at=at, subject=row, changes={"query": [None, query]})
    return row


def delete_filter(*, filter_id: int, by: User, at: datetime) -> None:
    """Forget a filter of one's own."""
    row = SavedFilter.objects.filter(pk=filter_id, owner=by).first()
    if row is None:
        raise Refused(_("You can delete only your own filters."), code="not_yours")
    if row.shared:
        log.record(by=by, action="filter.dropped", at=at, subject=row)
    row.delete()
