"""Background work: the Celery app and the whole timetable."""

import os
import warnings
from typing import Any

from celery import Celery
from celery.schedules import crontab
from django_structlog.celery.steps import DjangoStructLogInitStep

from crm_project.ground.lease import RenewLease

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_project.settings")
# Containers run as root. The danger meant is pickled tasks, and only JSON is accepted here.
warnings.filterwarnings("ignore", "You're running the worker with superuser privileges")

# Everything that happens by itself, in the company's time zone. `expires`: a tick missed is not made up for.
TIMETABLE: dict[str, dict[str, Any]] = {
    "heartbeat": {"task": "ground.heartbeat", "schedule": 15.0, "options": {"expires": 60}},
    "nightly backup": {
        "task": "ground.backup",
        "schedule": crontab(hour=3, minute=30),
        "options": {"expires": 3600},
    },
}

app = Celery("crm")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = TIMETABLE
app.steps["worker"].add(DjangoStructLogInitStep)
app.steps["consumer"].add(RenewLease)
app.autodiscover_tasks()
