"""Who put how much effective work into a customer, each follow-up judged as of its own time (rows Nd6, Nd10)."""

from collections import defaultdict
from datetime import UTC, datetime

from activities.models import FollowUp
from assignment.domain.facts import gather
from assignment.domain.followup_queries import not_voided
from assignment.domain.past_owners import ended
from assignment.domain.policies.lookup import PolicyBook
from assignment.models import OwnershipEvent
from assignment.rules.judging import Entry, Judge
from assignment.rules.policy import INVALID_FOLLOWUPS, NO_CONTACT, NO_KEY_CONTACT, readings
from assignment.rules.standard import INVALID
from crm_project.lib.json_values import JsonObject
from crm_project.lib.time import iso, local_date
from customers.models import Customer

# The rules by which a customer is kept without valid work (Nd8).
KEPT_INVALIDLY = (INVALID_FOLLOWUPS, NO_CONTACT, NO_KEY_CONTACT)
_EVER = datetime(1, 1, 2, tzinfo=UTC)


def efforts(customer_id: int, at: datetime) -> dict[int, JsonObject]:
    """{person id: {followups, valid, invalid, days, last, kept}} over the whole file, of owners past and present and of others.

    A follow-up is judged by the standard that held when it happened, in the department whose customer it was then, as if its
    author had owned the customer: so both sides of a conflict are measured alike. `kept`: the rule by which this person kept
    the customer without valid work, in the present ownership or the last one of theirs, else "".
    """
    book, present = PolicyBook(), _present(customer_id)
    periods = ended([customer_id]).get(customer_id, [])
    out, days, seen = {}, defaultdict(set), defaultdict(dict)
    rows = FollowUp.objects.filter(not_voided(), customer_id=customer_id, occurred_at__lte=at)
    for entry in map(Entry._make, rows.order_by("occurred_at", "id").values_list(*Entry._fields)):
        author, when = entry.author_id, entry.occurred_at
        since, path = next(((one.since, one.path) for one in periods if one.covers(when)), present)
        policy = book.for_path(path, when) if path else None
        why = Judge(policy, owner_id=author, since=_EVER, counted_texts=seen[since]).reasons(entry)
        one = out.setdefault(author, {"followups": 0, "valid": 0, "invalid": 0, "days": 0, "last": None, "kept": ""})
        one["followups"] += 1
        one["valid"] += not why
        one["invalid"] += bool(INVALID.intersection(why))
        one["last"] = iso(when)
        days[author].add(local_date(when))
    for author, found in days.items():
        out[author]["days"] = len(found)
    for person, rule in kept_invalidly(customer_id, at).items():
        blank = {"followups": 0, "valid": 0, "invalid": 0, "days": 0, "last": None}
        out.setdefault(person, blank)["kept"] = rule
    return out


def kept_invalidly(customer_id: int, at: datetime) -> dict[int, str]:
    """{person id: rule} of whoever keeps, or last kept, this customer without valid work (Nd8): they lose a conflict (Nd10)."""
    out = {}
    endings = OwnershipEvent.objects.filter(customer_id=customer_id, closes_owner__isnull=False, at__lte=at)
    for person, rule in endings.order_by("at", "pk").values_list("closes_owner_id", "rule"):
        out[person] = rule if rule in KEPT_INVALIDLY else ""
    for policy, facts in gather([customer_id], at, until=at, evidence=True).values():
        due = [r for r in readings(policy, facts) if r.rule.kind in KEPT_INVALIDLY and r.due_at <= at] if policy else []
        out[facts.owner_id] = due[0].rule.kind if due else ""
    return {person: rule for person, rule in out.items() if rule}


def _present(customer_id: int) -> tuple[datetime | None, str | None]:
    """(since, department path) where no past ownership reaches: the present one, else the customer's department."""
    row = Customer.objects.filter(pk=customer_id).values_list(
        "ownership__since", "ownership__department__path", "department__path"
    )
    since, owned, own = row.first() or (None, None, None)
    return since, owned or own
