"""Writing grades: a further version only where the judgement differs (row T7)."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any

from contracts.ratings.domain.scoring import Judged
from contracts.ratings.models import Rating
from contracts.ratings.rules.quarters import Quarter
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.database import bulk
from customers.models import Customer

from . import key_status
from .facts import among


def store_grades(judged: Sequence[Judged], quarter: Quarter, *, at: datetime, by: User | None) -> dict[int, str]:
    """Write what differs from the latest version, inside the caller's transaction; returns {customer id: new, changed or unchanged}."""
    ids = [one.pk for one in judged]
    latest = Rating.objects.filter(quarter=str(quarter), latest=True)
    known = dict(latest.filter(**among(ids)).values_list("customer_id", "digest")) if ids else {}
    digests = {one.pk: digest(one.fields) for one in judged}
    differing = [pk for pk in ids if pk in known and known[pk] != digests[pk]]
    held = {row.customer_id: row for row in latest.filter(customer__in=differing)} if differing else {}
    rows, outdated, results, corrected = [], [], {}, []
    for one in judged:
        if known.get(one.pk) == digests[one.pk]:
            results[one.pk] = "unchanged"
            continue
        old = held.get(one.pk)
        changes = differences(old, one.fields) if old else {}
        if old:
            outdated.append(old.pk)
            corrected.append((one, old, changes))
        results[one.pk] = "changed" if old else "new"
        rows.append(
            {
                "customer_id": one.pk,
                "number": old.number + 1 if old else 1,
                "scorecard_id": one.scorecard_id,
                "changes": changes,
                "digest": digests[one.pk],
                **one.fields,
            }
        )
    Rating.objects.filter(pk__in=outdated).update(latest=False)
    bulk.insert(Rating, rows, quarter=str(quarter), latest=True, at=at, by_id=getattr(by, "pk", None))
    log.record_many(
        [
            log.entry(
                by=by,
                action="rating.corrected",
                at=at,
                subject_type="rating",
                subject_id=str(quarter),
                subject_name=f"{one.code} {quarter}",
                customer_id=one.pk,
                changes={
                    "points": [str(old.points), str(one.fields["points"])],
                    "grade": [old.grade, one.fields["grade"]],
                },
            )
            for one, old, _changes in corrected
        ]
    )
    key_status.follow_grades([(one.pk, one.fields) for one in judged if results[one.pk] != "unchanged"], quarter, at=at)
    return results


def digest(fields: Mapping[str, Any]) -> str:
    """What tells one judgement from any other."""
    return blake2b(json.dumps(fields, sort_keys=True, default=str).encode(), digest_size=16).hexdigest()


def differences(old: Rating, fields: Mapping[str, Any]) -> dict[str, list[bool | str]]:
    """{what: [old, new]} between a rating and newly judged fields: grade, points, and each indicator whose points or origin differ."""
    found = {}
    for name in ("grade", "big", "key"):
        if getattr(old, name) != fields[name]:
            found[name] = [getattr(old, name), fields[name]]
    if old.points != fields["points"]:
        found["points"] = [str(old.points), str(fields["points"])]
    for key in {**old.lines, **fields["lines"]}:
        before, after = old.lines.get(key), fields["lines"].get(key)
        if before != after:
            found[key] = [(before or {}).get("points"), (after or {}).get("points")]
    return found


def grade_of(customer: Customer, newest: Sequence[Rating], quarter: str = "", number: str = "") -> Rating | None:
    """The grade of a quarter, in the version that is named or the latest; else the first of `newest`."""
    rows = Rating.objects.filter(customer=customer, quarter=quarter).select_related("scorecard")
    rows = rows.filter(number=number) if number.isdecimal() else rows.filter(latest=True)
    found = rows.first() if quarter else None
    return found or (newest[0] if newest else None)
