"""Points of the credit rating from a file: they stand as rated by hand (rows T9, T8)."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assignment import clocks
from contracts.ratings import access as rating_access
from contracts.ratings import grades
from contracts.ratings.choices import Source
from contracts.ratings.models import IndicatorScore
from contracts.ratings.scorecards import Cards
from contracts.ratings.sentences import named, raters
from crm_project.lib import bulk
from customers.models import Customer, Ownership

from .columns import known, read
from .conditions import CHANGED, NEW, REFUSED, UNCHANGED, Outcome, People, digest, imported, unknown_person
from .finding import find
from .noting import note


@dataclass
class Draft:
    """One score on its way in."""

    number: int
    values: dict
    problems: list
    digest: str = ""
    customer: Any = None
    by: Any = None
    row: Any = None
    pk: int | None = None
    result: str = NEW

    def refuse(self, sentence):
        self.problems.append(sentence)

    @property
    def place(self):
        return self.customer.pk, str(self.values["quarter"]), self.values["indicator"]

    def label(self):
        return " ".join(str(self.values.get(name, "")) for name in ("customer", "quarter", "indicator")).strip()

    def outcome(self):
        if self.problems:
            return Outcome(self.number, REFUSED, self.label(), " ".join(self.problems))
        return Outcome(self.number, self.result, self.label(), "points" if self.result == CHANGED else "")


class IndicatorsImport:
    """Takes rows of the kind `indicators`; 1,000 at a time."""

    size = 1000

    def __init__(self, conditions):
        self.terms = conditions
        self.columns = known("indicators")
        self.people = People()
        self.cards = {}
        self._seen, self._fresh = {}, {}

    def keep(self):
        self._seen |= self._fresh
        self._fresh = {}

    def forget(self):
        self._fresh = {}

    def passed(self, rows):
        """Rows of an earlier, interrupted run stand in the database: the same again changes nothing."""

    def prepare(self, rows):
        """Read rows into drafts; asks the database nothing."""
        return [self._draft(row) for row in rows]

    def batch(self, drafts, *, write):
        """Decide these drafts and, with `write`, carry them out; one outcome each."""
        self._fresh = {}
        self._meet([draft for draft in drafts if not draft.problems], lock=write)
        wanted = [draft for draft in drafts if not draft.problems]
        self._load(wanted)
        for draft in wanted:
            self._decide(draft)
        ready = [draft for draft in wanted if not draft.problems and draft.result != UNCHANGED]
        if write and ready:
            self._write(ready)
        return [draft.outcome() for draft in drafts]

    def _draft(self, row):
        values, problems = read(row, self.columns)
        draft = Draft(row.number, values, problems, digest=digest(values))
        if "rated_by" in values:
            draft.by = self.people.get(values["rated_by"])
            if draft.by is None:
                draft.refuse(unknown_person("rated_by", values["rated_by"]))
        return draft

    def _meet(self, drafts, *, lock):
        found = find(draft.values["customer"] for draft in drafts)
        ids = set(found.values())
        customers = clocks.lock(ids) if lock else Customer.objects.in_bulk(ids)
        self.ownerships = {o.pk: o for o in Ownership.objects.filter(pk__in=ids).select_related("owner", "department")}
        for draft in drafts:
            draft.customer = customers.get(found.get(draft.values["customer"]))
            if draft.customer is None:
                draft.refuse(_("customer: there is no “%(name)s”; import customers first.") % {"name": draft.values["customer"][:80]})

    def _load(self, drafts):
        ids, quarters = {draft.customer.pk for draft in drafts}, {str(draft.values["quarter"]) for draft in drafts}
        rows = IndicatorScore.objects.filter(customer__in=ids, quarter__in=quarters)
        self.standing = {(s.customer_id, s.quarter, s.indicator): s for s in rows}
        self.before = imported("indicatorscore", [s.pk for s in self.standing.values()])
        for draft in drafts:
            quarter = draft.values["quarter"]
            if quarter not in self.cards:
                self.cards[quarter] = Cards(quarter)

    # --- deciding -----------------------------------------------------------------------------------
    def _decide(self, draft):
        values, ownership = draft.values, self.ownerships.get(draft.customer.pk)
        department = ownership.department_id if ownership else draft.customer.department_id
        if not self.terms.covers(department, *([ownership.owner_id] if ownership else [])):
            draft.refuse(self.terms.outside(department))
            return
        if not draft.customer.segment:
            draft.refuse(_("customer: it is neither distributor nor direct customer, and only those are rated; fill in its segment."))
            return
        card = self.cards[values["quarter"]][draft.customer.segment]
        indicator = card.get(values["indicator"])
        if indicator is None:
            draft.refuse(_("indicator: there is no “%(key)s” on the scorecard of %(quarter)s; there are %(keys)s.")
                         % {"key": values["indicator"], "quarter": values["quarter"], "keys": ", ".join(i.key for i in card.indicators)})  # fmt: skip
            return
        if not 0 <= values["points"] <= indicator.full:
            draft.refuse(_("points: %(indicator)s has 0 to %(full)s points.") % {"indicator": indicator.key, "full": f"{indicator.full.normalize():f}"})
        if self.terms.by is not None and not rating_access.may_rate(self.terms.by, indicator.rater, draft.customer, ownership):
            draft.refuse(_("indicator: “%(indicator)s” is rated by %(rater)s.") % {"indicator": named(indicator), "rater": raters()[indicator.rater]})
        first = self._seen.get(draft.place) or self._fresh.get(draft.place)
        if first:
            draft.refuse(_("Row %(number)d of this file rates the same.") % {"number": first})
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
    def _write(self, drafts):
        at, importer = self.terms.at, getattr(self.terms.by, "pk", None)
        new = sorted((d for d in drafts if d.result == NEW), key=lambda d: d.place)
        rows = [
            {"customer_id": d.place[0], "quarter": d.place[1], "indicator": d.place[2], "points": d.values["points"],
             "by_id": d.by.pk if d.by else importer}
            for d in new
        ]  # fmt: skip
        for draft, key in zip(new, bulk.insert(IndicatorScore, rows, source=str(Source.IMPORT), at=at), strict=True):
            draft.pk = key
        for draft in (d for d in drafts if d.result == CHANGED):
            IndicatorScore.objects.filter(pk=draft.pk).update(
                points=draft.values["points"], source=Source.IMPORT, at=at, by_id=draft.by.pk if draft.by else importer, reason=""
            )
        told = [
            (d.pk, d.label(), d.customer.pk, d.number,
             {"row": [None, d.digest], "points": [str(d.row.points) if d.row else None, str(d.values["points"])]})
            for d in drafts
        ]  # fmt: skip
        note("indicatorscore", told, self.terms)
        # Quarters that are graded already get a new version for these customers.
        touched = defaultdict(set)
        for draft in drafts:
            touched[draft.values["quarter"]].add(draft.customer.pk)
        for quarter, ids in touched.items():
            grades.again(quarter=quarter, ids=ids, at=at, by=self.terms.by)
