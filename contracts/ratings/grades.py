"""Grading a quarter: scores by hand and computed values become points, points a grade; for everybody or for a few (rows T7-T13).

Running it again changes nothing where the facts are the same; where they differ it writes a further version that says what changed.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.policies import local_date
from crm_project.accounts import access
from crm_project.audit import log
from crm_project.lib import bulk
from crm_project.lib.refused import Refused
from customers.models import Customer

from ..models import BadDebt
from . import standing
from .facts import Known, among, gather
from .grading import is_big, is_key, judge
from .measures import MEASURES
from .models import IndicatorScore, Rating, Round
from .scorecard import COMPUTED, CREDIT, SEGMENTS
from .scorecards import Cards
from .sentences import MISSING, why

BATCH = 2000
SILENT = timedelta(minutes=5)  # a run without a sign of life for so long was killed
_TOLD = ("segment", "points", "grade", "why", "lines", "missing", "big", "key", "last_year")


@dataclass
class Judged:
    """The outcome for one customer: the fields of its Rating, and its code for the published line."""

    pk: int
    code: str
    fields: dict
    scorecard_id: int | None = None

    def line(self, cards):
        """The published form (interfaces: `rate --json`)."""
        f = self.fields
        return {
            "customer": self.code, "segment": f["segment"], "points": float(f["points"]), "grade": f["grade"] or None,
            "why": why(f["why"], cards[f["segment"]]), "big": f["big"], "key": f["key"],
        }  # fmt: skip


def rated():
    """Customers that are graded: those with a segment, still there."""
    return Customer.objects.filter(segment__in=SEGMENTS, merged_into=None, removed_at=None)


def run(*, quarter, at, by=None, write=True, tell_line=None, between=None, resume=False):
    """Grade everybody for a quarter, batch by batch; returns the figures by grade and what was new, changed, unchanged.

    `tell_line` receives each published line, `between` is called between batches. `resume`: take up a run that was killed.
    Refuses with code forbidden, future.
    """
    if by is not None and not access.may(by, "rating.manage"):
        raise Refused(_("Only somebody who manages the rating runs it."), code="forbidden")
    if quarter.first > local_date(at):
        raise Refused(_("%(quarter)s has not begun: rate a quarter whose facts are there.") % {"quarter": quarter}, code="future")
    cards, figures = Cards(quarter), Counter()
    position = _begin(quarter, at, resume, figures) if write else 0
    while batch := list(_batch(position)):
        if between:
            between()
        with transaction.atomic():
            this = _locked(quarter) if write else None
            judged = judge_all(batch, quarter, cards)
            results = store(judged, quarter, at=at, by=by) if write else {}
            position = batch[-1][0]
            for one in judged:
                figures[one.fields["grade"] or "none"] += 1
                figures[results.get(one.pk, "judged")] += 1
            if write:
                this.position, this.done, this.touched_at, this.figures = position, this.done + len(batch), at, dict(figures)
                this.save(update_fields=["position", "done", "touched_at", "figures"])
        if tell_line:
            for one in judged:
                tell_line(one.line(cards))
    if write:
        _finish(quarter, at, by, figures)
    return dict(figures)


def _batch(position):
    names = ("pk", "code", "segment", "bad_debt", "cooperating_since")
    return rated().filter(pk__gt=position).order_by("pk").values_list(*names)[:BATCH]


def _locked(quarter):
    """The quarter's row, locked: two runs take turns, batch by batch."""
    return Round.objects.select_for_update(no_key=True).get(pk=str(quarter))


def _begin(quarter, at, resume, figures):
    Round.objects.get_or_create(pk=str(quarter))
    with transaction.atomic():
        this = _locked(quarter)
        if resume and this.running_since and this.position:
            figures.update(this.figures)
            return this.position
        this.position, this.done, this.total, this.running_since, this.touched_at = 0, 0, rated().count(), at, at
        this.save(update_fields=["position", "done", "total", "running_since", "touched_at"])
        return 0


def _finish(quarter, at, by, figures):
    with transaction.atomic():
        this = _locked(quarter)
        this.position, this.running_since, this.figures = 0, None, dict(figures)
        this.graded_at = this.graded_at or at
        this.save(update_fields=["position", "running_since", "figures", "graded_at"])
        changes = {name: [None, n] for name, n in sorted(figures.items())}
        log.record(by=by, action="rating.run", at=at, subject_type="round", subject_id=str(quarter), subject_name=str(quarter), changes=changes)


def again(*, quarter, ids, at, by):
    """Grade these customers anew after a correction, if their quarter has been graded; returns {customer id: result}."""
    if not Round.objects.filter(pk=str(quarter), graded_at__isnull=False).exists():
        return {}
    with transaction.atomic():
        _locked(quarter)
        names = ("pk", "code", "segment", "bad_debt", "cooperating_since")
        batch = list(rated().filter(pk__in=ids).order_by("pk").values_list(*names))
        results = {}
        for start in range(0, len(batch), BATCH):
            results |= store(judge_all(batch[start : start + BATCH], quarter, Cards(quarter)), quarter, at=at, by=by)
        return results


# --- judging --------------------------------------------------------------------------------------------
def judge_all(batch, quarter, cards):
    """Judge customers given as (pk, code, segment, bad_debt, cooperating_since), in the order of their keys; a pure read."""
    if not batch:
        return []
    keys = [row[0] for row in batch]
    known, scores, nothing = gather(keys, quarter), _scores(keys, quarter), Known()
    indebted = set(BadDebt.objects.filter(cleared_on=None, **among(keys)).values_list("customer_id", flat=True))
    return [
        _judged(row, quarter, cards, known.get(row[0], nothing), scores.get(row[0], {}), row[3] or row[0] in indebted) for row in batch
    ]


def _scores(keys, quarter):
    rows = IndicatorScore.objects.filter(quarter=str(quarter), **among(keys))
    found = defaultdict(dict)
    for pk, key, points, source, by, at, reason in rows.values_list("customer_id", "indicator", "points", "source", "by_id", "at", "reason"):
        found[pk][key] = (points, source, by, at, reason)
    return found


def _judged(row, quarter, cards, known, scores, bad_debt):
    pk, code, segment, _bad, since = row
    card, lines, total, missing = cards[segment], {}, Decimal(0), []
    for indicator in card.indicators:
        line, points = _line(indicator, known, quarter, since, scores.get(indicator.key))
        lines[indicator.key] = line
        total += points
        if line["source"] == MISSING:
            missing.append(indicator.key)
    credit = card.get(CREDIT)
    verdict = judge(segment, total, full_credit=Decimal(lines[CREDIT]["points"]) >= credit.full, bad_debt=bad_debt)
    codes = list(verdict.why) + ([{"code": MISSING, "indicators": missing}] if missing else [])
    grade = verdict.grade
    fields = {
        "segment": segment, "points": total.quantize(Decimal("0.01")), "grade": grade or "", "why": codes, "lines": lines, "missing": len(missing),
        "big": is_big(segment, grade, known.last_year), "key": is_key(segment, grade, known.last_year), "last_year": known.last_year,
    }  # fmt: skip
    return Judged(pk, code, fields, getattr(cards.rows[segment], "pk", None))


def _line(indicator, known, quarter, since, score):
    """What one indicator brings: a score by hand stands over what is computed; the computed value is shown in any case."""
    line, points = {}, Decimal("0.00")
    if indicator.rater == COMPUTED:
        value, figures = MEASURES[indicator.measure](known, quarter, since)
        points = indicator.points(value)
        line = {"source": COMPUTED, "value": None if value is None else str(value)}
        if figures:
            line["figures"] = figures
    elif score is None:
        return {"source": MISSING, "points": "0"}, points
    if score is not None:
        given, source, by, at, reason = score
        # A later scorecard may give less for an indicator than was imported for it.
        points = min(given, indicator.full)
        line |= {"source": str(source), "by": by, "at": at.isoformat(timespec="seconds")} | ({"reason": reason} if reason else {})
    line["points"] = f"{points.normalize():f}"
    return line, points


# --- keeping --------------------------------------------------------------------------------------------
def store(judged, quarter, *, at, by):
    """Write what differs from the latest version, inside the caller's transaction; returns {customer id: new, changed or unchanged}."""
    ids = [one.pk for one in judged]
    held = {r.customer_id: r for r in Rating.objects.filter(quarter=str(quarter), latest=True, **among(ids))} if ids else {}
    rows, outdated, results, corrected = [], [], {}, []
    for one in judged:
        old = held.get(one.pk)
        changes = differences(old, one.fields) if old else {}
        if old and not changes:
            results[one.pk] = "unchanged"
            continue
        if old:
            outdated.append(old.pk)
            corrected.append((one, old, changes))
        results[one.pk] = "changed" if old else "new"
        rows.append(
            {"customer_id": one.pk, "number": old.number + 1 if old else 1, "scorecard_id": one.scorecard_id, "changes": changes, **one.fields}
        )
    Rating.objects.filter(pk__in=outdated).update(latest=False)
    bulk.insert(Rating, rows, quarter=str(quarter), latest=True, at=at, by_id=getattr(by, "pk", None))
    log.record_many(
        [
            log.entry(by=by, action="rating.corrected", at=at, subject_type="rating", subject_id=str(quarter), subject_name=f"{one.code} {quarter}",
                      customer_id=one.pk, changes={"points": [str(old.points), str(one.fields["points"])], "grade": [old.grade, one.fields["grade"]]})
            for one, old, _changes in corrected
        ]
    )  # fmt: skip
    standing.follow([(one.pk, one.fields) for one in judged if results[one.pk] != "unchanged"], quarter, at=at)
    return results


def differences(old, fields):
    """{what: [old, new]} between a rating and newly judged fields: grade, points, and each indicator whose points or origin differ."""
    if all(getattr(old, name) == fields[name] for name in _TOLD):
        return {}
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
    return found or {"why": [None, None]}
