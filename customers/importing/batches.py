"""Taking a table in, batch by batch: each batch is one transaction, one that collides with another writer is tried again."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import structlog
from django.db import DataError, IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _

from .conditions import REFUSED, Outcome, Report
from .importer import Importer

log = structlog.get_logger(__name__)
TRIES = 3


class Collision(Exception):
    """Somebody else changed, meanwhile, what this batch was decided on."""


class Watch:
    """Follows a run: `inside` is called within the transaction of a batch, `kept` after it."""

    def inside(self, outcomes: list[Outcome], rows: list[Any]) -> None:
        """Whatever this keeps is kept together with the rows; `rows` are those of the file, one for each outcome."""

    def kept(self) -> None:
        """The batch is committed."""


def import_batches(table: Any, importer: Importer, *, write: bool, done: int = 0, watch: Watch | None = None) -> Report:
    """Decide every row and, with `write`, carry it out. A dry run is the same code without the writing.

    `done` rows were dealt with by an earlier, interrupted run.
    """
    report = Report()
    rows = table.rows()
    if done:
        importer.passed(list(islice(rows, done)))
    for batch in _batches(rows, importer.size):
        for outcomes in _settled(importer, batch, write, watch or Watch()):
            report.add(outcomes)
    return report


def _batches(rows: Iterable, size: int | None) -> Iterator[list]:
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


def _settled(importer, batch, write, watch):
    """The outcomes of a batch: at once, or, where it keeps colliding, row by row."""
    if not write:
        outcomes = importer.batch(importer.prepare(batch), write=False)
        importer.keep()
        with transaction.atomic():
            watch.inside(outcomes, batch)
        watch.kept()
        return [outcomes]
    for turn in range(TRIES):
        try:
            return [_write(importer, batch, watch)]
        except (Collision, IntegrityError, DataError, OperationalError) as error:
            importer.forget()
            if isinstance(error, OperationalError) and not _passing(error):
                raise
            log.info(
                "import_batch_again", first=batch[0].number, rows=len(batch), turn=turn, error=type(error).__name__
            )
    if importer.size is None or len(batch) == 1:
        return [_refused(batch, watch)]
    return [outcomes for row in batch for outcomes in _settled(importer, [row], write, watch)]


def _write(importer, batch, watch):
    drafts = importer.prepare(batch)
    with transaction.atomic():
        outcomes = importer.batch(drafts, write=True)
        watch.inside(outcomes, batch)
    importer.keep()
    watch.kept()
    return outcomes


def _passing(error):
    """A deadlock or a busy database: the next try may go through."""
    return any(word in str(error).lower() for word in ("deadlock", "locked", "could not serialize"))


def _refused(batch, watch):
    sentence = _("This could not be saved: somebody else is changing the same data. Import the row again.")
    outcomes = [Outcome(row.number, REFUSED, "", sentence) for row in batch]
    with transaction.atomic():
        watch.inside(outcomes, batch)
    watch.kept()
    return outcomes
