"""Files on their way through the browser's import, without a browser: received, checked, confirmed, undone."""

from django.core.files.uploadedfile import SimpleUploadedFile

from customers.importing import jobs, undo, worker
from tests.cast import NOW
from tests.customers.tables import columns, workbook


def received(folder, rows, *, by, kind="customers", name="data.xlsx", at=NOW, history=False):
    """A job that was checked; `rows` are dicts, or the path of a file."""
    path = workbook(folder / "upload.xlsx", *columns(rows)) if isinstance(rows, list) else rows
    name = name if isinstance(rows, list) else path.name
    upload = SimpleUploadedFile(name, path.read_bytes())
    job = jobs.receive(kind=kind, upload=upload, history=history, by=by, at=at)
    return ran(job, at)


def ran(job, at=NOW):
    """The job as it stands after a worker had it."""
    worker.run_import(job.pk, clock=lambda: at)
    job.refresh_from_db()
    return job


def taken(folder, rows, *, by, at=NOW, new_values=False, **fields):
    """A job that was confirmed and carried out."""
    job = received(folder, rows, by=by, at=at, **fields)
    assert job.state == "ready", (job.state, job.problem, job.mapping)
    jobs.confirm(job_id=job.pk, by=by, at=at, new_values=new_values)
    return ran(job, at)


def undone(job, *, by, at):
    """A job after its undo."""
    undo.undo_import(job_id=job.pk, by=by, at=at)
    return ran(job, at)
