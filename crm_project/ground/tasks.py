"""Background work of the ground itself."""

from typing import Any

from celery import shared_task
from celery.signals import beat_embedded_init, beat_init, before_task_publish
from django.core.management import call_command
from django.db import close_old_connections

from crm_project.ground import signs


@shared_task(name="ground.heartbeat")
def heartbeat() -> None:
    """Show that a worker is taking tasks."""
    signs.show("worker")


@shared_task(name="ground.backup")
def backup() -> None:
    """Make the nightly backup."""
    call_command("backup", keep=14, verbosity=0)


@beat_init.connect
@beat_embedded_init.connect
def watch_beat(**kwargs: Any) -> None:
    """In the process of beat only: every tick it sends is a sign of its life."""
    before_task_publish.connect(show_beat, sender="ground.heartbeat")
    heartbeat.apply_async(expires=60)  # the first sign at once, not after the first interval


def show_beat(**kwargs: Any) -> None:
    """Show that beat is sending."""
    close_old_connections()
    signs.show("beat")
    close_old_connections()
