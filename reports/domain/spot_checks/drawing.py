"""The draw: its seed is where the audit stood at a moment fixed before; whoever may see it can draw again (rows Ni15, Ne3)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import chain, log
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.lib.time import minute
from crm_project.notices.domain.notify import tell
from reports.models import DrawnRow, SpotCheck
from reports.rules.spot_checks.drawing import digest_of, drawn, same, seed_of

from . import access
from .population import thawed


@dataclass(frozen=True)
class Proof:
    """What drawing again brought to light: whether everything is as it was fixed, and whether the same rows come out."""

    population: bool
    head: bool
    rows: bool

    @property
    def holds(self) -> bool:
        """Whether the draw is proved."""
        return self.population and self.head and self.rows


def head_at(moment: datetime) -> Entry | None:
    """The last entry of the audit that was recorded by then; what is not sealed yet is sealed first."""
    while chain.seal():
        pass
    return Entry.objects.filter(seal__isnull=False, at__lte=moment).order_by("-seal").first()


def draw(*, check_id: int, by: User | None, at: datetime) -> SpotCheck:
    """Draw, once the moment has come; a second time changes nothing. Refuses with code forbidden, early, audit."""
    with transaction.atomic():
        check = SpotCheck.objects.select_for_update(no_key=True, of=("self",)).get(pk=check_id)
        if by is not None and not access.manages(by, check):
            raise Refused(_("You don't check this department."), code="forbidden")
        if check.drawn_at:
            return check
        if at < check.draws_at:
            raise Refused(_("It is drawn at %(time)s: wait.") % {"time": minute(check.draws_at)}, code="early")
        head = head_at(check.draws_at)
        if head is None:
            raise Refused(_("The audit is empty: nothing can be drawn."), code="audit")
        check.seal, check.head, check.drawn_at = head.seal, head.digest, at
        check.save(update_fields=["seal", "head", "drawn_at"])
        DrawnRow.objects.bulk_create(_rows(check))
        log.record(
            by=by,
            action="spot_check.drawn",
            at=at,
            subject=check,
            changes={"seal": [None, check.seal], "head": [None, check.head], "size": [None, check.size]},
        )
        if by is None:
            tell(
                [check.planned_by_id],
                "spot_check_drawn",
                at=at,
                key=f"spot-check:{check.pk}",
                url=reverse("reports:spot_check", args=[check.pk]),
                n=check.size,
            )
        return check


def _keys(check: SpotCheck) -> list[str]:
    return drawn([row[0] for row in check.population], seed_of(check.head, check.pk), check.size)


def _rows(check: SpotCheck) -> list[DrawnRow]:
    known = {row.key: row for row in map(thawed, check.population)}
    return [
        DrawnRow(
            check_of=check,
            position=n,
            key=key,
            person_id=known[key].person,
            customer_id=known[key].customer,
            day=known[key].day,
            what=known[key].what,
        )
        for n, key in enumerate(_keys(check), 1)
    ]


def draw_due(*, at: datetime) -> int:
    """Draw whatever has come to its moment; returns how many."""
    due = (
        SpotCheck.objects.filter(drawn_at=None, draws_at__lte=at)
        .order_by("draws_at", "pk")
        .values_list("pk", flat=True)
    )
    for pk in list(due):
        draw(check_id=pk, by=None, at=at)
    return len(due)


def draw_again(check: SpotCheck) -> Proof:
    """Compare with the audit, which nobody can change, and draw once more; nothing is written. Three queries."""
    entries = Entry.objects.filter(subject_type="spotcheck", subject_id=str(check.pk))
    said = {row.action: row.changes for row in entries.filter(action__in=["spot_check.planned", "spot_check.drawn"])}
    planned, noted = said.get("spot_check.planned", {}), said.get("spot_check.drawn", {})
    digest = digest_of(row[0] for row in check.population)
    fixed = planned.get("population_digest") == [None, digest] and planned.get("size") == [None, check.size]
    sealed = Entry.objects.filter(seal=check.seal, digest=check.head, at__lte=check.draws_at).exists()
    return Proof(
        population=fixed,
        head=sealed and noted.get("head") == [None, check.head],
        rows=same(_keys(check), list(check.drawn.values_list("key", flat=True))),
    )
