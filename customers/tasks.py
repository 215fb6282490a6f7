"""What happens to the customer file by itself."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from crm_project.lib.retries import RETRIED

from .domain import bulk_jobs, contact_reminders
from .domain.classes import class_fit
from .domain.custody import reminding as folder_reminding
from .domain.duplicates import review
from .domain.feedback import reminding as feedback_reminding
from .domain.matters import reminding as matter_reminding
from .domain.reviews import reminding, stored
from .domain.tidying import progress
from .exporting import jobs as exporting
from .filters import listed
from .importing import jobs, worker
from .undo import BULK


@shared_task(name="customers.find_duplicates")
def find_duplicates():
    """Nightly: fill the work list of duplicates and doubtful names, and count what is to be tidied (Ne8)."""
    run = review.search(at=timezone.now())
    progress.count(run=run)


@shared_task(name="customers.check_classes")
def check_classes():
    """Nightly: a task for the owner of each customer whose class no longer fits (Ni8)."""
    return class_fit.check_classes(at=timezone.now())


@shared_task(name="customers.remind_contacts")
def remind_contacts():
    """Remind owners of customers overdue for contact, and of those that too few people are in contact with (Ni13, M13)."""
    at = timezone.now()
    return contact_reminders.remind_owners(at=at), contact_reminders.remind_of_people(at=at)


@shared_task(name="customers.remind_reviews")
def remind_reviews():
    """Every morning: the dates of file reviews anew, and who is to be told of them (M5)."""
    return reminding.remind(at=timezone.now())


@shared_task(name="customers.remind_matters")
def remind_matters():
    """Every hour of work: major matters that wait for an answer (M8)."""
    return matter_reminding.remind(at=timezone.now())


@shared_task(name="customers.remind_folders")
def remind_folders():
    """Every hour of work: borrowed folders that are due or overdue, and loans that nobody fetched (T6)."""
    return folder_reminding.remind(at=timezone.now())


@shared_task(name="customers.remind_feedback")
def remind_feedback():
    """Every hour of work: feedback of customers that waits for an answer (Nh8)."""
    return feedback_reminding.remind(at=timezone.now())


@shared_task(name="customers.renew_review_dates", **RETRIED)
def renew_review_dates():
    """After rules were set: the dates of all files (M5); what fails here is done by `remind_reviews` in the morning."""
    return stored.refresh_all(at=timezone.now())


def send_review_dates():
    """Have a worker do it once the rules are committed."""
    transaction.on_commit(renew_review_dates.delay)


# On the queue `files` (settings): uploaded files keep no other work waiting, whatever is in them.
@shared_task(name="customers.import_file", soft_time_limit=25 * 60, time_limit=26 * 60, **RETRIED)
def import_file(job_id):
    """Check an uploaded file, or take it in; killed half-way, the next one goes on where it stopped."""
    worker.run_import(job_id, clock=timezone.now)


def send_import(job):
    """Have a worker take an import up once it is committed: one that looks before finds nothing, and the file waits a minute."""
    transaction.on_commit(lambda: import_file.delay(job.pk))


@shared_task(name="customers.exporting.file", **RETRIED)
def export_file(job_id):
    """Write a file of customers that somebody waits for."""
    exporting.run_export(job_id, listed=listed, clock=timezone.now)


def send_export(job):
    """Have a worker write a file, likewise."""
    transaction.on_commit(lambda: export_file.delay(job.pk))


@shared_task(name="customers.bulk", **RETRIED)
def run_bulk(job_id, what):
    """Do something with many customers that somebody chose in the list; killed half-way, the next one goes on."""
    bulk_jobs.run(job_id, undo_kind=BULK[what], clock=timezone.now)


def send_bulk(job):
    """Have a worker do it, likewise."""
    transaction.on_commit(lambda: run_bulk.delay(job.pk, job.what))


@shared_task(name="customers.take_up_unfinished")
def take_up_unfinished():
    """Every minute: imports, exports and actions on many customers without a sign of life are sent again."""
    at = timezone.now()
    for job_id in jobs.unfinished(at=at):
        import_file.delay(job_id)
    for job_id in exporting.unfinished(at=at):
        export_file.delay(job_id)
    for job_id, what in bulk_jobs.unfinished(at=at):
        run_bulk.delay(job_id, what)


@shared_task(name="customers.forget_old_files")
def forget_old_files():
    """Nightly: exported and uploaded files do not lie about."""
    at = timezone.now()
    return exporting.forget_old(at=at), jobs.forget_old(at=at), bulk_jobs.forget_old(at=at)
