"""Rating by hand: the points that sales and finance give, and corrections of what was computed (rows T8, T9)."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from contracts.ratings.domain.indicators import indicator_name, raters
from contracts.ratings.models import IndicatorScore, Round
from contracts.ratings.models.choices import Source
from contracts.ratings.rules.grading import rounded
from contracts.ratings.rules.indicators import COMPUTED, Indicator
from contracts.ratings.rules.quarters import Quarter
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from customers.models import Customer, Ownership

from . import access, grades
from .scorecards import Cards


def save_scores(
    *, customer_id: int, quarter: Quarter, points: Mapping[str, Any], reason: str = "", by: User, at: datetime
) -> dict[str, list[str | None]]:
    """Give points ({indicator: Decimal, or None to take them back}) for a quarter; what stands already and is the same stays.

    A quarter that has been graded gets a new version of the grade at once. Refuses with code future, segment, forbidden, range,
    unknown, reason (correcting what is computed, or what was graded already, needs one), and what locking the customer refuses.
    """
    grades.check_begun(quarter, at)
    with transaction.atomic():
        customer = locked(customer_id)
        ownership = Ownership.of(customer.pk)
        if not customer.segment:
            raise Refused(
                _("Set in the file whether it is a distributor or a direct customer: only those are rated."),
                code="segment",
            )
        card = Cards(quarter)[customer.segment]
        graded = Round.objects.filter(pk=str(quarter), graded_at__isnull=False).exists()
        held = {s.indicator: s for s in IndicatorScore.objects.filter(customer=customer, quarter=str(quarter))}
        reason = (reason or "").strip()[:200]
        changes = {}
        for key, given in points.items():
            indicator = card.get(key)
            if indicator is None:
                raise Refused(
                    _("There is no indicator “%(key)s” on the scorecard of this quarter.") % {"key": key},
                    code="unknown",
                    field=key,
                )
            old = held.get(key)
            given = None if given is None else rounded(given)
            if (old.points if old else None) == given:
                continue
            _check(indicator, given, customer, ownership, by)
            if not reason and (indicator.rater == COMPUTED or (graded and old)):
                raise Refused(
                    _("Give the reason: points already computed or graded can only be corrected with a reason."),
                    code="reason",
                    field="reason",
                )
            changes[key] = [None if old is None else str(old.points), None if given is None else str(given)]
            _put(customer, quarter, key, given, reason, by, at)
        if changes:
            log.record(
                by=by,
                action="rating.scored",
                at=at,
                subject_type="rating",
                subject_id=str(quarter),
                subject_name=f"{customer.code} {quarter}",
                customer_id=customer.pk,
                changes=changes,
                reason=reason,
            )
            grades.regrade(quarter=quarter, ids=[customer.pk], at=at, by=by)
        return changes


def _check(indicator: Indicator, given: Decimal | None, customer: Customer, ownership: Ownership, by: User) -> None:
    if by is not None and not access.may_rate(by, indicator.rater, customer, ownership):
        raise Refused(
            _("“%(indicator)s” is rated by %(rater)s.")
            % {"indicator": indicator_name(indicator), "rater": raters()[indicator.rater]},
            code="forbidden",
            field=indicator.key,
        )
    if given is not None and not Decimal(0) <= given <= indicator.full:
        raise Refused(
            _("“%(indicator)s” has 0 to %(full)s points.")
            % {"indicator": indicator_name(indicator), "full": f"{indicator.full.normalize():f}"},
            code="range",
            field=indicator.key,
        )


def _put(
    customer: Customer, quarter: Quarter, key: str, given: Decimal | None, reason: str, by: User, at: datetime
) -> None:
    if given is None:
        IndicatorScore.objects.filter(customer=customer, quarter=str(quarter), indicator=key).delete()
        return
    IndicatorScore.objects.update_or_create(
        customer=customer,
        quarter=str(quarter),
        indicator=key,
        defaults={"points": given, "source": Source.HAND, "reason": reason, "by": by, "at": at},
    )
