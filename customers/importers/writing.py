"""Writing the customers of one batch: a handful of statements, whatever their number (rows D3, Nc3)."""

from assignment.domain import deadlines
from assignment.domain.capacity import held, lock_people
from assignment.domain.ledger import Kind
from assignment.models import OwnershipEvent
from crm_project.audit.domain import log
from crm_project.lib.database import bulk
from crm_project.lib.sort_names import sort_name
from customers.domain import numbers
from customers.domain.duplicates import matching
from customers.importing.batches import Collision
from customers.importing.noting import note, sources
from customers.models import Contact, Customer, NameDoubt, Ownership
from customers.models.choices import PoolReason

from .comparing import LISTED, PLAIN
from .subject import CUSTOMER
from .undoing import before_change

AT_ONCE = 500
_EMPTY = {name: Customer._meta.get_field(name).get_default() for name in PLAIN}  # type: ignore[union-attr]


def insert(drafts, terms, lists, book):
    """Enter new customers with contacts, regions and owners; their clocks are set before the transaction ends."""
    if not drafts:
        return
    free = iter(numbers.codes(sum("code" not in draft.values for draft in drafts)))
    codes = {draft.number: draft.values.get("code") or next(free) for draft in drafts}
    # In the order of the key: two imports of the same names never wait for each other in a ring.
    drafts = sorted(drafts, key=lambda draft: draft.key)
    keys = bulk.insert(
        Customer,
        [_customer(draft, codes[draft.number], terms, lists) for draft in drafts],
        created_by_id=getattr(terms.by, "pk", None),
        changed_at=terms.at,
    )
    for draft, key in zip(drafts, keys, strict=True):
        draft.pk, draft.trace = key, (key, {})
    _regions(drafts, lists)
    _contacts(
        [
            (d.pk, {k.removeprefix("contact_"): v for k, v in d.values.items() if k.startswith("contact_")})
            for d in drafts
        ],
        terms,
    )
    bulk.insert(NameDoubt, [{"customer_id": d.pk, "codes": d.doubts} for d in drafts if d.doubts], found_at=terms.at)
    matching.index([(d.pk, d.name) for d in drafts])
    _protect([d for d in drafts if d.owner], terms, book)
    told = [
        (
            d.pk,
            d.name,
            d.pk,
            d.number,
            {"row": [None, d.digest], "owner": [None, d.values.get("owner")], "stage": [None, str(d.stage)]},
        )
        for d in drafts
    ]
    note(CUSTOMER, told, terms)


def begun(draft, terms):
    """Since when the owner holds the customer."""
    return draft.values.get("owned_since", terms.at)


def _customer(draft, code, terms, lists):
    values, owned = draft.values, draft.owner is not None
    since = begun(draft, terms) if owned else terms.at
    return {
        "code": code,
        "name": draft.name,
        "sort_name": sort_name(draft.name, person=values.get("kind") == "individual"),
        "name_key": draft.key,
        "kind": values.get("kind", "company"),
        "department_id": draft.department.pk,
        "stage": str(draft.stage),
        "stage_since": values.get("stage_since") or since,
        "created_at": since if terms.history else terms.at,
        "pooled_at": None if owned else terms.at,
        "pool_reason": "" if owned else str(PoolReason.IMPORTED),
        **{name: values.get(name, empty) for name, empty in _EMPTY.items()},
        **{f"{name}_id": lists.get(name, values[name]).pk if name in values else None for name in LISTED},
    }


def _regions(drafts, lists):
    rows = [
        {"customer_id": d.pk, "listitem_id": pk}
        for d in drafts
        for pk in dict.fromkeys(lists.get("region", name).pk for name in d.values.get("region", ()))
    ]
    bulk.insert(Customer.regions.through, rows)


def _contacts(contacts, terms):
    rows = [
        {
            "customer_id": pk,
            "name": c["name"],
            "sort_name": sort_name(c["name"], person=True),
            "title": c.get("title", ""),
            "mobile": c.get("mobile", ""),
            "key": c.get("key", False),
        }
        for pk, c in contacts
        if "name" in c
    ]
    return bulk.insert(Contact, rows, created_by_id=getattr(terms.by, "pk", None), created_at=terms.at)


def _protect(drafts, terms, book):
    """Ownership rows with their ledger; within the slots, counted under the lock on the people."""
    if not drafts:
        return
    limits = {}
    if not terms.history:
        for owner in {d.owner.pk: d.owner for d in drafts if d.stage != "official"}.values():
            policy = book.for_department(owner.department, terms.at)
            if policy and policy.slots is not None:
                limits[owner.pk] = policy.slots
        if limits:
            lock_people(limits)
    departments = {d.owner.department_id: d.owner.department for d in drafts}
    policies = {pk: book.for_department(department, terms.at) for pk, department in departments.items()}
    coming = {pk: book.next_for_path(department.path, terms.at) for pk, department in departments.items()}
    rows = [_ownership(d, policies[d.owner.department_id], coming[d.owner.department_id], terms) for d in drafts]
    bulk.insert(Ownership, rows)
    if limits and any(used > limits[owner] for owner, used in held(limits).items()):
        raise Collision("slots")
    events = [
        {
            "customer_id": row["customer_id"],
            "at": row["since"],
            "owner_id": row["owner_id"],
            "department_id": row["department_id"],
            "policy_version_id": row["policy_version"],
            "reason": reason,
        }
        for row, reason in zip(rows, sources(terms, [d.number for d in drafts]), strict=True)
    ]
    evidence = {"imported_at": terms.at.isoformat()}
    bulk.insert(
        OwnershipEvent, events, kind=str(Kind.ENTERED), actor_id=getattr(terms.by, "pk", None), evidence=evidence
    )


def _ownership(draft, policy, change, terms):
    """The row of a new customer's owner, with the clocks as they stand without any follow-up or contract."""
    since = begun(draft, terms)
    facts = {
        "customer_id": draft.pk,
        "owner_id": draft.owner.pk,
        "since": since,
        "stage": str(draft.stage),
        "stage_since": draft.values.get("stage_since", since),
        "key_contact": draft.values.get("contact_key", False),
    }
    row = {
        "customer_id": draft.pk,
        "owner_id": draft.owner.pk,
        "department_id": draft.owner.department_id,
        "since": since,
    }
    return row | deadlines.at_entry(policy, change, **facts)


def update(drafts, terms, lists, book):
    """Fill in or correct known customers, which the caller has locked."""
    if not drafts:
        return
    told, columns = [], {"changed_at"}
    for draft in drafts:
        customer = draft.customer
        told.append((customer.pk, customer.name, customer.pk, draft.number, _changes(draft)))
        draft.trace = (customer.pk, before_change(draft))
        for name, value in draft.changes.items():
            if name != "region":
                columns.add(name)
                setattr(customer, name, lists.get(name, value) if name in LISTED else value)
        customer.changed_at = terms.at
    # An upsert that only ever updates, because the rows are locked and exist: ten times as fast as bulk_update.
    Customer.objects.bulk_create(
        [d.customer for d in drafts],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=sorted(columns),
        batch_size=AT_ONCE,
    )
    moved = [d for d in drafts if "region" in d.changes]
    for draft in drafts:
        draft.pk = draft.customer.pk
        if "pk" in draft.contact_changes:
            kept = {name: value for name, value in draft.contact_changes.items() if name != "pk"}
            if "name" in kept:
                kept["sort_name"] = sort_name(kept["name"], person=True)
            Contact.objects.filter(pk=draft.contact_changes["pk"]).update(**kept)
    Customer.regions.through.objects.filter(customer_id__in=[d.pk for d in moved]).delete()
    _regions(moved, lists)
    made = [d for d in drafts if "name" in d.contact_changes and "pk" not in d.contact_changes]
    for draft, key in zip(made, _contacts([(d.pk, d.contact_changes) for d in made], terms), strict=True):
        draft.trace[1]["contact"] = {"pk": key}
    deadlines.refresh([d.pk for d in drafts if "key" in d.contact_changes], at=terms.at, locked=True, book=book)
    note(CUSTOMER, told, terms)


def _changes(draft):
    """What the audit says: old and new of every column."""
    new = {name: value for name, value in draft.changes.items() if name != "region"}
    changes = {
        "row": [None, draft.digest],
        **log.differences({name: getattr(draft.customer, name) for name in new}, new),
    }
    if "region" in draft.changes:
        changes["region"] = [None, "; ".join(draft.changes["region"])]
    return changes | {
        f"contact_{name}": [None, log.plain(value)] for name, value in draft.contact_changes.items() if name != "pk"
    }
