"""Where data are kept: database, cache, files, backups, the signed counts of the audit."""

from pathlib import Path

from crm_project.ops.keys import backup_key, demo_allowed, refuse_debug

from .installation import ALLOWED_HOSTS, CRM_DATA, DEBUG, env

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{CRM_DATA / 'crm.sqlite3'}")}
DATABASE = DATABASES["default"]
# Behind pgbouncer and its like, in transaction mode: nothing may be left at a connection for the next query.
DATABASE_POOLED = env.bool("DATABASE_POOLED", default=False)
if DATABASE["ENGINE"].endswith("sqlite3"):
    DATABASE["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",  # lock for writing at once: upgrading a read lock fails under load
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASE["CONN_MAX_AGE"] = 60
    DATABASE["CONN_HEALTH_CHECKS"] = True
    DATABASE["DISABLE_SERVER_SIDE_CURSORS"] = DATABASE_POOLED
    # For disks without a moving arm: by its default PostgreSQL would rather read the whole table than a rep's few hundred rows.
    # A pooler refuses options at the start of a connection.
    if not DATABASE_POOLED:
        DATABASE.setdefault("OPTIONS", {}).setdefault("options", "-c random_page_cost=1.1")
if DEBUG:
    refuse_debug(hosts=ALLOWED_HOSTS, database_host=str(DATABASE.get("HOST") or ""))

# Whether an empty database is filled with the demo company, and its passwords stand on the sign-in page.
DEMO_ALLOWED = env.bool("DEMO", default=demo_allowed(hosts=ALLOWED_HOSTS, engine=DATABASE["ENGINE"]))

# --- Cache ---
REDIS_URL = env.str("REDIS_URL", default="")
CACHE_TABLE = "cache"  # where there is no Redis
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "crm_project.ops.cache.ForgivingRedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
        }
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": CACHE_TABLE}}
    SESSION_ENGINE = "django.contrib.sessions.backends.db"
CACHES["default"]["KEY_PREFIX"] = env.str("CACHE_PREFIX", default="crm")

# --- Files ---
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# --- The audit's signed count: where it is kept outside the database, every hour ---
AUDIT_SEAL_FOLDER = Path(env.str("AUDIT_SEAL_FOLDER", default=str(CRM_DATA / "audit-counts"))).resolve()
AUDIT_SEAL_MAIL = env.str("AUDIT_SEAL_MAIL", default="")
AUDIT_SEAL_SYSLOG = env.bool("AUDIT_SEAL_SYSLOG", default=False)

# --- Backups: a second place that another disk or machine holds; when one is missed ---
BACKUP_SECOND_FOLDER = env.str("BACKUP_SECOND_FOLDER", default="")
# Backups are encrypted when there is a key; without it nobody reads them again.
BACKUP_KEY = backup_key(env.str("BACKUP_KEY", default=""))
# An empty PostgreSQL database to try backups in, where ours may not create one.
REHEARSAL_DATABASE_URL = env.str("REHEARSAL_DATABASE_URL", default="")
# The commands that say whether the data agree with themselves.
DATA_CHECKS = ("reconcile", "check_sums", "verify_audit")
BACKUP_MISSING_HOURS = env.int("BACKUP_MISSING_HOURS", default=26)
