"""Undoing an import of points: what stood before stands again, and graded quarters get a new version (rows T8, T9)."""

from collections import defaultdict
from typing import Any

from django.utils.dateparse import parse_datetime

from assignment.domain import deadlines
from contracts.ratings.domain import grades
from contracts.ratings.models import IndicatorScore
from contracts.ratings.models.choices import Source
from contracts.ratings.rules.quarters import Quarter
from crm_project.audit.domain import log
from customers.importing.noting import Subject
from customers.importing.undoing import Undoing, changed_since, gone
from customers.models import ImportedRow, Ownership

SCORE = Subject("indicatorscore", "rating.imported")
KEPT = ("points", "source", "at", "by_id", "reason")


def before(row: IndicatorScore | None) -> dict[str, Any]:
    """What stood there before an import; empty where nothing did."""
    return {name: log.plain(getattr(row, name)) for name in KEPT} if row else {}


class IndicatorsUndoing(Undoing):
    """Takes back rows of the kind `indicators`."""

    subject = SCORE

    def customers_of(self, rows: list[ImportedRow]) -> dict[int, int | None]:
        found = IndicatorScore.objects.filter(pk__in=[row.subject_id for row in rows])
        return dict(found.values_list("pk", "customer_id"))

    def take_back(self, rows: list[ImportedRow]) -> dict[int, str]:
        ids = [row.subject_id for row in rows]
        concerned = IndicatorScore.objects.filter(pk__in=ids).values_list("customer_id", flat=True)
        customers = deadlines.lock(set(concerned))
        ownerships = {o.pk: o for o in Ownership.objects.filter(pk__in=customers)}
        found, kept = IndicatorScore.objects.in_bulk(ids), dict[int, str]()
        touched: dict[str, set[int]] = defaultdict(set)
        for row in rows:
            score = found.get(row.subject_id)
            if score is None:
                kept[row.pk] = gone()
                continue
            ownership = ownerships.get(score.customer_id)
            place = (
                (ownership.department_id, ownership.owner_id)
                if ownership
                else (customers[score.customer_id].department_id,)
            )
            if not self.terms.covers(*place):
                kept[row.pk] = self.outside()
            elif score.source != Source.IMPORT or score.at != self.imported_at:
                kept[row.pk] = changed_since()
            else:
                touched[score.quarter].add(score.customer_id)
                self._back(score, row.before)
        for quarter, ids_ in touched.items():
            grades.regrade(quarter=Quarter.parse(quarter), ids=ids_, at=self.terms.at, by=self.terms.by)
        return kept

    def _back(self, score: IndicatorScore, old: dict[str, Any]) -> None:
        if old:
            IndicatorScore.objects.filter(pk=score.pk).update(**{**old, "at": parse_datetime(old["at"])})
        else:
            score.delete()
