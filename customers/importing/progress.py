"""What a job remembers of each batch, in the transaction of its rows: figures, the preview, refused rows, what an undo needs."""

import re
from datetime import date
from decimal import Decimal

from crm_project.lib.database import bulk
from crm_project.lib.language import is_chinese
from customers.models import ImportedRow, ImportJob, RefusedRow

from .batches import Watch
from .conditions import CHANGED, NEW, REFUSED, UNCHANGED
from .kinds import every_kind

State = ImportJob.State
SHOWN = 50  # rows of the preview
LEFT_OUT = "~"  # before the heading of a column that nobody asked for, in the cells of a refused row
_QUOTED = re.compile("(“[^”]{0,1000}”)")


class Superseded(Exception):
    """Another worker has gone on with this job."""


class Progress(Watch):
    """Counts a batch in the job's row, together with its rows."""

    def __init__(self, job, clock):
        self.job, self.position, self.clock = job, job.done, clock
        self._labels = labels(job.kind)

    def inside(self, outcomes, rows):
        job = ImportJob.objects.select_for_update(no_key=True).get(pk=self.job.pk)
        if job.state != self.job.state or job.done != self.position:
            raise Superseded
        self._figures(job.summary, outcomes)
        self._preview(job.summary, outcomes)
        bulk.insert(
            RefusedRow,
            [
                {"number": o.number, "sentence": worded(o.sentence, self._labels), "cells": _plain(row)}
                for o, row in zip(outcomes, rows, strict=True)
                if o.result == REFUSED
            ],
            job_id=job.pk,
        )
        if job.state == State.RUNNING:
            self._trace(job, outcomes)
            job.attempts = 1
        job.done += len(outcomes)
        job.total = max(job.total, job.done)
        job.touched_at = self.clock()
        job.save(update_fields=["summary", "done", "total", "touched_at", "attempts"])
        self.coming = job.done

    def kept(self):
        self.position = self.coming

    def _figures(self, summary, outcomes):
        counts = summary["counts"]
        amounts = summary.setdefault("amounts", {})
        for outcome in outcomes:
            counts[outcome.result] = counts.get(outcome.result, 0) + 1
            if outcome.amount is not None:
                amounts[outcome.currency] = str(Decimal(amounts.get(outcome.currency, 0)) + outcome.amount)

    def _preview(self, summary, outcomes):
        first = summary.setdefault("first", [])
        head = max(SHOWN - len(first), 0)
        first += [self._line(o) for o in outcomes[:head]]
        # Further down, what changes known entries is what one wants to see before confirming; refused rows come back as a file.
        self._append(summary, "later", [self._line(o) for o in outcomes[head:] if o.result == CHANGED])
        doubtful = [o for o in outcomes if o.doubts]
        summary["doubtful"] = summary.get("doubtful", 0) + len(doubtful)
        self._append(
            summary, "doubts", [[o.number, o.label, worded(" ".join(o.doubts), self._labels)] for o in doubtful]
        )
        known = [o for o in outcomes if o.known]
        for result in (CHANGED, UNCHANGED, REFUSED):
            met = summary.setdefault("met", {})
            met[result] = met.get(result, 0) + sum(o.result == result for o in known)
        self._append(summary, "known", [[*self._line(o), o.known] for o in known])

    def _line(self, outcome):
        return [outcome.number, outcome.label, outcome.result, worded(outcome.sentence, self._labels)]

    def _append(self, summary, name, lines):
        kept = summary.setdefault(name, [])
        kept += lines[: max(SHOWN - len(kept), 0)]

    def _trace(self, job, outcomes):
        rows = [
            {
                "number": o.number,
                "result": o.result,
                "label": o.label[:200],
                "subject_id": o.trace[0],
                "before": o.trace[1],
            }
            for o in outcomes
            if o.result in (NEW, CHANGED) and o.trace
        ]
        bulk.insert(ImportedRow, rows, job_id=job.pk, kept="", undone_at=None)


def labels(kind):
    """{name of a column: what people call it}."""
    return {column.name: str(column) for column in every_kind()[kind].headings.values()}


def worded(sentence, names):
    """The sentence with columns as people call them: the importers name them as the command line does.

    In English only where no ordinary word can be meant: at the beginning of a sentence, and names with an underscore.
    """
    wide = is_chinese()
    some = names if wide else [name for name in names if "_" in name]
    anywhere = re.compile(rf"(?<![\w-])({'|'.join(sorted(some, key=len, reverse=True))})(?![\w-])", re.ASCII)
    start = re.compile(rf"(?:^|(?<=[.。!] ))({'|'.join(sorted(names, key=len, reverse=True))})(?![\w-])", re.ASCII)
    parts = _QUOTED.split(sentence)
    for index in range(0, len(parts), 2):
        found = start.sub(lambda m: names[m[1]], parts[index]) if not index else parts[index]
        parts[index] = anywhere.sub(lambda m: names[m[1]], found) if some else found
    return "".join(parts)


def _plain(row):
    cells = row.cells | {f"{LEFT_OUT}{heading}": cell for heading, cell in row.others.items()}
    return {name: cell.isoformat() if isinstance(cell, date) else cell for name, cell in cells.items()}
