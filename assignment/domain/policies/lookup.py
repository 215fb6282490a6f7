"""Which policy holds for whom and when: versions, scopes and the grace after a change."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from assignment.models import PolicyScope, PolicyVersion
from assignment.rules.policy import Grace, Policy
from assignment.rules.policy_body import read
from crm_project.accounts.models import Department
from crm_project.lib.database.prepared import prepared
from crm_project.lib.time import local_date

# Presets and imported departments live under their policy "since ever", so that history can be judged too.
SINCE_EVER = date(2000, 1, 1)


@lru_cache(maxsize=512)
def _parsed(version_id: int, zone_key: str, stamp: datetime) -> Policy:
    body = PolicyVersion.objects.values_list("body", flat=True).get(pk=version_id)
    return read(body, zone=ZoneInfo(zone_key), version_id=version_id)


@prepared
def _scopes() -> QuerySet[PolicyScope, tuple[Any, ...]]:
    return PolicyScope.objects.order_by("holds_from", "id").values_list("department_id", "policy_id", "holds_from")


@prepared
def _versions() -> QuerySet[PolicyVersion, tuple[Any, ...]]:
    rows = PolicyVersion.objects.filter(status=PolicyVersion.Status.APPROVED, holds_from__isnull=False)
    return rows.order_by("holds_from", "number").values_list("id", "policy_id", "holds_from", "decided_at")


class PolicyBook:
    """All policies in force, read once (two queries, when first asked) and asked for many departments and moments."""

    def __init__(self) -> None:
        self._held = {}

    @cached_property
    def _scopes(self) -> dict[int, list[dict[str, Any]]]:
        out = {}
        for department_id, policy_id, holds_from in _scopes():
            out.setdefault(department_id, []).append({"policy_id": policy_id, "holds_from": holds_from})
        return out

    @cached_property
    def _versions(self) -> dict[int, list[dict[str, Any]]]:
        out = {}
        for pk, policy_id, holds_from, decided_at in _versions():
            out.setdefault(policy_id, []).append({"id": pk, "holds_from": holds_from, "decided_at": decided_at})
        return out

    def _holding(self, line: Sequence[int], day: date) -> tuple[dict[str, Any] | None, date]:
        """(version row, day since which exactly this holds) for a department line, top first."""
        for department_id in reversed(line):
            scopes = [s for s in self._scopes.get(department_id, ()) if s["holds_from"] <= day]
            if not scopes:
                continue
            scope = scopes[-1]
            versions = [v for v in self._versions.get(scope["policy_id"], ()) if v["holds_from"] <= day]
            if scope["policy_id"] is None or not versions:
                return None, scope["holds_from"]
            return versions[-1], max(scope["holds_from"], versions[-1]["holds_from"])
        return None, SINCE_EVER

    def _policy(self, version: Mapping[str, Any] | None) -> Policy | None:
        return _parsed(version["id"], settings.TIME_ZONE, version["decided_at"]) if version else None

    def for_line(self, line: Sequence[int], day: date) -> Policy | None:
        """The policy of the department whose ancestors' ids are `line` (top first, itself last) on a local date, or None."""
        key = (tuple(line), day)
        if key not in self._held:
            version, held_since = self._holding(line, day)
            policy = self._policy(version)
            if policy and held_since > SINCE_EVER:
                previous, _since = self._holding(line, held_since - timedelta(days=1))
                grace = Grace(self._policy(previous), held_since)
                policy = Policy(**{**vars(policy), "grace": grace})
            self._held[key] = policy
        return self._held[key]

    def next_change(self, line: Sequence[int], day: date) -> tuple[date, Policy | None] | None:
        """(first day, policy or None) of the next approved change for a department line after a local date; None without one."""
        key = (tuple(line), day, "next")
        if key not in self._held:
            self._held[key] = self._coming(line, day)
        return self._held[key]

    def _coming(self, line: Sequence[int], day: date) -> tuple[date, Policy | None] | None:
        scopes = [s for department_id in line for s in self._scopes.get(department_id, ())]
        policies = {s["policy_id"] for s in scopes}
        days = {s["holds_from"] for s in scopes}
        days |= {v["holds_from"] for policy_id in policies for v in self._versions.get(policy_id, ())}
        now = self._holding(line, day)[0]
        for later in sorted(d for d in days if d > day):
            if self._holding(line, later)[0] != now:
                return later, self.for_line(line, later)
        return None

    def for_department(self, department: Department | None, at: datetime) -> Policy | None:
        """The policy of a department at a moment, or None where nothing says anything."""
        return self.for_line(department.ancestor_ids(), local_date(at)) if department else None

    def policy_id_for(self, department: Department, day: date) -> int | None:
        """Primary key of the policy that a department lives under on a local date, or None."""
        for department_id in reversed(department.ancestor_ids()):
            scopes = [s for s in self._scopes.get(department_id, ()) if s["holds_from"] <= day]
            if scopes:
                return scopes[-1]["policy_id"]
        return None

    def for_path(self, path: str, at: datetime) -> Policy | None:
        """The same by a department's path ("1/4/")."""
        return self.for_line(_line(path), local_date(at))

    def next_for_path(self, path: str, at: datetime) -> tuple[date, Policy | None] | None:
        """`next_change` by a department's path, after a moment."""
        return self.next_change(_line(path), local_date(at))


def _line(path: str) -> list[int]:
    return [int(part) for part in path.split("/") if part]


def policy_for(department: Department, at: datetime) -> Policy | None:
    """The policy of one department at a moment, or None."""
    return PolicyBook().for_department(department, at)
