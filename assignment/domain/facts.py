"""Gathering what the policy needs to know: one query per fact, however many customers."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Max, QuerySet

from assignment.rules.judging import Entry, Helper, Judge, Judgement
from assignment.rules.policy import NO_KEY_CONTACT, Facts, Policy
from contracts.models import Contract
from crm_project.lib.database.prepared import prepared
from customers.models import Collaborator, Contact, Ownership

from .application_facts import applications_of
from .followup_queries import entries_of
from .order_facts import orders_of
from .policies.lookup import PolicyBook
from .service_contact import service_of

# What one explanation lists at most of either kind; the counts are exact.
LISTED = 100
NOTHING = Judgement()
# The id of a follow-up that is only supposed: once written it would be the newest.
NOT_WRITTEN = 2**63 - 1


def gather(
    customer_ids: Collection[int],
    at: datetime,
    *,
    book: PolicyBook | None = None,
    until: datetime | None = None,
    evidence: bool = False,
    policies: Mapping[str, Policy | None] | None = None,
    suppose: Sequence[Entry] = (),
    without: Sequence[int] = (),
    rows: Sequence[Mapping[str, Any]] | None = None,
) -> dict[int, tuple[Policy | None, Facts]]:
    """{customer id: (policy or None, Facts)} for those of `customer_ids` that are owned.

    `at` says which policy holds; `until` leaves out what happened later (asking "as of then"); `evidence` lists
    every follow-up with its reasons; `policies` (department path -> Policy) replaces the policies in force (a draft).
    `suppose` (of Entry) adds follow-ups that are not written yet, `without` leaves these ids out: what would be.
    `rows` (with the keys of `_owned`) asks about ownerships that have ended, whoever holds the customers now.
    """
    book = book or PolicyBook()
    rows = _owned(list(customer_ids)) if rows is None else rows
    if until is not None:
        rows = [row for row in rows if row["since"] <= until]
    held = {}
    for row in rows:
        path = row["path"]
        if path not in held:
            held[path] = policies[path] if policies and path in policies else book.for_path(path, at)
    ids = [row["customer_id"] for row in rows]
    deals = deals_of(ids, until)
    keyed = _key_contacts([r["customer_id"] for r in rows if _has(held[r["path"]], NO_KEY_CONTACT)])
    orders = orders_of(rows, held, until or at)
    applied = applications_of(rows, held, until or at)
    served = service_of(rows, held, until or at)
    asked = [r for r in rows if evidence or _uses_followups(held[r["path"]])]
    judged = _judge(asked, held, until, evidence, suppose, without)
    shown = slice(None) if suppose else slice(-LISTED, None)
    out = {}
    for row in rows:
        found = judged.get(row["customer_id"], NOTHING)
        service = served.get(row["customer_id"])
        if service and found.contacted_at and found.contacted_at >= service.at:
            service = None
        facts = Facts(
            customer_id=row["customer_id"],
            owner_id=row["owner_id"],
            since=row["since"],
            stage=row["stage"],
            stage_since=row["stage_since"],
            contacted_at=service.at if service else found.contacted_at,
            deal_at=deals.get(row["customer_id"]),
            key_contact=row["customer_id"] in keyed,
            invalid=tuple(found.invalid),
            extended_until=row["extended_until"],
            spared_until=row["spared_until"],
            review_after=row["review_after"],
            reminded_for=row["reminded_for"],
            order=orders.get(row["customer_id"]),
            applications=applied.get(row["customer_id"], ()),
            service=service,
            counted=tuple(found.counted[shown]),
            not_counted=tuple(found.not_counted[shown]),
            texts=found.texts,
        )
        out[row["customer_id"]] = (held[row["path"]], facts)
    return out


def _uses_followups(policy: Policy | None) -> bool:
    return policy is not None and policy.uses_followups


@prepared
def _owned(ids: Sequence[int]) -> QuerySet[Ownership, Mapping[str, Any]]:
    return Ownership.objects.filter(customer__pk__in=ids).values(
        "customer_id",
        "owner_id",
        "since",
        "extended_until",
        "spared_until",
        "review_after",
        "counts_after",
        "reminded_for",
        "release_at",
        "coming_from",
        "coming_at",
        stage=F("customer__stage"),
        stage_since=F("customer__stage_since"),
        path=F("department__path"),
    )


def judged_followups(
    customer_id: int, at: datetime, *, book: PolicyBook | None = None
) -> tuple[Mapping[str, Any] | None, dict[int, tuple[str, ...]]]:
    """(the stored row with release_at, coming_from and coming_at, {follow-up id: why it does not count, empty where it does}) of
    one customer's present ownership; (None, {}) in the pool."""
    row = next(iter(_owned([customer_id])), None)
    if row is None:
        return None, {}
    held = {row["path"]: (book or PolicyBook()).for_path(row["path"], at)}
    found = _judge([row], held, None, True).get(customer_id, NOTHING)
    return row, {e.id: () for e in found.counted} | {e.id: e.reasons for e in found.not_counted}


def judgements(customer_id: int, at: datetime, *, book: PolicyBook | None = None) -> dict[int, tuple[str, ...]]:
    """{follow-up id: why it does not count, empty where it does} for one customer's present ownership; {} in the pool."""
    return judged_followups(customer_id, at, book=book)[1]


def _has(policy: Policy | None, kind: str) -> bool:
    return policy is not None and any(rule.kind == kind for rule in policy.rules)


def deals_of(ids: Sequence[int], until: datetime | None = None) -> dict[int, datetime]:
    """{customer id: when its last confirmed contract was signed}; one query."""
    return dict(_last_signed(ids) if until is None else _last_signed_by(ids, until))


@prepared
def _last_signed(ids: Sequence[int]) -> QuerySet[Contract, tuple[Any, ...]]:
    contracts = Contract.objects.filter(customer__pk__in=ids, status=Contract.Status.CONFIRMED)
    return contracts.order_by().values_list("customer_id").annotate(last=Max("signed_at"))


@prepared
def _last_signed_by(ids: Sequence[int], until: datetime) -> QuerySet[Contract, tuple[Any, ...]]:
    contracts = Contract.objects.filter(customer__pk__in=ids, status=Contract.Status.CONFIRMED, signed_at__lte=until)
    return contracts.order_by().values_list("customer_id").annotate(last=Max("signed_at"))


def _key_contacts(ids: Sequence[int]) -> set[int]:
    return set(_keyed(ids))


@prepared
def _keyed(ids: Sequence[int]) -> QuerySet[Contact, int]:
    return (
        Contact.objects.filter(customer__pk__in=ids, key=True, active=True)
        .order_by()
        .values_list("customer_id", flat=True)
    )


def _collaborators(ids: Sequence[int]) -> defaultdict[int, list[Helper]]:
    out = defaultdict(list)
    for customer, user, since, end in _collaborator_rows(ids):
        out[customer].append(Helper(user, since, end))
    return out


@prepared
def _collaborator_rows(ids: Sequence[int]) -> QuerySet[Collaborator, tuple[Any, ...]]:
    return (
        Collaborator.objects.filter(customer__pk__in=ids)
        .order_by()
        .values_list("customer_id", "user_id", "since", "until")
    )


def _judge(
    rows: Sequence[Mapping[str, Any]],
    held: Mapping[str, Policy | None],
    until: datetime | None,
    keeps_lists: bool,
    suppose: Sequence[Entry] = (),
    without: Sequence[int] = (),
) -> dict[int, Judgement]:
    """{customer id: Judgement} of those that have follow-ups."""
    if not rows:
        return {}
    ids = [row["customer_id"] for row in rows]
    helpers = _collaborators(ids)
    judges = {
        row["customer_id"]: Judge(
            policy=held[row["path"]],
            owner_id=row["owner_id"],
            since=row["since"],
            helpers=helpers.get(row["customer_id"], []),
            counts_after=row["counts_after"],
            keeps_lists=keeps_lists,
        )
        for row in rows
    }
    for entry in entries_of(ids, until, keeps_lists, suppose, without):
        judges[entry.customer_id].add(entry)
    return {pk: judge.found for pk, judge in judges.items() if judge.found}
