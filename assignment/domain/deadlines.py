"""The only writer of stored deadlines: lock, pull facts, ask the policy, write what changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet

from assignment.rules.policy import NEVER, Deadlines, Facts, Policy, deadlines
from crm_project.lib.database.prepared import prepared
from crm_project.lib.time import start_of_day
from customers.models import Customer, Ownership

from .facts import gather
from .policies.lookup import PolicyBook

BATCH = 500
DERIVED = ("release_at", "remind_at", "review_at", "rule", "contacted_at", "policy_version", "contact_due_at")
# The deadline by the next approved change of the rules, where it differs, and the day from which that holds.
COMING = ("coming_at", "coming_from", "coming_contact_at")
_NONE = Deadlines(NEVER, NEVER, NEVER, "", None)


def lock(customer_ids: Iterable[int]) -> dict[int, Customer]:
    """Lock customers in the order of their keys (every verb does this first, so that none waits for another in a ring)."""
    return {c.pk: c for c in _locked(sorted(customer_ids))}


@prepared
def _locked(ids: Sequence[int]) -> QuerySet[Customer]:
    return Customer.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")


def derived(policy: Policy | None, facts: Facts) -> dict[str, Any]:
    """The derived columns of one ownership row."""
    due = deadlines(policy, facts) if policy else _NONE
    return {
        "release_at": due.release_at,
        "remind_at": due.remind_at,
        "review_at": due.review_at,
        "rule": due.rule,
        "contacted_at": facts.contacted_at,
        "policy_version": policy.version_id if policy else None,
        "contact_due_at": due.contact_due_at,
    }


def at_entry(policy: Policy | None, change: tuple[date, Policy | None] | None = None, **facts: Any) -> dict[str, Any]:
    """The derived columns of an ownership that has no past yet: what `refresh` would find just after the row was inserted.

    `change`: what `PolicyBook.next_for_path` says of its department. `facts`: customer_id, owner_id, since, stage,
    stage_since, key_contact. Only for customers entered in this transaction.
    """
    known = Facts(**facts)
    now = derived(policy, known)
    return now | moved_by(change, now, known)


def moved_by(change: tuple[date, Policy | None] | None, now: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    """The coming columns, empty where no change is coming; `coming_at` also where it moves nothing or comes too late.

    Whoever falls before the first day of the change falls by the rules in force.
    """
    if change is None:
        return dict.fromkeys(COMING)
    first_day, policy = change
    then, release_at = derived(policy, facts), now["release_at"]
    moves = release_at >= start_of_day(first_day) and then["release_at"] != release_at
    return {
        "coming_at": then["release_at"] if moves else None,
        "coming_from": first_day,
        "coming_contact_at": then["contact_due_at"],
    }


def refresh(customer_ids: Sequence[int], *, at: datetime, locked: bool = False, book: PolicyBook | None = None) -> int:
    """Recompute the stored deadlines of these customers; returns how many rows were wrong.

    `at` (aware) says which policy version holds. Call it inside the transaction of whatever changed a fact.
    """
    ids = list(customer_ids)
    book = book or PolicyBook()
    changed = 0
    for start in range(0, len(ids), BATCH):
        # No savepoint: nobody goes on in the same transaction after this has failed.
        with transaction.atomic(savepoint=False):
            changed += _refresh_batch(ids[start : start + BATCH], at, locked, book)
    return changed


def _refresh_batch(ids: Sequence[int], at: datetime, locked: bool, book: PolicyBook) -> int:
    if not locked:
        lock(ids)
    stored = {row["customer_id"]: row for row in _stored(ids)}
    wrong = []
    found = {pk: derived(policy, facts) for pk, (policy, facts) in gather(ids, at, book=book).items()}
    coming = _coming(stored, found, at, book)
    for customer_id, new in found.items():
        new |= coming.get(customer_id) or dict.fromkeys(COMING)
        if any(stored[customer_id][name] != value for name, value in new.items()):
            wrong.append((customer_id, new))
    if len(wrong) == 1:
        Ownership.objects.filter(pk=wrong[0][0]).update(**wrong[0][1])
    elif wrong:
        _write(wrong)
    return len(wrong)


def _coming(
    stored: Mapping[int, dict[str, Any]], found: Mapping[int, dict[str, Any]], at: datetime, book: PolicyBook
) -> dict[int, dict[str, Any]]:
    """{customer: coming columns} of those whose deadline the next approved change of the rules moves.

    One more gathering, and only where a change is coming: another standard may judge the same follow-ups otherwise.
    """
    changes = {path: book.next_for_path(path, at) for path in {row["path"] for row in stored.values()}}
    policies = {path: change[1] for path, change in changes.items() if change}
    ids = [pk for pk, row in stored.items() if pk in found and row["path"] in policies]
    if not ids:
        return {}
    return {
        pk: moved_by(changes[stored[pk]["path"]], found[pk], facts)
        for pk, (_policy, facts) in gather(ids, at, book=book, policies=policies).items()
    }


@prepared
def _stored(ids: Sequence[int]) -> QuerySet[Ownership, Mapping[str, Any]]:
    rows = Ownership.objects.filter(customer__pk__in=ids)
    return rows.values("customer_id", *DERIVED, *COMING, path=F("department__path"))


def _write(wrong: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Many rows in one statement: an upsert that only ever updates, because the rows are locked and exist."""
    rows = {o.pk: o for o in Ownership.objects.filter(pk__in=[pk for pk, _new in wrong])}
    for pk, new in wrong:
        for name, value in new.items():
            setattr(rows[pk], name, value)
    Ownership.objects.bulk_create(
        list(rows.values()),
        update_conflicts=True,
        update_fields=[*DERIVED, *COMING],
        unique_fields=["customer"],
        batch_size=BATCH,
    )


def skip_locked() -> bool:
    """Whether this database can pass over rows that somebody else is working on."""
    return connection.features.has_select_for_update_skip_locked
