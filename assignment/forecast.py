"""What a draft would do before it is saved: the same gathering and the same policy, with other rules (design §3)."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

from crm_project.accounts.models import User
from crm_project.lib.times import iso
from customers.models import Customer, Ownership

from .facts import gather
from .policies import PolicyBook, local_date
from .policy import NEVER, REVIEW, Grace, readings

BATCH = 1000
LISTED = 500


def _first_loss(policy, facts):
    losses = [r for r in readings(policy, facts) if r.rule.outcome != REVIEW and r.due_at < NEVER] if policy else []
    return min(losses, key=lambda r: r.due_at, default=None)


def forecast(draft, departments, *, at, until, holds_from=None, progress=None):
    """Compare a draft Policy with what is in force, for everything these departments own.

    Returns {total, now, draft, by_rule, by_rep, by_day, customers}: how many would fall by `until` under either, and
    the first 500 of those whose fate differs. `holds_from` (default: tomorrow) is when the draft would begin to hold,
    so that its grace is shown too. `progress(done, total)` is called after each batch.
    """
    book = PolicyBook()
    holds_from = holds_from or local_date(at) + timedelta(days=1)
    policies = {}
    for department in departments:
        current = book.for_department(department, at)
        policies[department.path] = replace(
            draft, grace=Grace(replace(current, grace=None) if current else None, holds_from)
        )
    ids = list(
        Ownership.objects.filter(department__in=departments)
        .order_by("customer_id")
        .values_list("customer_id", flat=True)
    )
    by_rule, by_rep, by_day = defaultdict(lambda: [0, 0]), defaultdict(lambda: [0, 0]), defaultdict(lambda: [0, 0])
    differ, counts = [], [0, 0]
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        new = gather(batch, at, book=book, policies=policies)
        # Gathered twice: what counts as a follow-up may differ between the two policies.
        old = gather(batch, at, book=book)
        for pk, (policy, facts) in new.items():
            sides = (_first_loss(*old[pk]), _first_loss(policy, facts))
            falls = [r is not None and r.due_at <= until for r in sides]
            for side in (0, 1):
                if falls[side]:
                    counts[side] += 1
                    by_rule[sides[side].rule.kind][side] += 1
                    by_rep[facts.owner_id][side] += 1
                    by_day[max(sides[side].due_at, at).astimezone(policy.zone).date()][side] += 1
            moments = [r.due_at if r else None for r in sides]
            if any(falls) and moments[0] != moments[1]:
                differ.append((min(m for m in moments if m), pk, facts.owner_id, sides))
        if progress:
            progress(min(start + BATCH, len(ids)), len(ids))
    return _result(len(ids), counts, by_rule, by_rep, by_day, differ, until)


def _result(total, counts, by_rule, by_rep, by_day, differ, until):
    people = User.objects.in_bulk(by_rep)
    differ.sort(key=lambda d: (d[0], d[1]))
    shown = differ[:LISTED]
    customers = Customer.objects.in_bulk([d[1] for d in shown])
    owners = User.objects.in_bulk({d[2] for d in shown})
    return {
        "until": iso(until),
        "total": total,
        "now": counts[0],
        "draft": counts[1],
        "by_rule": [{"rule": k, "now": v[0], "draft": v[1]} for k, v in sorted(by_rule.items())],
        "by_rep": [
            {"rep": people[k].username, "name": str(people[k]), "now": v[0], "draft": v[1]}
            for k, v in sorted(by_rep.items(), key=lambda kv: people[kv[0]].username)
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


def _side(reading):
    return (
        {"rule": reading.rule.kind, "outcome": reading.rule.outcome, "due_at": iso(reading.due_at)} if reading else None
    )
