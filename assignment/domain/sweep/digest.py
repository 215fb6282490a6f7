"""One digest per person and run of what a sweep decided: told after the run, and never twice (row D4)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from assignment.domain.ledger import Kind
from assignment.domain.owner_change import FOLLOWED
from assignment.domain.policies.lookup import PolicyBook
from assignment.models import OwnershipEvent, SweepLine, SweepRun
from assignment.rules.policy import RELEASE, REMIND, REVIEW, ROTATE
from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import Department, User
from crm_project.lib.json_values import JsonObject
from crm_project.notices.domain.notify import notice, send
from crm_project.notices.models import Notice

# A run that was killed will not add lines any more; after this long it is asked no longer.
CLOSED_AFTER = timedelta(hours=1)
NAMED = 5


def notify_people(*, at: datetime) -> None:
    """Tell everybody concerned what was decided and not told yet, whichever run decided it.

    How far a run has been told stands in its row, which is locked for a moment: two tellers do not tell the same.
    """
    for run in SweepRun.objects.filter(told_at__isnull=True).order_by("pk"):
        over = run.finished_at is not None or run.started_at < at - CLOSED_AFTER
        lines = _lines(run)
        notices = _notices(run, lines, at)
        with transaction.atomic():
            locked = SweepRun.objects.select_for_update(no_key=True).get(pk=run.pk)
            # Somebody else tells of it just now, and sees to the rest.
            if locked.told_at or locked.told_to != run.told_to:
                continue
            send(notices)
            SweepRun.objects.filter(pk=run.pk).update(
                told_to=max((line["pk"] for line in lines), default=run.told_to), told_at=at if over else None
            )


def _lines(run: SweepRun) -> list[JsonObject]:
    """The lines of a run that concern people and were not told, in the order of customers."""
    new = SweepLine.objects.filter(run=run, pk__gt=run.told_to, outcome__in=(RELEASE, ROTATE, REVIEW, REMIND))
    rows: QuerySet[SweepLine, Any] = new.order_by("customer_id").values(
        "pk",
        "customer_id",
        "owner_id",
        "to_id",
        "outcome",
        "customer__name",
        "owner__department_id",
        "evidence__also_remind",
    )
    return list(rows)


def _entries(run: SweepRun, lines: Sequence[JsonObject]) -> list[JsonObject]:
    """The ledger's entries of what these lines took from somebody: dicts."""
    told = {line["customer_id"] for line in lines}
    entries = OwnershipEvent.objects.filter(run=run, kind__in=[Kind.RELEASED, Kind.ROTATED]).order_by()
    rows = entries.values("pk", "customer_id", "closes_owner_id", "owner_id", f"evidence__{FOLLOWED}__tasks")
    return [row for row in rows if row["customer_id"] in told]


def _own_losses(entries: Sequence[JsonObject], lines: Sequence[JsonObject]) -> dict[tuple[int, str], str]:
    """{(person, outcome): address} of what somebody lost: the explanation itself, or the list of what they lost."""
    outcomes = {line["customer_id"]: line["outcome"] for line in lines}
    found = defaultdict(list)
    for entry in entries:
        found[entry["closes_owner_id"], outcomes[entry["customer_id"]]].append(entry["pk"])
    mine = f"{reverse('assignment:losses')}?show=mine"
    return {key: reverse("assignment:loss", args=ids) if len(ids) == 1 else mine for key, ids in found.items()}


def _tasks_received(entries: Sequence[JsonObject]) -> defaultdict[int, int]:
    """{person: how many open tasks came to them with customers}."""
    found = defaultdict(int)
    for entry in entries:
        if entry["owner_id"]:
            found[entry["owner_id"]] += len(entry[f"evidence__{FOLLOWED}__tasks"] or ())
    return found


class _Digest:
    """How many of each kind, and the first few by name."""

    def __init__(self) -> None:
        self._counted: dict[tuple[int, str], int] = defaultdict(int)
        self._named: dict[tuple[int, str], list] = defaultdict(list)

    def add(self, person: int, what: str, names: Sequence[str], n: int = 1) -> None:
        """Note customers for one person."""
        self._counted[person, what] += n
        kept = self._named[person, what]
        kept += names[: NAMED - len(kept)]

    def items(self) -> Iterator[tuple[int, str, int, list[str]]]:
        """(person, what, how many, the first names), each person and kind once."""
        for (person, what), n in self._counted.items():
            yield person, what, n, self._named[person, what]


def _notices(run: SweepRun, lines: Sequence[JsonObject], at: datetime) -> list[Notice]:
    book, digest, published = PolicyBook(), _Digest(), defaultdict(list)
    departments = Department.objects.in_bulk({line["owner__department_id"] for line in lines} - {None})
    policies = {pk: book.for_department(department, at) for pk, department in departments.items()}
    managers = {}
    for line in lines:
        owner, name, home = line["owner_id"], [line["customer__name"]], line["owner__department_id"]
        policy = policies.get(home)
        digest.add(owner, line["outcome"], name)
        if line["evidence__also_remind"]:
            digest.add(owner, REMIND, name)
        if line["to_id"]:
            digest.add(line["to_id"], "received", name)
        if policy and policy.remind_manager and line["outcome"] == REMIND:
            if home not in managers:
                managers[home] = decider(departments[home], 1, "request.decide")
            if (manager := managers[home]) and manager.pk != owner:
                digest.add(manager.pk, "remind_manager", name)
        if policy and policy.publish and line["outcome"] == RELEASE:
            published[home].append((owner, *name))
    for home, gone in published.items():
        for person in User.objects.holding().filter(department_id=home).values_list("pk", flat=True):
            others = [name for owner, name in gone if owner != person]
            if others:
                digest.add(person, "published", others, len(others))
    entries = _entries(run, lines)
    lost, tasks = _own_losses(entries, lines), _tasks_received(entries)
    key = f"sweep:{run.pk}:{{}}" + (f":{run.told_to}" if run.told_to else "")
    page = reverse("assignment:sweep_run", args=[run.pk])
    return [
        notice(
            person,
            f"sweep_{what}",
            at=at,
            key=key.format(what),
            url=reverse("home") if what == REMIND else lost.get((person, what), page),
            n=n,
            names=names,
            **({"tasks": tasks[person]} if what == "received" and tasks[person] else {}),
        )
        for person, what, n, names in digest.items()
    ]
