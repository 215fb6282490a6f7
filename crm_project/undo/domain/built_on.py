"""Whether somebody has built on what was done: anything that a person changed at it since, as the audit says."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from crm_project.audit.models import Entry
from crm_project.catalogue import audits
from crm_project.lib.time import minute
from crm_project.undo.models import RecentAction

# Looking, exporting and remarks change nothing that an undo would take away.
_LOOKING = ("looks", "exports")
_COPIES = (".exported", ".printed")
_REMARKS = ("comment.", "feedback.")


def work_on_customers(customer_ids: Iterable[int], *, after: datetime) -> dict[int, str]:
    """{customer: who changed what} of customers that a person worked on after this moment, the act's own; two queries."""
    out: dict[int, str] = {}
    for entry in _since(Entry.objects.filter(customer_id__in=list(customer_ids)), after):
        out.setdefault(entry.customer_id or 0, _text(entry))
    return out


def work_on(subject_type: str, subject_id: int, *, after: datetime) -> str:
    """The same of one thing of another kind (`subject_type` as the audit keeps it), or ""."""
    entries = Entry.objects.filter(subject_type=subject_type, subject_id=str(subject_id))
    return next((_text(entry) for entry in _since(entries, after)), "")


def _since(entries: QuerySet[Entry], after: datetime) -> list[Entry]:
    """Changes by people since then. What was undone meanwhile counts as little as its undo."""
    rows = entries.filter(at__gt=after, actor__isnull=False).exclude(_reading())
    found = list(rows.select_related("actor").order_by("at", "pk"))
    if not found:
        return []
    undone = RecentAction.objects.filter(undone_at__gte=after, at__gte=after, stayed=[])
    pairs = undone.values_list("person_id", "at", "undone_at")
    cancelled = {(person, moment) for person, *moments in pairs for moment in moments}
    return [entry for entry in found if (entry.actor_id, entry.at) not in cancelled]


@cache
def _reading() -> Q:
    starts = [start for audit in audits() for family in _LOOKING for start in audit.searched_under.get(family, ())]
    condition = Q()
    for end in _COPIES:
        condition |= Q(action__endswith=end)
    for start in (*starts, *_REMARKS):
        condition |= Q(action__startswith=start)
    return condition


def _text(entry: Entry) -> str:
    label = next((audit.actions[entry.action] for audit in audits() if entry.action in audit.actions), "")
    return _("%(person)s has changed something there since (%(what)s, %(when)s)") % {
        "person": entry.actor,
        "what": label,
        "when": minute(entry.at),
    }
