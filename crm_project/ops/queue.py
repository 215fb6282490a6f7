"""How Celery works here: over Redis where there is one, else over a folder; a killed worker's task comes back."""

from pathlib import Path
from typing import Any

from kombu.transport import TRANSPORT_ALIASES

FILES = "files"  # the queue of uploaded files
_FOLDER = "folder"  # what kombu is to call the queue in a folder


def queue_settings(redis_url: str, *, prefix: str, folder: Path, time_zone: str) -> dict[str, Any]:
    """The settings that begin with CELERY_; makes the folder where it is the queue."""
    return {
        "CELERY_TIMEZONE": time_zone,
        "CELERY_TASK_SERIALIZER": "json",
        "CELERY_RESULT_SERIALIZER": "json",
        "CELERY_ACCEPT_CONTENT": ["json"],
        "CELERY_TASK_IGNORE_RESULT": True,  # how a job stands is a row in the database
        "CELERY_TASK_ACKS_LATE": True,
        "CELERY_TASK_REJECT_ON_WORKER_LOST": True,
        "CELERY_WORKER_PREFETCH_MULTIPLIER": 1,
        # Uploaded files are read by a worker of their own (`serve`).
        "CELERY_TASK_ROUTES": {
            name: {"queue": FILES} for name in ("customers.import_file", "ops.heartbeat_files", "ops.watch_parts_files")
        },
        "CELERY_WORKER_HIJACK_ROOT_LOGGER": False,
        "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP": True,
        # A page does not wait for a queue that is gone: the task is kept in the database (ops/outbox.py).
        "CELERY_BROKER_CONNECTION_TIMEOUT": 2,
        "CELERY_TASK_PUBLISH_RETRY_POLICY": {"max_retries": 1, "interval_start": 0.1, "interval_max": 0.1},
        # A task may outlast the visibility timeout: a living worker renews its messages (ops/lease.py).
        "CELERY_TASK_SOFT_TIME_LIMIT": 55 * 60,
        "CELERY_TASK_TIME_LIMIT": 60 * 60,
        **(_over_redis(redis_url, prefix) if redis_url else _over_folder(folder)),
    }


def _over_redis(url: str, prefix: str) -> dict[str, Any]:
    return {
        "CELERY_BROKER_URL": url,
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "global_keyprefix": prefix,
            "visibility_timeout": 15,  # a killed worker's task is another's after this ...
            "unacked_restore_interval": 5,  # ... and one of these
            "unacked_restore_throttle": 1,
            "unacked_mutex_expire": 10,  # a worker killed while giving tasks back blocks the others this long
            "socket_timeout": 10,
            "socket_connect_timeout": 5,
            "socket_keepalive": True,
        },
    }


def _over_folder(folder: Path) -> dict[str, Any]:
    TRANSPORT_ALIASES[_FOLDER] = "crm_project.ops.folder_queue:Transport"
    messages, control = folder / "messages", folder / "control"
    for path in (control, messages):
        path.mkdir(parents=True, exist_ok=True)
    return {
        "CELERY_BROKER_URL": f"{_FOLDER}://",
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "data_folder_in": str(messages),
            "data_folder_out": str(messages),
            "control_folder": str(control),
            "polling_interval": 0.2,  # seconds; the default of one makes tasks wait, and the stopping too
        },
    }
