"""Undoing an import of points: what stood before stands again, and graded quarters get a new version (rows T8, T9)."""

from collections import defaultdict
from typing import Any

from django.utils.dateparse import parse_datetime

from contracts.ratings.domain import grades
from contracts.ratings.domain.access import may_rate
from contracts.ratings.domain.scorecards import Cards
from contracts.ratings.models import IndicatorScore
from contracts.ratings.models.choices import Source
from contracts.ratings.rules.quarters import Quarter
from crm_project.audit.domain import log
from customers.importing.noting import Subject
from customers.importing.undoing import Undoing, changed_since, gone, outside
from customers.models import Customer, ImportedRow

SCORE = Subject("indicatorscore", "rating.imported")
KEPT = ("points", "source", "at", "by_id", "reason")


def before(row: IndicatorScore | None) -> dict[str, Any]:
    """What stood there before an import; empty where nothing did."""
    return {name: log.plain(getattr(row, name)) for name in KEPT} if row else {}


class IndicatorsUndoing(Undoing):
    """Takes back rows of the kind `indicators`."""

    subject, model = SCORE, IndicatorScore

    def take_back(self, rows: list[ImportedRow]) -> dict[int, str]:
        found = IndicatorScore.objects.in_bulk([row.subject_id for row in rows])
        self.cards = {quarter: Cards(Quarter.parse(quarter)) for quarter in {score.quarter for score in found.values()}}
        kept: dict[int, str] = {}
        touched: dict[str, set[int]] = defaultdict(set)
        for row in rows:
            score = found.get(row.subject_id)
            if why := self._why_not(score):
                kept[row.pk] = why
            elif score:
                touched[score.quarter].add(score.customer_id)
                self._back(score, row.before)
        for quarter, ids in touched.items():
            grades.regrade(quarter=Quarter.parse(quarter), ids=ids, at=self.terms.at, by=self.terms.by)
        return kept

    def _why_not(self, score: IndicatorScore | None) -> str:
        if score is None:
            return gone()
        customer = self.customers[score.customer_id]
        if not self.reaches(customer) or not self._may_rate(score, customer):
            return outside()
        return "" if score.source == Source.IMPORT and score.at == self.imported_at else changed_since()

    def _may_rate(self, score: IndicatorScore, customer: Customer) -> bool:
        """Whether the person still gives points for this indicator; one that is on no card any more asks only the right to import."""
        card = self.cards[score.quarter].cards.get(customer.segment)
        indicator = card.get(score.indicator) if card else None
        if self.terms.by is None or indicator is None:
            return True
        return may_rate(self.terms.by, indicator.rater, customer, self.ownerships.get(customer.pk))

    def _back(self, score: IndicatorScore, old: dict[str, Any]) -> None:
        if old:
            IndicatorScore.objects.filter(pk=score.pk).update(**{**old, "at": parse_datetime(old["at"])})
        else:
            score.delete()
