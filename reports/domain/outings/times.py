"""Which times an outing may have, and correcting them with a reason (row Nf9)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused, given
from crm_project.lib.time import iso, local_date, minute
from crm_project.notices.domain.notify import over
from reports.models import Outing, OutingCorrection
from reports.rules.outings import times as rules

from . import access
from .locked import locked_outing, page


def check_times(person: User, left_at: datetime, back_at: datetime, at: datetime, outing: Outing | None = None) -> None:
    """Refuse times that cannot be; `outing`: the one that is corrected. Refuses with code backwards, future, long, old, twice."""
    wrong = rules.problem(left_at, back_at, at)
    said = {
        rules.BACKWARDS: (_("You came back before you left: correct the times."), "back_at"),
        rules.FUTURE: (_("You are not back yet: enter it afterwards."), "back_at"),
        rules.LONG: (
            _("A field visit takes %(n)d hours at most: plan a trip for more.")
            % {"n": rules.LONGEST // timedelta(hours=1)},
            "back_at",
        ),
        rules.OLD: (
            _("This is more than %(n)d days ago: tell your manager instead.") % {"n": rules.OLDEST.days},
            "left_at",
        ),
    }
    if wrong:
        raise Refused(said[wrong][0], code=wrong, field=said[wrong][1])
    _check_alone(person, left_at, back_at, at, outing)


def _check_alone(person: User, left_at: datetime, back_at: datetime, at: datetime, outing: Outing | None) -> None:
    rows = Outing.objects.filter(
        person=person, voided_at=None, left_at__lt=back_at, left_at__gt=left_at - rules.LONGEST
    )
    rows = rows.exclude(pk=outing.pk) if outing else rows
    # Who is still out is so until now.
    spans = [rules.Span(row.pk, row.left_at, row.back_at or at) for row in rows.order_by("left_at")]
    other = rules.overlapping(left_at, back_at, spans)
    if other is None:
        return
    raise Refused(
        _("Nobody is at two customers at once: you were at “%(name)s” from %(left)s to %(back)s.")
        % {
            "name": access.names(Outing.objects.get(pk=other.key)),
            "left": minute(other.left_at),
            "back": minute(other.back_at),
        },
        code="twice",
        field="left_at",
    )


def correct_outing(
    *, outing_id: int, left_at: datetime, back_at: datetime, reason: str, by: User, at: datetime
) -> Outing:
    """Correct the times, or enter when one was back; what stood there before is kept and shown.

    Refuses with code forbidden, void, reason, and what `check_times` refuses.
    """
    reason = given(reason, _("Say why the times are corrected."))
    with transaction.atomic():
        outing = locked_outing(outing_id, by)
        check_times(by, left_at, back_at, at, outing)
        OutingCorrection.objects.create(
            outing=outing,
            corrected_at=at,
            left_before=outing.left_at,
            back_before=outing.back_at,
            reason=reason[:200],
        )
        before = {"left_at": iso(outing.left_at), "back_at": iso(outing.back_at)}
        outing.left_at, outing.back_at, outing.day = left_at, back_at, local_date(left_at)
        outing.save(update_fields=["left_at", "back_at", "day"])
        changes = log.differences(before, {"left_at": iso(left_at), "back_at": iso(back_at)})
        log.record(by=by, action="outing.corrected", at=at, subject=outing, changes=changes, reason=reason)
        over([by], ["outing_open"], url=page(outing), at=at)
        return outing
