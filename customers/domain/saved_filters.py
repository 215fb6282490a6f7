"""Filters under a name as tabs above a list: one's own, those that others share, and the two that come with the product (Z17)."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_project.accounts.domain.access import department_ids, open_departments
from crm_project.accounts.models import Department, User
from crm_project.audit.domain import log
from crm_project.lib.database.prepared import prepared
from crm_project.lib.refused import Refused
from crm_project.ops.private_search import PrivateQuery
from customers.models import FilterTab, SavedFilter
from customers.models.saved_filters import CUSTOMERS, Share

# What a saved filter keeps of an address; where one stands in the list is not part of it.
PASSING = ("after", "before", "page", "count")
# Parts of the list's address that say how it is shown, not what is in it.
SHOWING = (*PASSING, "sort", "columns")
PUBLISHED = [
    (gettext_lazy("Contacted"), "contact=contacted", "telephone-forward"),
    (gettext_lazy("Not contacted"), "contact=not_contacted", "telephone-x"),
]
RIGHT = "filter.share"
# More tabs than these nobody looks through; further ones stand on the page of saved filters.
MOST = 30
LONGEST = 2000
# Where a filter stands that nobody has put anywhere: after the others, by name.
LAST = 10_000


def canonical_query(params: QueryDict) -> str:
    """The query string to keep of these parameters, in a fixed order, so that two of the same meaning are the same text."""
    kept = PrivateQuery(mutable=True)
    for name in sorted(params):
        values = [value for value in params.getlist(name) if value]
        if values and name not in PASSING:
            kept.setlist(name, values)
    return kept.urlencode()


def offered(user: User, page: str = CUSTOMERS, *, hidden: bool = False, most: int = MOST) -> list[Any]:
    """The saved filters that the user is offered as tabs, in their order: their own, and those shared with them, each with `place`
    and `hidden`. `hidden`: those that the user has taken out of their tabs too."""
    line = list(user.department.ancestor_ids()) if user.department is not None else [0]
    return _offered(user.pk, page, line, most=most, hidden=hidden)


@prepared
def _offered(user: int, page: str, line: list[int], *, most: int, hidden: bool) -> QuerySet[SavedFilter]:
    shared = Q(shared=Share.EVERYBODY) | Q(shared=Share.DEPARTMENT, department__pk__in=line)
    rows = SavedFilter.objects.filter(Q(owner=user) | shared, page=page)
    rows = rows.alias(mine=FilteredRelation("tabs", condition=Q(tabs__user=user)))
    rows = rows.annotate(place=F("mine__place"), hidden=F("mine__hidden"))
    if hidden:
        rows = rows.select_related("owner", "department")
    else:
        rows = rows.filter(Q(hidden__isnull=True) | Q(hidden=False))
    return rows.order_by(F("place").asc(nulls_last=True), "name", "pk")[:most]


def sharable(user: User) -> tuple[bool, list[Department]]:
    """Whether the user may share with everybody, and with the people of which departments."""
    ids = department_ids(user, RIGHT)
    departments = open_departments(user, RIGHT).order_by("path") if ids is None or ids else []
    return ids is None, list(departments)


def save_filter(
    *, by: User, at: datetime, name: str, query: str, page: str = CUSTOMERS, share: str = ""
) -> SavedFilter:
    """Keep a filter; one's own of the same name is replaced. `share`: nothing, "everybody" or the key of a department."""
    query = canonical_query(QueryDict(query))
    if not query:
        raise Refused(_("There is nothing to save: choose a filter first."), code="empty")
    if len(query) > LONGEST:
        raise Refused(_("This filter is too long to be saved: choose fewer values."), code="long")
    values = {"query": query, **_shared(by, share)}
    try:
        with transaction.atomic():
            row, _new = SavedFilter.objects.update_or_create(owner=by, page=page, name=_name(name), defaults=values)
    except IntegrityError:
        raise _taken() from None
    if row.shared:
        log.record(by=by, action="filter.shared", at=at, subject=row, changes={"query": [None, query]})
    return row


def edit_filter(*, filter_id: int, by: User, at: datetime, name: str, share: str) -> SavedFilter:
    """Give a filter of one's own another name, or share it with others."""
    row = _own(filter_id, by, _("You can change only your own filters."))
    before = row.shared
    values = {"name": _name(name), **(_shared(by, share) if share != share_of(row) else {})}
    try:
        with transaction.atomic():
            SavedFilter.objects.filter(pk=row.pk).update(**values)
    except IntegrityError:
        raise _taken() from None
    row.refresh_from_db()
    if row.shared:
        log.record(by=by, action="filter.shared", at=at, subject=row, changes={"query": [None, row.query]})
    elif before:
        log.record(by=by, action="filter.dropped", at=at, subject=row)
    return row


def delete_filter(*, filter_id: int, by: User, at: datetime) -> None:
    """Forget a filter of one's own."""
    row = _own(filter_id, by, _("You can delete only your own filters."))
    if row.shared:
        log.record(by=by, action="filter.dropped", at=at, subject=row)
    row.delete()


def move_filter(*, filter_id: int, by: User, at: datetime, up: bool) -> None:
    """Put a tab before the one that stands before it, or after the next, for this person alone."""
    row = _known(filter_id, by)
    # All of them: the page where they are put in order shows more than the tabs.
    order = [one.pk for one in offered(by, row.page, most=LAST)]
    if row.pk not in order:
        return
    here = order.index(row.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
        tabs = [FilterTab(user=by, filter_id=pk, place=place) for place, pk in enumerate(order)]
        FilterTab.objects.bulk_create(
            tabs, update_conflicts=True, unique_fields=["user", "filter"], update_fields=["place"]
        )


def hide_filter(*, filter_id: int, by: User, at: datetime, hidden: bool) -> None:
    """Take a filter that somebody shares out of one's own tabs, or put it back."""
    row = _known(filter_id, by)
    FilterTab.objects.update_or_create(
        user=by, filter=row, defaults={"hidden": hidden}, create_defaults={"hidden": hidden, "place": LAST}
    )


def share_of(row: SavedFilter) -> str:
    """With whom it is shared, as `save_filter` takes it."""
    return str(row.department_id) if row.shared == Share.DEPARTMENT else str(row.shared)


def _name(name: str) -> str:
    name = " ".join((name or "").split())
    if not name:
        raise Refused(_("Enter a name for the filter."), code="name", field="name")
    return name


def _taken() -> Refused:
    return Refused(_("You already have a filter with this name."), code="name", field="name")


def _shared(by: User, share: str) -> dict[str, Any]:
    """The columns that say with whom it is shared, if the role of this person allows it."""
    if not share:
        return {"shared": Share.NOBODY, "department": None}
    everybody, departments = sharable(by)
    if share == Share.EVERYBODY and everybody:
        return {"shared": Share.EVERYBODY, "department": None}
    found = next((one for one in departments if str(one.pk) == share), None)
    if found is None:
        raise Refused(_("Your role can't share filters with these people."), code="forbidden", field="share")
    return {"shared": Share.DEPARTMENT, "department": found}


def _own(filter_id: int, by: User, sentence: str) -> SavedFilter:
    row = SavedFilter.objects.filter(pk=filter_id, owner=by).first()
    if row is None:
        raise Refused(sentence, code="not_yours")
    return row


def _known(filter_id: int, by: User) -> SavedFilter:
    row = SavedFilter.objects.filter(pk=filter_id).first()
    if row is None or not any(one.pk == row.pk for one in offered(by, row.page, hidden=True, most=LAST)):
        raise Refused(_("This filter does not exist any more, or is not shared with you."), code="gone")
    return row
