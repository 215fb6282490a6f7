"""What a draft would do before it is saved: the same gathering and the same policy, with other rules."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from assignment.domain.facts import gather
from assignment.domain.policies.changes import earliest_day
from assignment.domain.policies.lookup import PolicyBook
from assignment.rules.expected_losses import lost_by
from assignment.rules.policy import NEVER, REVIEW, Grace, Policy, readings
from assignment.rules.policy.answers import Facts, Reading
from crm_project.accounts.models import Department, User
from crm_project.lib.json_values import JsonObject
from crm_project.lib.time import iso, local_date, start_of_day
from customers.models import Customer, Ownership

from .usual_activity import DAYS, rates, saving

BATCH = 1000
LISTED = 500
# Days after the change takes effect for which the losses are told.
FIRST = (7, 30)


def _first_loss(policy: Policy | None, facts: Facts) -> Reading | None:
    losses = [r for r in readings(policy, facts) if r.rule.outcome != REVIEW and r.due_at < NEVER] if policy else []
    return min(losses, key=lambda r: r.due_at, default=None)


class _Shift:
    """Whose deadline comes nearer or moves away, and by how many days."""

    def __init__(self) -> None:
        self.sooner, self.sooner_days, self.later, self.begins, self.ends = 0, 0, 0, 0, 0

    def add(self, old: Reading | None, new: Reading | None) -> None:
        """Note one customer's first loss under either policy."""
        if old is None or new is None:
            self.begins += new is not None
            self.ends += old is not None
            return
        days = (local_date(old.due_at) - local_date(new.due_at)).days
        self.sooner += days > 0
        self.sooner_days += max(days, 0)
        self.later += days < 0

    def data(self) -> JsonObject:
        """As the result carries it."""
        average = round(self.sooner_days / self.sooner, 1) if self.sooner else 0
        return {
            "sooner": self.sooner,
            "sooner_days": average,
            "later": self.later,
            "begins": self.begins,
            "ends": self.ends,
        }


class _FirstDays:
    """Losses from today to the end of the first days of the change, without any work and with the team's usual work."""

    def __init__(self, at: datetime, departments: Sequence[Department]) -> None:
        self._today, self._rates = local_date(at), rates(departments, at)
        self._none, self._usual = defaultdict(int), defaultdict(float)

    def add(self, side: int, reading: Reading, department_id: int, first_day: date) -> None:
        """Note one customer's first loss under one policy: side 0 is the one in force, 1 the draft."""
        start = (first_day - self._today).days
        left = max((local_date(reading.due_at) - self._today).days, 0)
        rate, term = saving(reading.rule, self._rates.get(department_id, (0.0, 0.0)))
        for days in FIRST:
            self._none[days, side] += left < start + days
            self._usual[days, side] += lost_by(left, term, rate, start + days - 1)

    def data(self) -> list[JsonObject]:
        """As the result carries it."""

        def pair(found: Mapping[tuple[int, int], float], days: int) -> dict[str, int]:
            return {"now": round(found[days, 0]), "draft": round(found[days, 1])}

        return [{"days": n, "none": pair(self._none, n), "usual": pair(self._usual, n)} for n in FIRST]

    def activity(self, owned: Mapping[int, int]) -> JsonObject:
        """What the usual work was measured by: {days, followups, contracts} per 100 owned customers and month."""
        n = sum(owned.values()) or 1

        def month(which: int) -> float:
            return round(sum(self._rates.get(pk, (0, 0))[which] * held for pk, held in owned.items()) / n * 3000, 1)

        return {"days": DAYS, "followups": month(0), "contracts": month(1)}


def forecast(
    draft: Policy,
    departments: Sequence[Department],
    *,
    at: datetime,
    until: datetime,
    holds_from: date | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> JsonObject:
    """Compare a draft Policy with what is in force, for everything these departments own.

    Returns {total, now, draft, shift, first, activity, by_rule, by_rep, by_day, customers}: how many would fall by `until`
    under either, whose deadline comes nearer by how many days, how many would fall by the end of the first 7 and 30 days of
    the change with the team's usual work and with none, and the first 500 of those whose fate differs. `holds_from` (default: when
    the notice of the policy in force has passed) is when the draft would begin to hold; whoever falls before falls under
    both. `progress(done, total)` is called after each batch.
    """
    book = PolicyBook()
    policies, first_days = {}, {}
    for department in departments:
        current = book.for_department(department, at)
        first_days[department.pk] = holds_from or earliest_day(current, at)
        policies[department.path] = replace(
            draft, grace=Grace(replace(current, grace=None) if current else None, first_days[department.pk])
        )
    rows = Ownership.objects.filter(department__in=departments).order_by("customer_id")
    homes = dict(rows.values_list("customer_id", "department_id"))
    ids = list(homes)
    by_rule, by_rep, by_day = defaultdict(lambda: [0, 0]), defaultdict(lambda: [0, 0]), defaultdict(lambda: [0, 0])
    differ, counts = [], [0, 0]
    shift, shifts, first = _Shift(), defaultdict(_Shift), _FirstDays(at, departments)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        new = gather(batch, at, book=book, policies=policies)
        # Gathered twice: what counts as a follow-up may differ between the two policies.
        old = gather(batch, at, book=book)
        for pk, (policy, facts) in new.items():
            first_day = first_days[homes[pk]]
            sides: list[Reading | None] = [_first_loss(*old[pk]), _first_loss(policy, facts)]
            if sides[0] and sides[0].due_at < start_of_day(first_day):
                sides[1] = sides[0]
            shift.add(sides[0], sides[1])
            shifts[facts.owner_id].add(sides[0], sides[1])
            falls = [r is not None and r.due_at <= until for r in sides]
            for side, reading in enumerate(sides):
                if reading is None:
                    continue
                first.add(side, reading, homes[pk], first_day)
                if falls[side]:
                    counts[side] += 1
                    by_rule[reading.rule.kind][side] += 1
                    by_rep[facts.owner_id][side] += 1
                    by_day[max(reading.due_at, at).astimezone(draft.zone).date()][side] += 1
            moments = [r.due_at if r else None for r in sides]
            if any(falls) and moments[0] != moments[1]:
                differ.append((min(m for m in moments if m), pk, facts.owner_id, sides))
        if progress:
            progress(min(start + BATCH, len(ids)), len(ids))
    owned = defaultdict(int)
    for department_id in homes.values():
        owned[department_id] += 1
    head = {
        "until": iso(until),
        "holds_from": min(first_days.values()).isoformat() if first_days else None,
        "total": len(ids),
        "now": counts[0],
        "draft": counts[1],
        "shift": shift.data(),
        "first": first.data(),
        "activity": first.activity(owned),
    }
    return head | _result(by_rule, by_rep, by_day, differ, shifts)


def _result(
    by_rule: Mapping[str, list[int]],
    by_rep: Mapping[int, list[int]],
    by_day: Mapping[date, list[int]],
    differ: list[tuple[datetime, int, int, list[Reading | None]]],
    shifts: Mapping[int, _Shift],
) -> JsonObject:
    concerned = set(by_rep) | {pk for pk, moved in shifts.items() if moved.sooner}
    people = User.objects.in_bulk(concerned)
    differ.sort(key=lambda d: (d[0], d[1]))
    shown = differ[:LISTED]
    customers = Customer.objects.in_bulk([d[1] for d in shown])
    owners = User.objects.in_bulk({d[2] for d in shown})
    return {
        "by_rule": [{"rule": k, "now": v[0], "draft": v[1]} for k, v in sorted(by_rule.items())],
        "by_rep": [
            {
                "rep": people[k].username,
                "name": str(people[k]),
                "now": by_rep[k][0],
                "draft": by_rep[k][1],
                "sooner": shifts[k].sooner,
                "sooner_days": shifts[k].data()["sooner_days"],
            }
            for k in sorted(people, key=lambda k: people[k].username)
        ],
        "by_day": [{"day": d.isoformat(), "now": v[0], "draft": v[1]} for d, v in sorted(by_day.items())],
        "differ": len(differ),
        "customers": [
            {
                "customer": customers[pk].code,
                "name": customers[pk].name,
                "owner": owners[owner].username,
                "now": _side(sides[0]),
                "draft": _side(sides[1]),
            }
            for _when, pk, owner, sides in shown
        ],
    }


def _side(reading: Reading | None) -> JsonObject | None:
    return (
        {"rule": reading.rule.kind, "outcome": reading.rule.outcome, "due_at": iso(reading.due_at)} if reading else None
    )
