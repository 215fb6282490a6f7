"""Setting targets: at once before their period begins, by a request from then on (rows Nf1, Nf3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from deals.domain.access import TOP_LEVEL
from reports.models import Target

from . import changing
from .checking import Wanted, in_force, refusal_of, unit_text
from .facts import of_units
from .units import key_of


@dataclass
class Outcome:
    """What became of a page of targets: how many hold now, and the request for those in force, if any."""

    written: int = 0
    asked: int = 0
    request: Request | None = None


def set_targets(*, wanted: Sequence[Wanted], by: User, at: datetime, reason: str = "") -> Outcome:
    """Set, change or remove targets, all or none; what stands there already is left alone.

    A change of one in force is asked for, with `reason`; whoever has nobody above changes it at once. Refuses with the codes of
    `checking.refusal_of`, `reason` (field reason), `asked` where a change waits already, `at_once` where somebody was faster.
    """
    today, out = local_date(at), Outcome()
    with transaction.atomic():
        standing = _standing(wanted)
        fresh: list[Wanted] = []
        later: list[changing.Change] = []
        for one in wanted:
            row = standing.get((one.unit.key, one.figure, one.period.key))
            if (row.tiers if row else None) == one.tiers:
                continue
            refusal = refusal_of(one, by, today)
            if refusal is not None:
                raise refusal
            if row is None:
                fresh.append(one)
            elif row.waiting_id:
                raise Refused(
                    _("A change of the target of %(name)s, %(period)s, waits for its decision.")
                    % {"name": unit_text(one.unit), "period": one.period.key},
                    code="asked",
                )
            elif in_force(one.period, today):
                later.append(changing.Change(row, one.tiers))
            else:
                changing.rewrite(row, one.tiers, by, at)
                out.written += 1
        write(fresh, by, at)
        out.written += len(fresh)
        if later and not reason.strip():
            raise Refused(
                _("Targets in force change: give the reason, it goes to the approver."), code="reason", field="reason"
            )
        if later and by.role is not None and by.role.level >= TOP_LEVEL:
            changing.apply(later, by=by, at=at, reason=reason)
            out.written += len(later)
        elif later:
            out.request = changing.ask_change(later, by=by, at=at, reason=reason)
            out.asked = len(later)
    return out


def _standing(wanted: Sequence[Wanted]) -> Mapping[tuple[str, str, str], Target]:
    """{(unit, figure, period): target} of what is there, locked in the order of the keys."""
    rows = of_units({one.unit.key: one.unit for one in wanted}.values()).filter(
        figure__in={one.figure for one in wanted}, starts_on__in={one.period.first for one in wanted}
    )
    rows = rows.select_for_update(no_key=True, of=("self",)).select_related("person__department", "department")
    return {(key_of(row), row.figure, row.period.key): row for row in rows.order_by("pk")}


def write(fresh: Sequence[Wanted], by: User | None, at: datetime) -> list[Target]:
    """Write targets that were checked and are not there yet."""
    rows = [
        Target(
            figure=one.figure,
            span=one.period.span,
            starts_on=one.period.first,
            changed_at=at,
            **one.unit.columns,
            **changing.tier_fields(one.tiers),
        )
        for one in fresh
    ]
    try:
        with transaction.atomic():
            Target.objects.bulk_create(rows, batch_size=500)
    except IntegrityError:
        raise Refused(_("Somebody has just set some of these targets: open the page again."), code="at_once") from None
    log.record_many(
        [
            log.entry(
                by=by,
                action="target.set",
                at=at,
                subject=row,
                changes=log.differences({}, changing.tier_fields(row.tiers)),
            )
            for row in rows
        ]
    )
    return rows
