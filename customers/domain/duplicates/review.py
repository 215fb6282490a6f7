"""The nightly search for duplicates and doubtful names, and what a person decides about a pair (rows Nc1, Ne8)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from crm_project.accounts.domain.access import data_scope
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from customers.domain.access import everything, page_scope, reached
from customers.domain.access import may as may_here
from customers.domain.access import visible as customers_seen
from customers.models import Customer, DuplicatePair, NameDoubt, NameGram, Ownership, PhoneNumber, TidyRun
from customers.rules import names

from . import matching

# A core or a number that more share tells nothing (a hotline, a word that became a name).
MOST_SHARING = 12
LEAST_DIGITS = 8
# How alike two names must be (of 100) to lie before a person.
CORE_SCORE, SIMILAR_SCORE = 70, 90
# Newly entered names compared closely in one night; the rest has its turn the next.
COMPARED = 10_000
BATCH = 1000


def search(*, at: datetime) -> TidyRun:
    """Find pairs and doubtful names: the whole file by core and number, what was entered since the last run by likeness."""
    last = TidyRun.objects.order_by("-at").values_list("at", flat=True).first()
    # An hour of overlap: a file entered while the last search ran is not passed over.
    since = last - timedelta(hours=1) if last else None
    pairs = {}
    for found in (_by_phone(), _by_core(), _by_likeness(since)):
        for pair, how, score in found:
            if score > pairs.get(pair, ("", -1))[1]:
                pairs[pair] = (how, score)
    new = _write(pairs, at)
    doubts = _name_questions(since, at)
    return TidyRun.objects.create(at=at, pairs=new, doubts=doubts)


def _standing() -> QuerySet[Customer]:
    return Customer.objects.filter(merged_into=None, removed_at=None)


def _pairs(groups: Iterable[set[int]]) -> Iterator[tuple[int, int]]:
    """Every two of each group, as (lower key, higher key)."""
    for group in groups:
        yield from combinations(sorted(group), 2)


def _by_phone() -> Iterator[tuple[tuple[int, int], str, int]]:
    """Customers that share a number of eight digits or more."""
    table = PhoneNumber._meta.db_table
    sql = f"""
        SELECT DISTINCT n.digits, n.customer_id FROM {table} n JOIN (
            SELECT digits FROM {table} WHERE length(digits) >= %s
            GROUP BY digits HAVING count(DISTINCT customer_id) BETWEEN 2 AND %s
        ) shared ON shared.digits = n.digits"""
    groups = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, [LEAST_DIGITS, MOST_SHARING])
        for number, pk in cursor.fetchall():
            groups.setdefault(number, set()).add(pk)
    alive = _alive({pk for group in groups.values() for pk in group})
    for one, other in _pairs(group & alive.keys() for group in groups.values()):
        yield (one, other), DuplicatePair.How.PHONE, 60 + round(0.39 * fuzz.ratio(alive[one], alive[other]))


def _by_core() -> Iterator[tuple[tuple[int, int], str, int]]:
    """Customers whose names have the same core and are alike otherwise."""
    cores = NameGram.objects.filter(gram__gte="=", gram__lt=">")
    common = (
        cores.values("gram").annotate(n=Count("pk")).filter(n__gt=1, n__lte=MOST_SHARING).values_list("gram", flat=True)
    )
    groups = {}
    for start in _slices(list(common)):
        for gram, pk in cores.filter(gram__in=start).values_list("gram", "customer_id"):
            groups.setdefault(gram, set()).add(pk)
    alive = _alive({pk for group in groups.values() for pk in group})
    for one, other in _pairs(group & alive.keys() for group in groups.values()):
        score = round(fuzz.ratio(alive[one], alive[other]))
        if score >= CORE_SCORE:
            yield (one, other), DuplicatePair.How.CORE, score


def _by_likeness(since: datetime | None) -> Iterator[tuple[tuple[int, int], str, int]]:
    """Each newly entered name against the whole file, as the check while typing does it."""
    rows = _standing().order_by("-created_at")
    rows = rows.filter(created_at__gte=since) if since else rows
    for pk, name in rows.values_list("pk", "name")[:COMPARED]:
        for match in matching.find(name, limit=4):
            if match.customer_id != pk and match.score >= SIMILAR_SCORE:
                low, high = sorted((pk, match.customer_id))
                yield (low, high), DuplicatePair.How.SIMILAR, round(match.score)


def _alive(ids: Collection[int]) -> dict[int, str]:
    """{customer: stem of its name} of those that are neither merged nor removed."""
    out = {}
    for start in _slices(sorted(ids)):
        out |= {
            pk: names.stem(key.partition("#")[0])
            for pk, key in _standing().filter(pk__in=start).values_list("pk", "name_key")
        }
    return out


def _slices(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _write(pairs: Mapping[tuple[int, int], tuple[str, int]], at: datetime) -> int:
    """Keep the pairs that nobody has decided about; returns how many are new."""
    before, parents = DuplicatePair.objects.count(), {}
    for start in _slices(sorted({pk for pair in pairs for pk in pair})):
        parents |= dict(Customer.objects.filter(pk__in=start, parent__isnull=False).values_list("pk", "parent_id"))
    rows = []
    for (one, other), (how, score) in sorted(pairs.items()):
        # A branch is like its parent and its sisters by name, and is none of them.
        if parents.get(one, one) != parents.get(other, other):
            rows.append(DuplicatePair(one_id=one, other_id=other, how=how, score=min(score, 100), found_at=at))
    DuplicatePair.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return DuplicatePair.objects.count() - before


def _name_questions(since: datetime | None, at: datetime) -> int:
    """Judge the names entered or changed since; those a person confirmed are left alone. Returns how many are doubtful now."""
    rows = _standing().filter(name_confirmed=False)
    rows = rows.filter(changed_at__gte=since) if since else rows
    found, judged = [], []
    for pk, name, kind in rows.values_list("pk", "name", "kind").iterator(2000):
        judged.append(pk)
        codes = [q.code for q in names.questions(name, kind)]
        if codes:
            found.append(NameDoubt(customer_id=pk, codes=codes, found_at=at))
    with transaction.atomic():
        for start in _slices(judged):
            NameDoubt.objects.filter(customer_id__in=start).delete()
        NameDoubt.objects.bulk_create(found, batch_size=500)
    gone = NameDoubt.objects.filter(
        Q(customer__merged_into__isnull=False)
        | Q(customer__removed_at__isnull=False)
        | Q(customer__name_confirmed=True)
    )
    gone.delete()
    return NameDoubt.objects.count()


# --- what a person sees and decides --------------------------------------------------------------------


def visible(user: User, at: datetime) -> QuerySet[DuplicatePair]:
    """Open pairs of which the user sees and may merge both."""
    rows = DuplicatePair.objects.filter(state=DuplicatePair.State.OPEN, one__merged_into=None, other__merged_into=None)
    rows = rows.filter(one__removed_at=None, other__removed_at=None)
    return rows.visible_to(user, data_scope(user, "customer.merge"), page_scope(user, at))


def within(user: User, at: datetime, action: str = "customer.merge") -> QuerySet[Customer]:
    """Customers whose files the user tidies: in the reach of that right, and to be seen."""
    rows = _standing().filter(reached(user, action))
    return rows if everything(user) else rows.filter(pk__in=customers_seen(user, at).values("pk"))


def dismiss_pair(*, pair_id: int, by: User, at: datetime) -> DuplicatePair:
    """Two different companies: the pair is not shown again."""
    with transaction.atomic():
        pair = (
            DuplicatePair.objects.select_for_update(of=("self",))
            .select_related("one", "other")
            .filter(pk=pair_id)
            .first()
        )
        if pair is None or pair.state != DuplicatePair.State.OPEN:
            raise Refused(_("This pair was already decided."), code="decided")
        rows = Ownership.objects.in_bulk([pair.one_id, pair.other_id])
        if not all(may_here(by, "customer.merge", c, rows.get(c.pk)) for c in (pair.one, pair.other)):
            raise Refused(_("Your role does not allow this here."), code="forbidden")
        DuplicatePair.objects.filter(pk=pair.pk).update(
            state=DuplicatePair.State.DIFFERENT, decided_by=by, decided_at=at
        )
        log.record(
            by=by,
            action="duplicate.dismissed",
            at=at,
            subject=pair.one,
            changes={"other": [None, f"{pair.other.code} {pair.other.name}"]},
        )
        return pair


def confirm_name(*, customer_id: int, by: User, at: datetime) -> Customer:
    """The name stands like this on the licence: it is not questioned again (Nc1)."""
    with transaction.atomic():
        customer = Customer.objects.select_for_update(no_key=True).filter(pk=customer_id).first()
        if customer is None:
            raise Refused(_("This customer no longer exists."), code="gone")
        row = Ownership.of(customer_id)
        if not may_here(by, "customer.merge", customer, row):
            raise Refused(_("Your role does not allow this here."), code="forbidden")
        Customer.objects.filter(pk=customer_id).update(name_confirmed=True)
        NameDoubt.objects.filter(customer_id=customer_id).delete()
        log.record(by=by, action="customer.name_confirmed", at=at, subject=customer)
        return customer
