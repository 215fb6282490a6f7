"""Points of the credit rating from a file: they stand as rated by hand (rows T9, T8)."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from contracts.ratings.domain import access as rating_access
from contracts.ratings.domain import grades
from contracts.ratings.domain.indicators import indicator_name, raters
from contracts.ratings.domain.scorecards import Cards
from contracts.ratings.models import IndicatorScore
from contracts.ratings.models.choices import Source
from crm_project.lib.database import bulk
from customers.importing.conditions import CHANGED, NEW, UNCHANGED, digest
from customers.importing.importer import Draft, Importer
from customers.importing.noting import imported, note

from .undoing import SCORE, before


@dataclass
class ScoreDraft(Draft):
    """One score on its way in."""

    digest: str = ""
    by: Any = None
    row: Any = None
    pk: int | None = None

    @property
    def place(self):
        return self.customer.pk, str(self.values["quarter"]), self.values["indicator"]

    def label(self):
        return " ".join(str(self.values.get(name, "")) for name in ("customer", "quarter", "indicator")).strip()

    def told(self):
        return "points" if self.result == CHANGED else ""


class IndicatorsImport(Importer):
    """Takes rows of the kind `indicators`."""

    size = 1000

    def __init__(self, conditions, columns):
        super().__init__(conditions, columns)
        self.cards = {}

    def decide(self, drafts, *, write):
        self.meet([draft for draft in drafts if not draft.problems], lock=write)
        wanted = [draft for draft in drafts if not draft.problems]
        self._load(wanted)
        for draft in wanted:
            self._decide_one(draft)

    def draft(self, number, values, problems):
        draft = ScoreDraft(number, values, problems, digest=digest(values))
        draft.by = self.named(draft, "rated_by")
        return draft

    def _load(self, drafts):
        ids, quarters = {draft.customer.pk for draft in drafts}, {str(draft.values["quarter"]) for draft in drafts}
        rows = IndicatorScore.objects.filter(customer__in=ids, quarter__in=quarters)
        self.standing = {(s.customer_id, s.quarter, s.indicator): s for s in rows}
        self.before = imported(SCORE, [s.pk for s in self.standing.values()])
        for draft in drafts:
            quarter = draft.values["quarter"]
            if quarter not in self.cards:
                self.cards[quarter] = Cards(quarter)

    # --- deciding -----------------------------------------------------------------------------------
    def _decide_one(self, draft):
        values, ownership = draft.values, self.ownerships.get(draft.customer.pk)
        if not self.within(draft):
            return
        if not draft.customer.segment:
            draft.refuse(
                _(
                    "customer: it is neither distributor nor direct customer, and only those are rated; fill in its segment."
                )
            )
            return
        card = self.cards[values["quarter"]][draft.customer.segment]
        indicator = card.get(values["indicator"])
        if indicator is None:
            draft.refuse(
                _("indicator: there is no “%(key)s” on the scorecard of %(quarter)s; there are %(keys)s.")
                % {
                    "key": values["indicator"],
                    "quarter": values["quarter"],
                    "keys": ", ".join(i.key for i in card.indicators),
                }
            )
            return
        if not 0 <= values["points"] <= indicator.full:
            draft.refuse(
                _("points: %(indicator)s has 0 to %(full)s points.")
                % {"indicator": indicator.key, "full": f"{indicator.full.normalize():f}"}
            )
        if self.terms.by is not None and not rating_access.may_rate(
            self.terms.by, indicator.rater, draft.customer, ownership
        ):
            draft.refuse(
                _("indicator: “%(indicator)s” is rated by %(rater)s.")
                % {"indicator": indicator_name(indicator), "rater": raters()[indicator.rater]}
            )
        first = self.first(draft.place)
        if first:
            draft.refuse(_("Row %(number)d of this file rates the same indicator.") % {"number": first})
        if not draft.problems:
            self._fresh[draft.place] = draft.number
            self._compare(draft)

    def _compare(self, draft):
        draft.row = row = self.standing.get(draft.place)
        if row is None:
            return
        draft.pk = row.pk
        by = draft.by.pk if draft.by else row.by_id
        same = row.points == draft.values["points"] and row.by_id == by
        told = row.pk in self.before and self.before[row.pk][0] == draft.digest
        draft.result = UNCHANGED if same or told else CHANGED

    # --- writing ------------------------------------------------------------------------------------
    def write(self, drafts):
        drafts = [draft for draft in drafts if draft.result != UNCHANGED]
        if not drafts:
            return
        at, importer = self.terms.at, getattr(self.terms.by, "pk", None)
        new = sorted((d for d in drafts if d.result == NEW), key=lambda d: d.place)
        rows = [
            {
                "customer_id": d.place[0],
                "quarter": d.place[1],
                "indicator": d.place[2],
                "points": d.values["points"],
                "by_id": d.by.pk if d.by else importer,
            }
            for d in new
        ]
        for draft, key in zip(new, bulk.insert(IndicatorScore, rows, source=str(Source.IMPORT), at=at), strict=True):
            draft.pk = key
        for draft in (d for d in drafts if d.result == CHANGED):
            IndicatorScore.objects.filter(pk=draft.pk).update(
                points=draft.values["points"],
                source=Source.IMPORT,
                at=at,
                by_id=draft.by.pk if draft.by else importer,
                reason="",
            )
        for draft in drafts:
            draft.trace = (draft.pk, before(draft.row))
        told = [
            (
                d.pk,
                d.label(),
                d.customer.pk,
                d.number,
                {"row": [None, d.digest], "points": [str(d.row.points) if d.row else None, str(d.values["points"])]},
            )
            for d in drafts
        ]
        note(SCORE, told, self.terms)
        # Quarters that are graded already get a new version for these customers.
        touched = defaultdict(set)
        for draft in drafts:
            touched[draft.values["quarter"]].add(draft.customer.pk)
        for quarter, ids in touched.items():
            grades.regrade(quarter=quarter, ids=ids, at=at, by=self.terms.by)
