"""What was known when an ownership ended, kept with the ledger's entry as code and values (rows Z17, D4, Na8).

Whoever lost the customer reads it years later as it was: the words of the follow-ups, the policy's version and who approved
it, who was warned when and how, and what would have moved the deadline. Worded in the reader's language when it is shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from assignment.models import OwnershipEvent, PolicyScope, PolicyVersion
from assignment.rules.policy import NEVER, Policy, readings, savings
from assignment.rules.policy.answers import Facts, Reading
from crm_project.accounts.models import Department, User
from crm_project.approvals.models import Request
from crm_project.lib.json_values import JsonObject
from crm_project.lib.time import iso
from crm_project.notices.models import Notice

from .evidence import entries, evidence, reading_data
from .facts import gather

if TYPE_CHECKING:
    from assignment.domain.ownership.end import OwnershipEnd
    from assignment.domain.policies.lookup import PolicyBook

# Of each kind, as many entries keep their words.
WORDS = 20
# A reminder that no mail carried within this time went by the bell alone.
MAILED_WITHIN = timedelta(days=3)


def freeze(endings: "Sequence[OwnershipEnd]", *, at: datetime, book: "PolicyBook | None") -> None:
    """Complete the evidence of these endings (`assignment.domain.ownership.OwnershipEnd`): a handful of queries, however many there are."""
    unknown = [e.customer.pk for e in endings if e.facts is None]
    known = gather(unknown, at, book=book, until=at, evidence=True) if unknown else {}
    for e in endings:
        if e.facts is None and e.customer.pk in known:
            e.policy, e.facts = known[e.customer.pk]
    versions = _versions({e.policy.version_id for e in endings if e.policy} | {e.version_id for e in endings})
    scopes = _Scopes()
    warned = _warned(endings)
    for e in endings:
        version = versions.get(e.version_id or (e.policy.version_id if e.policy else None) or 0)
        e.evidence = {
            **_facts(e),
            **e.evidence,
            "name": e.customer.name,
            "policy": _approval(version, e.ownership.department_id, scopes, at),
            "warned": warned.get(e.customer.pk, []),
        }


def review(request: Request) -> JsonObject:
    """What the sweep put before the manager (the request's evidence), kept with the decision that ended the ownership."""
    kept = (
        "rule",
        "days",
        "outcome",
        "stage",
        "anchor",
        "anchor_at",
        "due_at",
        "remind_at",
        "saved_by",
        "waits_for_application",
    )
    return {name: request.evidence[name] for name in kept if name in request.evidence}


def decision(request: Request) -> JsonObject:
    """The question that was decided against the owner: who asked when and why, the answer, and both sides' effort."""
    return {
        "kind": request.kind,
        "request": request.pk,
        "asked_by": request.asked_by_id,
        "asked_at": iso(request.asked_at),
        "reason": request.reason,
        "answer": request.decision,
        "efforts": request.evidence.get("efforts", []),
    }


def _told(policy: Policy, facts: Facts, reading: Reading) -> JsonObject:
    return {"remind_days": reading.rule.remind_days, "saved_by": saved_by(policy, facts, reading)}


def saved_by(policy: Policy, facts: Facts, reading: Reading) -> list[JsonObject]:
    """`policy.savings` as plain data; `due_at` None where there would have been no deadline."""
    return [
        {
            "what": list(s.what),
            "before": iso(s.before),
            "due_at": iso(s.due_at) if s.due_at < NEVER else None,
            "followup": s.followup,
        }
        for s in savings(policy, facts, reading)
    ]


def _facts(e: "OwnershipEnd") -> JsonObject:
    """The readings' data and what counted, with the words; nothing where the customer has no facts any more."""
    if e.facts is None:
        return {}
    if e.reading is not None:
        out = evidence(e.reading, e.facts) | _told(e.policy, e.facts, e.reading)
    else:
        out = {
            "since": iso(e.facts.since),
            "extended_until": iso(e.facts.extended_until),
            **entries(e.facts),
        }
        coming = min(readings(e.policy, e.facts) if e.policy else (), key=lambda r: r.order, default=None)
        if coming and coming.due_at < NEVER:
            out["coming"] = reading_data(coming)
    for name in ("counted", "not_counted"):
        for entry in out[name][-WORDS:]:
            kind, text = e.facts.texts.get(entry["id"], ("", ""))
            entry |= {"kind": kind, "text": text}
    return out


def _versions(ids: set[int | None]) -> dict[int, PolicyVersion]:
    wanted = [pk for pk in ids if pk is not None]
    return PolicyVersion.objects.select_related("policy").in_bulk(wanted) if wanted else {}


class _Scopes:
    """Who put a department under its policy, asked once for each."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, int], Mapping[str, Any] | None] = {}

    def of(self, department_id: int, policy_id: int, at: datetime) -> Mapping[str, Any] | None:
        key = (department_id, policy_id)
        if key not in self._found:
            line = Department.objects.get(pk=department_id).ancestor_ids()
            rows = PolicyScope.objects.filter(department_id__in=line, policy_id=policy_id, set_at__lte=at)
            self._found[key] = rows.order_by("-set_at", "-pk").values("set_by_id", "set_at").first()
        return self._found[key]


def _approval(version: PolicyVersion | None, department_id: int, scopes: _Scopes, at: datetime) -> JsonObject | None:
    """The version that held and who approved it when; a preset without an approver: who put the department under it."""
    if version is None:
        return None
    out = {
        "version": version.pk,
        "number": version.number,
        "holds_from": version.holds_from.isoformat() if version.holds_from else None,
        "decided_by": version.decided_by_id,
        "decided_at": iso(version.decided_at),
    }
    scope = scopes.of(department_id, version.policy_id, at) if version.decided_by_id is None else None
    if scope:
        out |= {"set_by": scope["set_by_id"], "set_at": iso(scope["set_at"])}
    return out


def _warned(endings: "Sequence[OwnershipEnd]") -> defaultdict[int, list[JsonObject]]:
    """{customer id: [{at, due_at, how}]}: reminders of the periods that end, and by which ways each went."""
    periods = {e.customer.pk: e.ownership for e in endings}
    warnings = OwnershipEvent.objects.filter(customer_id__in=list(periods), kind=OwnershipEvent.Kind.WARNED)
    found = warnings.order_by("at", "pk").values("customer_id", "owner_id", "at", "run_id", "evidence")
    rows = [
        row
        for row in found
        if row["owner_id"] == periods[row["customer_id"]].owner_id and row["at"] >= periods[row["customer_id"]].since
    ]
    return ways(rows)


def ways(rows: Iterable[Mapping[str, Any]]) -> defaultdict[int, list[JsonObject]]:
    """The same for any reminders of the ledger (dicts: customer_id, owner_id, at, run_id, evidence); one query."""
    keys = {f"sweep:{row['run_id']}:remind:{row['owner_id']}" for row in rows if row["run_id"]}
    told = {}
    if keys:
        sent = Notice.objects.filter(key__in=sorted(keys)).values_list("key", "at", "mailed_at", "user__digest")
        told = {key: _by_mail(at, mailed, wish) for key, at, mailed, wish in sent}
    out = defaultdict(list)
    for row in rows:
        mailed = told.get(f"sweep:{row['run_id']}:remind:{row['owner_id']}", False)
        entry = {"at": iso(row["at"]), "due_at": (row["evidence"] or {}).get("due_at")}
        out[row["customer_id"]].append(entry | {"how": ["notice", "mail"] if mailed else ["notice"]})
    return out


def _by_mail(at: datetime, mailed: datetime | None, wish: str) -> bool:
    return mailed is not None and mailed - at < MAILED_WITHIN and wish != User.Digest.NONE
