"""The only writer of stored deadlines: lock, pull facts, ask the policy, write what changed (design §3)."""

from django.db import connection, transaction

from crm_project.lib.prepared import prepared
from customers.models import Customer, Ownership

from .facts import gather
from .policies import PolicyBook
from .policy import NEVER, Deadlines, Facts, deadlines

BATCH = 500
DERIVED = ("release_at", "remind_at", "review_at", "rule", "contacted_at", "policy_version")
_NONE = Deadlines(NEVER, NEVER, NEVER, "")


def lock(customer_ids):
    """Lock customers in the order of their keys (every verb does this first, so that none waits for another in a ring)."""
    return {c.pk: c for c in _locked(sorted(customer_ids))}


@prepared
def _locked(ids):
    return Customer.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")


def derived(policy, facts):
    """The derived columns of one ownership row."""
    due = deadlines(policy, facts) if policy else _NONE
    return {
        "release_at": due.release_at,
        "remind_at": due.remind_at,
        "review_at": due.review_at,
        "rule": due.rule,
        "contacted_at": facts.contacted_at,
        "policy_version": policy.version_id if policy else None,
    }


def at_entry(policy, **facts):
    """The derived columns of an ownership that has no past yet: what `refresh` would find just after the row was inserted.

    `facts`: customer_id, owner_id, since, stage, stage_since, key_contact. Only for customers entered in this transaction.
    """
    return derived(policy, Facts(**facts))


def refresh(customer_ids, *, at, locked=False, book=None):
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


def _refresh_batch(ids, at, locked, book):
    if not locked:
        lock(ids)
    stored = {row["customer_id"]: row for row in _stored(ids)}
    wrong = []
    for customer_id, (policy, facts) in gather(ids, at, book=book).items():
        new = derived(policy, facts)
        if any(stored[customer_id][name] != new[name] for name in DERIVED):
            wrong.append((customer_id, new))
    if len(wrong) == 1:
        Ownership.objects.filter(pk=wrong[0][0]).update(**wrong[0][1])
    elif wrong:
        _write(wrong)
    return len(wrong)


@prepared
def _stored(ids):
    return Ownership.objects.filter(customer__pk__in=ids).values("customer_id", *DERIVED)


def _write(wrong):
    """Many rows in one statement: an upsert that only ever updates, because the rows are locked and exist."""
    rows = {o.pk: o for o in Ownership.objects.filter(pk__in=[pk for pk, _new in wrong])}
    for pk, new in wrong:
        for name, value in new.items():
            setattr(rows[pk], name, value)
    Ownership.objects.bulk_create(
        list(rows.values()),
        update_conflicts=True,
        update_fields=list(DERIVED),
        unique_fields=["customer"],
        batch_size=BATCH,
    )


def skip_locked():
    """Whether this database can pass over rows that somebody else is working on."""
    return connection.features.has_select_for_update_skip_locked
