"""Background work of operations: heartbeats, backups, tidying up."""

from typing import Any

from celery import shared_task
from celery.signals import beat_embedded_init, beat_init, before_task_publish
from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone

from crm_project.lib.retries import retried_on

from . import form_tokens, heartbeats, orphans, outbox, part_history
from .backups import rehearsal, running, watching
from .backups.refusals import BackupBusy
from .models import Backup


@shared_task(name="ops.heartbeat")
def heartbeat() -> None:
    """Show that a worker is taking tasks."""
    heartbeats.beat("worker")


@shared_task(name="ops.heartbeat_files")
def heartbeat_files() -> None:
    """Show that the worker of uploaded files is taking tasks; on its queue (settings)."""
    heartbeats.beat("files")


@shared_task(name="ops.watch_parts")
def watch_parts() -> bool:
    """Note which parts of the system fail."""
    return part_history.watch_parts(at=timezone.now())


@shared_task(name="ops.watch_parts_files")
def watch_parts_files() -> bool:
    """The same from the worker of uploaded files: each sees that the other is gone."""
    return part_history.watch_parts(at=timezone.now())


@shared_task(name="ops.forget_part_changes")
def forget_part_changes() -> int:
    """Remove what the page about the system no longer shows; returns how many."""
    return part_history.forget_old(at=timezone.now())


@shared_task(name="ops.remove_orphans")
def remove_orphans() -> int:
    """Remove uploaded files that no row names; returns how many."""
    return orphans.remove_orphans(at=timezone.now())


@shared_task(name="ops.backup")
def backup() -> None:
    """Make the nightly backup."""
    call_command("backup", keep=14, verbosity=0)


@shared_task(name="ops.make_backup")
def make_backup(row_id: int) -> None:
    """Make the backup that somebody asked for."""
    running.make(row_id)


# While another one is rehearsed they wait for their turn.
_IN_TURN = retried_on(BackupBusy)


@shared_task(name="ops.rehearse_newest", **_IN_TURN)
def rehearse_newest() -> None:
    """Restore the newest backup for a try."""
    rehearsal.rehearse_newest(at=timezone.now())


@shared_task(name="ops.rehearse", **_IN_TURN)
def rehearse(row_id: int) -> None:
    """Restore the backup that somebody chose for a try."""
    rehearsal.rehearse(Backup.objects.get(pk=row_id), at=timezone.now())


@shared_task(name="ops.watch_backups")
def watch_backups() -> None:
    """Tell where no backup has come."""
    watching.watch(at=timezone.now())


@shared_task(name="ops.forget_forms")
def forget_forms() -> int:
    """Remove the tokens of forms that nobody has open any more; returns how many."""
    return form_tokens.forget_old(timezone.now())


@shared_task(name="ops.send_waiting")
def send_waiting() -> int:
    """Send what the queue did not take while it was gone; returns how many tasks."""
    return outbox.send_waiting()


@beat_init.connect
@beat_embedded_init.connect
def watch_beat(**kwargs: Any) -> None:
    """In the process of beat only: every tick it sends is a sign of its life."""
    before_task_publish.connect(show_beat, sender="ops.heartbeat")
    # The first signs at once, not after the first interval.
    heartbeat.apply_async(expires=60)
    heartbeat_files.apply_async(expires=60)


def show_beat(**kwargs: Any) -> None:
    """Show that beat is sending."""
    close_old_connections()
    heartbeats.beat("beat")
    close_old_connections()
