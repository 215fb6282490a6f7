"""Changing targets in force: asked for with the reason and the old values, decided, taken back (rows Nf3, Na10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project import catalogue
from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import ask
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.notices.domain.notify import tell
from reports.models import Target
from reports.rules import request_kinds
from reports.rules.targets.tiers import TIERS, Tiers


@dataclass(frozen=True)
class Change:
    """A target in force and what it shall be; `tiers` None: it goes."""

    row: Target
    tiers: Tiers | None


def tier_fields(tiers: Tiers | None) -> dict[str, Decimal | None]:
    """{floor, target, stretch} as columns."""
    return {name: getattr(tiers, name) if tiers else None for name in TIERS}


def _texts(tiers: Tiers | None) -> dict[str, str | None]:
    """The same as JSON keeps it."""
    return {name: None if value is None else f"{value:.2f}" for name, value in tier_fields(tiers).items()}


def _tiers(texts: JsonObject) -> Tiers | None:
    """The other way round."""
    values = {name: None if texts.get(name) is None else Decimal(str(texts[name])) for name in TIERS}
    return Tiers(**values) if values["target"] is not None else None  # type: ignore[arg-type]


def _subject(changes: Sequence[Change]) -> str:
    first = changes[0].row
    label = str(catalogue.figures()[first.figure][0].label) if first.figure in catalogue.figures() else first.figure
    more = f" +{len(changes) - 1}" if len(changes) > 1 else ""
    unit = first.person or first.department or _("The company")
    return f"{label} {first.period.key} · {unit}{more}"[:200]


def ask_change(changes: Sequence[Change], *, by: User, at: datetime, reason: str) -> Request:
    """Ask the person above for all of these at once; the targets are locked by the caller and wait from now on."""
    first = changes[0].row
    department = by.department or (first.person.department if first.person else first.department)
    request = ask(
        kind=request_kinds.TARGET_CHANGE,
        by=by,
        at=at,
        decider=decider(department, (by.role.level if by.role else 0) + 1, "request.decide", exclude=[by]),
        subject=_subject(changes),
        department=department,
        reason=reason,
        arguments={
            "changes": [
                {"target_id": one.row.pk, "new": _texts(one.tiers), "old": _texts(one.row.tiers)} for one in changes
            ]
        },
        evidence={"figure": first.figure, "period": first.period.key},
        about=f"target:{first.pk}",
    )
    Target.objects.filter(pk__in=[one.row.pk for one in changes]).update(waiting=request)
    return request


def rewrite(row: Target, tiers: Tiers | None, by: User | None, at: datetime, reason: str = "") -> None:
    """Change or remove a target that was checked and locked; no request about it waits any more."""
    changes = log.differences(tier_fields(row.tiers), tier_fields(tiers))
    action = "target.changed" if tiers else "target.removed"
    log.record(by=by, action=action, at=at, subject=row, changes=changes, reason=reason)
    if tiers is None:
        row.delete()
        return
    for name, value in tier_fields(tiers).items():
        setattr(row, name, value)
    row.changed_at, row.waiting = at, None
    row.save(update_fields=[*TIERS, "changed_at", "waiting"])


def apply(changes: Sequence[Change], *, by: User, at: datetime, reason: str) -> None:
    """Write changes of targets in force and tell whose they are; locked and checked by the caller."""
    for one in changes:
        rewrite(one.row, one.tiers, by, at, reason)
        if one.row.person_id and one.row.person_id != by.pk:
            tell(
                [one.row.person_id],
                "target_changed",
                at=at,
                key=f"target:{one.row.figure}:{one.row.period.key}:{at.isoformat()}",
                url=reverse("reports:target", args=[f"p{one.row.person_id}"]) + f"?period={one.row.period.key}",
                period=one.row.period.key,
                person=str(by),
            )


def _rows(changes: Sequence[JsonObject]) -> dict[int, Target]:
    rows = Target.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "person__department", "department"
    )
    return {row.pk: row for row in rows.filter(pk__in=[one["target_id"] for one in changes]).order_by("pk")}


def change_targets(*, changes: list[Any], by: User, at: datetime, request: Request) -> None:
    """Approving: the targets are what was asked for. Refuses with code moved_on where one is not what it was, over."""
    with transaction.atomic():
        rows, today = _rows(changes), local_date(at)
        found = []
        for one in changes:
            row = rows.get(one["target_id"])
            if row is None or _texts(row.tiers) != one["old"]:
                raise Refused(
                    _("A target has changed since this was asked for: refuse it, and ask for it anew."), code="moved_on"
                )
            if row.period.last < today:
                raise Refused(
                    _("%(period)s is over: its targets stay as they are. Refuse this request.")
                    % {"period": row.period.key},
                    code="over",
                )
            found.append(Change(row, _tiers(one["new"])))
        apply(found, by=by, at=at, reason=request.reason)


def _waiting(request: Request) -> QuerySet[Target]:
    return Target.objects.filter(waiting=request)


def refuse_change(*, changes: list[Any], by: User, at: datetime, request: Request) -> None:
    """Refusing, and taking the request back: the targets stay, and may be changed again."""
    _waiting(request).update(waiting=None)


def undo_change(*, request: Request, by: User, at: datetime) -> None:
    """Take an approval back: the targets are as before, and the request waits again. Refuses with code moved_on."""
    changes = request.arguments["changes"]
    with transaction.atomic():
        rows = _rows(changes)
        for one in changes:
            row = rows.get(one["target_id"])
            if row is None or row.waiting_id or _texts(row.tiers) != one["new"]:
                raise Refused(_("A target has changed since."), code="moved_on")
        apply([Change(rows[one["target_id"]], _tiers(one["old"])) for one in changes], by=by, at=at, reason="")
        Target.objects.filter(pk__in=rows).update(waiting=request)


def undo_refusal(*, request: Request, by: User, at: datetime) -> None:
    """Take a refusal back: the targets wait again. Refuses with code moved_on."""
    changes = request.arguments["changes"]
    with transaction.atomic():
        rows = _rows(changes)
        if any(
            (row := rows.get(one["target_id"])) is None or row.waiting_id or _texts(row.tiers) != one["old"]
            for one in changes
        ):
            raise Refused(_("A target has changed since."), code="moved_on")
        Target.objects.filter(pk__in=rows).update(waiting=request)
