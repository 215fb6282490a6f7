"""Background work: the Celery app and the whole timetable."""

import os
import warnings
from typing import Any

from celery import Celery
from celery.schedules import crontab
from django_structlog.celery.steps import DjangoStructLogInitStep

from .ops.lease import RenewLease

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_project.settings")
# Containers run as root. The danger meant is pickled tasks, and only JSON is accepted here.
warnings.filterwarnings("ignore", "You're running the worker with superuser privileges")

# Everything that happens by itself, in the company's time zone. `expires`: a tick missed is not made up for.
TIMETABLE: dict[str, dict[str, Any]] = {
    "heartbeat": {"task": "ops.heartbeat", "schedule": 15.0, "options": {"expires": 60}},
    "heartbeat of the worker for files": {
        "task": "ops.heartbeat_files",
        "schedule": 15.0,
        "options": {"expires": 60},
    },
    "nightly backup": {
        "task": "ops.backup",
        "schedule": crontab(hour=3, minute=30),
        "options": {"expires": 3600},
    },
    "missing backup": {"task": "ops.watch_backups", "schedule": crontab(minute=40), "options": {"expires": 1800}},
    "uploads that no row names": {
        "task": "ops.remove_orphans",
        "schedule": crontab(hour=4, minute=40),
        "options": {"expires": 6 * 3600},
    },
    "old form tokens": {
        "task": "ops.forget_forms",
        "schedule": crontab(hour=4, minute=45),
        "options": {"expires": 6 * 3600},
    },
    "old recent actions": {
        "task": "undo.forget_old",
        "schedule": crontab(hour=4, minute=50),
        "options": {"expires": 6 * 3600},
    },
    "waiting tasks": {"task": "ops.send_waiting", "schedule": 30.0, "options": {"expires": 30}},
    "search for duplicates": {
        "task": "customers.find_duplicates",
        "schedule": crontab(hour=1, minute=15),
        "options": {"expires": 3 * 3600},
    },
    "return visits": {
        "task": "service.fill_visits",
        "schedule": crontab(hour=2, minute=10),
        "options": {"expires": 5 * 3600},
    },
    "return visits due": {
        "task": "service.chase_visits",
        "schedule": crontab(hour=8, minute=10),
        "options": {"expires": 10 * 3600},
    },
    "introductions of after-sales": {
        "task": "contracts.remind_after_sales",
        "schedule": crontab(hour=8, minute=25),
        "options": {"expires": 6 * 3600},
    },
    "contacts overdue": {
        "task": "customers.remind_contacts",
        "schedule": crontab(hour=8, minute=20),
        "options": {"expires": 10 * 3600},
    },
    "contact reports": {
        "task": "activities.remind_reports",
        "schedule": crontab(hour=8, minute=30),
        "options": {"expires": 10 * 3600},
    },
    "classes that no longer fit": {
        "task": "customers.check_classes",
        "schedule": crontab(hour=5, minute=10),
        "options": {"expires": 3 * 3600},
    },
    "unfinished imports and exports": {
        "task": "customers.take_up_unfinished",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "old files": {
        "task": "customers.forget_old_files",
        "schedule": crontab(hour=4, minute=30),
        "options": {"expires": 6 * 3600},
    },
    "sweep": {"task": "assignment.domain.sweep.run", "schedule": crontab(minute="*/10"), "options": {"expires": 540}},
    "policies taking effect": {
        "task": "assignment.take_effect",
        "schedule": crontab(hour=0, minute=1),
        "options": {"expires": 6 * 3600},
    },
    "announcing changes of the rules": {
        "task": "assignment.announce",
        "schedule": crontab(),
        "options": {"expires": 50},
    },
    "putting back what waits for a slot": {
        "task": "assignment.take_back",
        "schedule": crontab(),
        "options": {"expires": 50},
    },
    "introductions and handovers": {
        "task": "assignment.remind_introductions",
        "schedule": crontab(hour=8, minute=20),
        "options": {"expires": 6 * 3600},
    },
    "reconcile": {
        "task": "assignment.domain.sweep.reconcile",
        "schedule": crontab(hour=2, minute=30),
        "options": {"expires": 3600},
    },
    "reminders of tasks": {
        "task": "activities.remind_tasks",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 240},
    },
    "figures of follow-ups": {
        "task": "reports.count_followups",
        "schedule": crontab(minute="3-59/15"),
        "options": {"expires": 600},
    },
    "figures of follow-ups, all of them": {
        "task": "reports.count_all_followups",
        "schedule": crontab(hour=0, minute=40),
        "options": {"expires": 5 * 3600},
    },
    "spot checks": {
        "task": "reports.spot_checks",
        "schedule": crontab(minute="2-59/5"),
        "options": {"expires": 240},
    },
    "work reports due": {
        "task": "reports.remind_reports",
        "schedule": crontab(minute=20, hour="8-19"),
        "options": {"expires": 1800},
    },
    "trips to report": {
        "task": "reports.remind_trips",
        "schedule": crontab(minute=25, hour="8-19"),
        "options": {"expires": 1800},
    },
    "mailings": {
        "task": "reports.send_mailings",
        "schedule": crontab(minute="1-59/5"),
        "options": {"expires": 240},
    },
    "scores to close": {
        "task": "reports.close_scores",
        "schedule": crontab(hour=1, minute=40),
        "options": {"expires": 5 * 3600},
    },
    "outings without an end": {
        "task": "reports.remind_outings",
        "schedule": crontab(minute=35, hour="8-19"),
        "options": {"expires": 1800},
    },
    "contradictions": {
        "task": "reports.find_contradictions",
        "schedule": crontab(hour=3, minute=10),
        "options": {"expires": 5 * 3600},
    },
    "contradictions put right or due": {
        "task": "reports.settle_contradictions",
        "schedule": crontab(minute="8-59/15"),
        "options": {"expires": 600},
    },
    "old positions of outings": {
        "task": "reports.delete_positions",
        "schedule": crontab(hour=1, minute=50),
        "options": {"expires": 5 * 3600},
    },
    "overdue payments and papers": {
        "task": "contracts.find_overdue",
        "schedule": crontab(hour=7, minute=30),
        "options": {"expires": 12 * 3600},
    },
    "sums of contracts and payments": {
        "task": "contracts.check_sums",
        "schedule": crontab(hour=2, minute=10),
        "options": {"expires": 3600},
    },
    "audit sealing": {"task": "audit.seal", "schedule": 30.0, "options": {"expires": 60}},
    "audit count": {"task": "audit.count", "schedule": crontab(minute=50), "options": {"expires": 1800}},
    "audit proof": {
        "task": "audit.prove",
        "schedule": crontab(hour=4, minute=0),
        "options": {"expires": 3600},
    },
    "ended sessions": {"task": "accounts.tidy", "schedule": crontab(hour=4, minute=20), "options": {"expires": 3600}},
    "security check": {
        "task": "accounts.remind_security_check",
        "schedule": crontab(hour=8, minute=40),
        "options": {"expires": 12 * 3600},
    },
    "chasing requests": {
        "task": "approvals.chase",
        "schedule": crontab(minute=5),
        "options": {"expires": 1800},
    },
    "credit rating": {"task": "ratings.tend", "schedule": crontab(minute=20), "options": {"expires": 1800}},
    "overdue updates of deals": {
        "task": "deals.chase",
        "schedule": crontab(hour=8, minute=30),
        "options": {"expires": 6 * 3600},
    },
    "targets of service orders": {
        "task": "service.targets",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 600},
    },
    "remedial plans": {
        "task": "service.remedial",
        "schedule": crontab(minute="5-59/10"),
        "options": {"expires": 600},
    },
    "mails of questionnaires": {
        "task": "service.mail_questionnaires",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "codes of visit sheets": {
        "task": "service.mail_sheet_codes",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "reminders of questionnaires": {
        "task": "service.remind_questionnaires",
        "schedule": crontab(hour=9, minute=10),
        "options": {"expires": 6 * 3600},
    },
    "mail at once": {"task": "notices.mail_each", "schedule": 60.0, "options": {"expires": 60}},
    "daily mail": {
        "task": "notices.mail_daily",
        "schedule": crontab(hour=8, minute=0),
        "options": {"expires": 4 * 3600},
    },
}

app = Celery("crm", task_cls="crm_project.ops.outbox:KeptTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = TIMETABLE
app.conf.beat_scheduler = "crm_project.ops.leading:LeadingScheduler"
app.conf.beat_max_loop_interval = 5  # seconds: so often a beat that stands by looks whether it leads
app.steps["worker"].add(DjangoStructLogInitStep)
app.steps["consumer"].add(RenewLease)
app.autodiscover_tasks()
