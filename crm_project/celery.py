"""Background work: the Celery app."""

import os
import warnings

from celery import Celery
from django_structlog.celery.steps import DjangoStructLogInitStep

from .ops.lease import RenewLease
from .timetable import TIMETABLE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_project.settings")
# Containers run as root. The danger meant is pickled tasks, and only JSON is accepted here.
warnings.filterwarnings("ignore", "You're running the worker with superuser privileges")

app = Celery("crm", task_cls="crm_project.ops.outbox:KeptTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = TIMETABLE
app.conf.beat_scheduler = "crm_project.ops.leading:LeadingScheduler"
app.conf.beat_max_loop_interval = 5  # seconds: so often a beat that stands by looks whether it leads
app.steps["worker"].add(DjangoStructLogInitStep)
app.steps["consumer"].add(RenewLease)
app.autodiscover_tasks()
