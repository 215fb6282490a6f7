"""Settings of the tests: those of the product, on data that are thrown away, without what only costs time."""

import atexit
import os
import shutil
import tempfile

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
NUMBER = 1 if WORKER == "main" else int(WORKER.removeprefix("gw")) + 2

# Once for each worker of xdist; the child processes that a test starts find the same.
if os.environ.get("CRM_TEST_OWNER") != WORKER:
    os.environ["CRM_TEST_OWNER"] = WORKER
    os.environ["CRM_TEST_DATA"] = tempfile.mkdtemp(prefix=f"crm-tests-{WORKER}-")
    atexit.register(shutil.rmtree, os.environ["CRM_TEST_DATA"], ignore_errors=True)
    if os.environ.get("REDIS_URL"):
        # A database and prefixes of its own: tasks and caches of two workers, or two runs, never meet.
        head, _, tail = os.environ["REDIS_URL"].rstrip("/").rpartition("/")
        base = head if tail.isdigit() else os.environ["REDIS_URL"].rstrip("/")
        os.environ["REDIS_URL"] = f"{base}/{NUMBER}"
        os.environ["QUEUE_PREFIX"] = f"crm-test-queue-{WORKER}-{os.getpid()}:"
        os.environ["CACHE_PREFIX"] = f"crm-test-{WORKER}-{os.getpid()}"
os.environ["CRM_DATA"] = os.environ["CRM_TEST_DATA"]
os.environ["SECRET_KEY"] = "a key that only tests sign with, long enough to be accepted"
os.environ["ALLOWED_HOSTS"] = "127.0.0.1,localhost,[::1],testserver"
os.environ["LOG_LEVEL"] = os.environ.get("TEST_LOG_LEVEL", "WARNING")
OTHERS = (
    "DEMO",
    "HEALTH_TOKEN",
    "BACKUP_SECOND_FOLDER",
    "AUDIT_SEAL_FOLDER",
    "AUDIT_SEAL_MAIL",
    "SECRET_KEY_FALLBACKS",
)
for name in ("DEBUG", "SECURE_SSL", "EMAIL_URL", "CRM_TIME_ZONE", "SESSION_IDLE_MINUTES", "TRUSTED_PROXIES", *OTHERS):
    os.environ.pop(name, None)

from crm_project.settings import *  # noqa: E402, F403
from crm_project.settings import CRM_DATA, DATABASE, STORAGES  # noqa: E402

if DATABASE["ENGINE"].endswith("sqlite3"):
    # A file, not memory: in memory, connections wait for nothing and lock each other out at once.
    DATABASE["TEST"] = {"NAME": str(CRM_DATA / "test.sqlite3")}
    DATABASE["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
else:
    DATABASE["CONN_MAX_AGE"] = 0  # a thread of a test must not leave its connection behind

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True  # no walk through the static files at each start
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Never eager: a task is called as a function, or sent and run by a real worker.
CELERY_TASK_ALWAYS_EAGER = False
