"""Gathering what the policy needs to know: one query per fact, however many customers (design §2)."""

from collections import defaultdict
from operator import itemgetter

from django.db.models import Exists, F, Max, OuterRef, Q

from activities.models import FollowUp
from assignment.rules.policy import INVALID_FOLLOWUPS, NO_KEY_CONTACT, Facts
from assignment.rules.standard import (
    BEFORE_OWNERSHIP,
    INVALID,
    LATE,
    NOT_OWNER,
    OTHER_KIND,
    REASONS,
    REJECTED,
    REPEATED,
    UNCONFIRMED,
    essence,
    is_contact,
    judge_tidy,
    tidy,
)
from contracts.models import Contract
from crm_project.lib.database.prepared import prepared
from customers.models import Collaborator, Contact, Ownership

from .policies.lookup import PolicyBook

# What one explanation lists at most of either kind; the counts are exact.
LISTED = 100
# How much of a text is kept beside the judgement.
SAID = 400
# What one follow-up is judged by, in this order.
COLUMNS = (
    "customer_id",
    "id",
    "author_id",
    "kind",
    "occurred_at",
    "counterpart",
    "contact_id",
    "answered",
    "content",
    "late",
    "check_state",
    "voided_at",
)
# Nothing was ever written: latest contact, invalid ones, counted, not counted, texts.
NOTHING: tuple = (None, (), (), (), {})
# The id of a follow-up that is only supposed: once written it would be the newest.
NOT_WRITTEN = 2**63 - 1


def gather(
    customer_ids, at, *, book=None, until=None, evidence=False, policies=None, suppose=(), without=(), rows=None
):
    """{customer id: (policy or None, Facts)} for those of `customer_ids` that are owned.

    `at` says which policy holds; `until` leaves out what happened later (asking "as of then"); `evidence` lists
    every follow-up with its reasons; `policies` (department path -> Policy) replaces the policies in force (a draft).
    `suppose` (tuples of COLUMNS) adds follow-ups that are not written yet, `without` leaves these ids out: what would be.
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
    deals = _deals(ids, until)
    keyed = _key_contacts([r["customer_id"] for r in rows if _has(held[r["path"]], NO_KEY_CONTACT)])
    asked = [r for r in rows if evidence or (held[r["path"]] and held[r["path"]].uses_followups)]
    judged = _judge(asked, held, until, evidence, suppose, without)
    out = {}
    for row in rows:
        contacted, invalid, counted, not_counted, texts = judged.get(row["customer_id"], NOTHING)
        facts = Facts(
            customer_id=row["customer_id"],
            owner_id=row["owner_id"],
            since=row["since"],
            stage=row["stage"],
            stage_since=row["stage_since"],
            contacted_at=contacted,
            deal_at=deals.get(row["customer_id"]),
            key_contact=row["customer_id"] in keyed,
            invalid=invalid,
            extended_until=row["extended_until"],
            spared_until=row["spared_until"],
            review_after=row["review_after"],
            reminded_for=row["reminded_for"],
            counted=counted,
            not_counted=not_counted,
            texts=texts,
        )
        out[row["customer_id"]] = (held[row["path"]], facts)
    return out


@prepared
def _owned(ids):
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
        stage=F("customer__stage"),
        stage_since=F("customer__stage_since"),
        path=F("department__path"),
    )


def judged_followups(customer_id, at, *, book=None):
    """(stored deadline, {follow-up id: why it does not count, empty where it does}) of one customer's present ownership;
    (None, {}) in the pool."""
    row = next(iter(_owned([customer_id])), None)
    if row is None:
        return None, {}
    held = {row["path"]: (book or PolicyBook()).for_path(row["path"], at)}
    _last, _invalid, counted, not_counted, _texts = _judge([row], held, None, True, listed=None).get(
        customer_id, NOTHING
    )
    return row["release_at"], {pk: () for pk, _when, _author in counted} | {
        pk: reasons for pk, _when, _author, reasons in not_counted
    }


def judgements(customer_id, at, *, book=None):
    """{follow-up id: why it does not count, empty where it does} for one customer's present ownership; {} in the pool."""
    return judged_followups(customer_id, at, book=book)[1]


def _has(policy, kind):
    return bool(policy) and any(rule.kind == kind for rule in policy.rules)


def _deals(ids, until):
    return dict(_last_signed(ids) if until is None else _last_signed_by(ids, until))


@prepared
def _last_signed(ids):
    contracts = Contract.objects.filter(customer__pk__in=ids, status=Contract.Status.CONFIRMED)
    return contracts.order_by().values_list("customer_id").annotate(last=Max("signed_at"))


@prepared
def _last_signed_by(ids, until):
    contracts = Contract.objects.filter(customer__pk__in=ids, status=Contract.Status.CONFIRMED, signed_at__lte=until)
    return contracts.order_by().values_list("customer_id").annotate(last=Max("signed_at"))


def _key_contacts(ids):
    return set(_keyed(ids))


@prepared
def _keyed(ids):
    return (
        Contact.objects.filter(customer__pk__in=ids, key=True, active=True)
        .order_by()
        .values_list("customer_id", flat=True)
    )


def _collaborators(ids):
    out = defaultdict(list)
    for customer, user, since, end in _helpers(ids):
        out[customer].append((user, since, end))
    return out


@prepared
def _helpers(ids):
    return (
        Collaborator.objects.filter(customer__pk__in=ids)
        .order_by()
        .values_list("customer_id", "user_id", "since", "until")
    )


def followups_of(ids):
    """The follow-ups that still stand, and what their own authors voided.

    Whoever voids an entry of her own takes it out of what counts for her, never out of the invalid ones (Nd8): else three
    of those would be struck through before the manager has seen them. What somebody else voided is gone.
    """
    return FollowUp.objects.filter(
        Q(voided_at__isnull=True) | Q(voided_by=F("author")), uncorrected(), customer__pk__in=ids
    )


def _wanted(ids, all_of_them):
    """Those that are judged: all, or only those since the present ownership began."""
    rows = followups_of(ids)
    return rows if all_of_them else rows.filter(occurred_at__gte=F("customer__ownership__since"))


@prepared
def _items(ids, *, all_of_them):
    return _wanted(ids, all_of_them).order_by("customer_id", "occurred_at", "id").values_list(*COLUMNS)


def _judge(rows, held, until, evidence, suppose=(), without=(), listed=LISTED):
    """{customer: (latest contact that counts, moments of invalid follow-ups, counted, not counted, texts)}."""
    if not rows:
        return {}
    by_id = {row["customer_id"]: row for row in rows}
    ids = list(by_id)
    if until is None and not without:
        items = _items(ids, all_of_them=evidence)
    else:
        wanted = _wanted(ids, evidence)
        if until is not None:
            wanted = wanted.filter(occurred_at__lte=until)
        if without:
            wanted = wanted.exclude(pk__in=without)
        items = wanted.order_by("customer_id", "occurred_at", "id").values_list(*COLUMNS)
    if suppose:
        items = sorted([*items, *suppose], key=itemgetter(0, 4, 1))
    helpers = _collaborators(list(by_id))
    seen, found = defaultdict(dict), {}
    for item in items:
        customer_id, _pk, author, _kind, when, *_rest, voided = item
        row = by_id[customer_id]
        policy = held[row["path"]]
        reasons = reasons_of(policy, row, helpers.get(customer_id, ()), seen[customer_id], item)
        own = BEFORE_OWNERSHIP not in reasons and NOT_OWNER not in reasons
        after = row["counts_after"]
        invalid = (
            own
            and INVALID.intersection(reasons)
            and (after is None or when > after)
            and _has(policy, INVALID_FOLLOWUPS)
        )
        if voided and not invalid:
            continue
        state = found.setdefault(customer_id, [None, [], [], [], {}])
        if evidence:
            state[4][_pk] = (_kind, item[8][:SAID])
        if not reasons:
            state[0] = when
            if evidence:
                state[2].append((_pk, when, author))
            continue
        if invalid:
            state[1].append(when)
        if evidence:
            state[3].append((_pk, when, author, reasons))
    shown = slice(-listed, None) if listed and not suppose else slice(None)
    return {k: (a, tuple(b), tuple(c[shown]), tuple(d[shown]), said) for k, (a, b, c, d, said) in found.items()}


def reasons_of(policy, row, helpers, seen, item):
    """Why one follow-up does not count for this ownership, in the order of REASONS."""
    _customer, _pk, author, kind, when, counterpart, contact_id, answered, content, late, check, voided = item
    reasons = set()
    judged = policy is not None and is_contact(policy.standard, kind)
    if policy is not None and not judged:
        reasons.add(OTHER_KIND)
    if judged:
        standard = policy.standard
        clean = tidy(content)
        reasons.update(
            judge_tidy(standard, clean, counterpart=bool(counterpart or contact_id), kind=kind, answered=answered)
        )
        repeats = standard.strict and standard.repeated_days != 0
        if repeats and _said_already(standard, seen.get((author, essence(clean))), when, policy):
            reasons.add(REPEATED)
        if late and standard.late_hours is not None and check != "confirmed":
            reasons.add(LATE)
        if standard.check and not check:
            reasons.add(UNCONFIRMED)
    if check == "rejected":
        reasons.add(REJECTED)
    if when < row["since"]:
        reasons.add(BEFORE_OWNERSHIP)
    if author != row["owner_id"] and not any(
        u == author and s <= when and (e is None or when < e) for u, s, e in helpers
    ):
        reasons.add(NOT_OWNER)
    # Only what counted can be repeated: a text of an earlier ownership, a void one and one that lacked something are not.
    if judged and repeats and not reasons and not voided:
        seen[author, essence(clean)] = when
    return tuple(r for r in REASONS if r in reasons) if reasons else ()


def _said_already(standard, earlier, when, policy):
    """Whether the same text counted within the days for which it says nothing new (None: as long as the ownership lasts)."""
    if earlier is None or standard.repeated_days is None:
        return earlier is not None
    days = when.astimezone(policy.zone).date() - earlier.astimezone(policy.zone).date()
    return days.days < standard.repeated_days


def not_voided():
    """Filter for a follow-up queryset: neither voided nor corrected."""
    return Q(voided_at__isnull=True) & uncorrected()


def uncorrected():
    """Filter for a follow-up queryset: no correction has taken its place."""
    # Not `corrected_by__isnull`: of an outer join the planner expects one row, and then reads the whole table.
    return ~Q(Exists(FollowUp.objects.filter(corrects=OuterRef("pk"))))
