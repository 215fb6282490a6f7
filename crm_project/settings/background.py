"""Mail, background work, logs, and how much one person or file may ask for."""

from crm_project.ops.logs import logging_config
from crm_project.ops.queue import queue_settings

from .apps_and_pages import TIME_ZONE
from .installation import CRM_DATA, PORT, env
from .storage import REDIS_URL

# --- Mail: printed unless a server is named ---
globals().update(env.email_url("EMAIL_URL", default="consolemail://"))
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")  # what links in mails begin with
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="crm@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 15

# --- Background work ---
QUEUE_ROOT = CRM_DATA / "queue"
_queue = queue_settings(
    REDIS_URL, prefix=env.str("QUEUE_PREFIX", default="crm-queue:"), folder=QUEUE_ROOT, time_zone=TIME_ZONE
)
CELERY_BROKER_TRANSPORT_OPTIONS: dict = _queue["CELERY_BROKER_TRANSPORT_OPTIONS"]  # by name: the health check reads it
globals().update(_queue)

# --- Logs: one JSON object a line, with the id of the request or task ---
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = True
LOGGING = logging_config(env.str("LOG_LEVEL", default="INFO"))

# --- Data brought in and taken out ---
IMPORT_LIMIT_MB = env.int("IMPORT_LIMIT_MB", default=20)
EXPORT_LIMIT = env.int("EXPORT_LIMIT", default=50_000)  # rows of one file
# Customers of others that the duplicate check shows a person on one day, and pages about them that the person opens.
NAME_LOOKUPS_A_DAY = env.int("NAME_LOOKUPS_A_DAY", default=300)
CODE_LOOKUPS_A_DAY = env.int("CODE_LOOKUPS_A_DAY", default=20)
QUESTIONS_A_DAY = env.int("QUESTIONS_A_DAY", default=30)
EXPORT_KEPT_DAYS = 7
IMPORT_KEPT_DAYS = 30  # an uploaded file; what was refused in it goes with it
