"""Settings. All that differs between installations comes from the environment (docs: README)."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from .ops.keys import demo_allowed, refuse_debug, secret_key
from .ops.logs import logging_config
from .ops.queue import queue_settings

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where things are -----------------------------------------------------------------------------
CRM_DATA = Path(env.str("CRM_DATA", default=str(BASE_DIR / "var"))).resolve()
CRM_DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
MEDIA_ROOT = CRM_DATA / "uploads"
BACKUP_ROOT = CRM_DATA / "backups"
STATIC_ROOT = CRM_DATA / "static"
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Who may reach it -----------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
PORT = env.int("PORT", default=8000)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
# Set where the browser speaks https to a proxy before this.
SECURE_SSL = env.bool("SECURE_SSL", default=False)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SECRET_KEY = secret_key(env.str("SECRET_KEY", default=""), folder=CRM_DATA, debug=DEBUG, hosts=ALLOWED_HOSTS)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# How many proxies of one's own stand before the web process: their word on the client's address is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)

# What `/healthz` wants to see (`Authorization: Bearer …`) before it names the parts to another machine.
HEALTH_TOKEN = env.str("HEALTH_TOKEN", default="")
# The health check fails when less than this is free where the data lie.
DISK_FREE_MB = env.int("DISK_FREE_MB", default=200)

# --- What it is made of ---------------------------------------------------------------------------
INSTALLED_APPS = [
    "crm_project.ops",
    "crm_project.ui",
    "crm_project.accounts",
    "crm_project.approvals",
    "crm_project.audit",
    "crm_project.notices",
    "crm_project.feedback",
    "crm_project.presets",
    "crm_project.demo",
    "customers",
    "assignment",
    "deals",
    "contracts",
    "contracts.ratings",
    "activities",
    "reports",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "csp",
    "django_structlog",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]
MIDDLEWARE = [
    "crm_project.ops.views.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "crm_project.ops.uploads.AnonymousUploadMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "crm_project.accounts.middleware.AddressMiddleware",
    "crm_project.accounts.middleware.PersonMiddleware",
    "crm_project.ops.browser_headers.BrowserHeadersMiddleware",
    "crm_project.ops.sessions.RenewSessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "crm_project.accounts.middleware.TrackSessionMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "crm_project.accounts.middleware.GateMiddleware",
    "customers.middleware.RestrictedGateMiddleware",
    "crm_project.lib.plain_text_middleware.PlainTextMiddleware",
    "crm_project.ops.private_search.PrivateSearchMiddleware",
    "crm_project.ui.drawer.DrawerMiddleware",
    "crm_project.ops.form_tokens.FormTokenMiddleware",
]
ROOT_URLCONF = "crm_project.urls"
WSGI_APPLICATION = "crm_project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["crm_project.ui.unindented.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "crm_project.ui.context.frame",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Data -----------------------------------------------------------------------------------------
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

REDIS_URL = env.str("REDIS_URL", default="")
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
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
    SESSION_ENGINE = "django.contrib.sessions.backends.db"
CACHES["default"]["KEY_PREFIX"] = env.str("CACHE_PREFIX", default="crm")

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

# --- The audit's signed count: where it is kept outside the database, every hour -------------------
AUDIT_SEAL_FOLDER = Path(env.str("AUDIT_SEAL_FOLDER", default=str(CRM_DATA / "audit-counts"))).resolve()
AUDIT_SEAL_MAIL = env.str("AUDIT_SEAL_MAIL", default="")
AUDIT_SEAL_SYSLOG = env.bool("AUDIT_SEAL_SYSLOG", default=False)

# --- Backups: a second place that another disk or machine holds; when one is missed ----------------
BACKUP_SECOND_FOLDER = env.str("BACKUP_SECOND_FOLDER", default="")
BACKUP_MISSING_HOURS = env.int("BACKUP_MISSING_HOURS", default=26)

# --- Language and time ----------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 86400
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = env.str("CRM_TIME_ZONE", default="Asia/Shanghai")

# --- Signing in -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["crm_project.accounts.backend.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "crm_project.accounts.sign_in_adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False  # the browser forgets the session when it is closed
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {
    "login_failed": "30/m/ip,5/5m/key",  # a whole office may share one address
    "login_failed_known": "30/m/ip,20/5m/key",  # where this person signed in before (accounts/known_devices.py)
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "CRM"
MFA_ADAPTER = "crm_project.accounts.sign_in_adapter.MFAAdapter"
MFA_FORMS = {"authenticate": "crm_project.accounts.forms.profile.AuthenticateForm"}
USERSESSIONS_TRACK_ACTIVITY = True

SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=120)
# A session is renewed once a minute at most: it lives that much longer, so that the warning always comes before its end.
SESSION_COOKIE_AGE = 60 * SESSION_IDLE_MINUTES + 90
SESSION_HOURS = env.int("SESSION_HOURS", default=12)  # then one signs in anew, however busy one was
if SECURE_SSL:  # bound by the browser to this host and to https: no neighbour under the same domain sets one
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "__Host-session", "__Host-csrf", "__Host-language"
SESSION_COOKIE_SECURE = SECURE_SSL
CSRF_COOKIE_SECURE = SECURE_SSL
LANGUAGE_COOKIE_SECURE = SECURE_SSL
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True  # htmx sends the token from the page, not from the cookie
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "crm_project.ops.views.csrf_failure"

# --- What a browser may do ------------------------------------------------------------------------
SECURE_SSL_REDIRECT = SECURE_SSL
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 86400) if SECURE_SSL else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_SSL
SECURE_HSTS_PRELOAD = SECURE_SSL
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "img-src": [SELF, "data:"],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Data brought in and taken out ----------------------------------------------------------------
IMPORT_LIMIT_MB = env.int("IMPORT_LIMIT_MB", default=20)
EXPORT_LIMIT = env.int("EXPORT_LIMIT", default=50_000)  # rows of one file
# Customers of others that the duplicate check shows a person on one day, and pages about them that the person opens.
NAME_LOOKUPS_A_DAY = env.int("NAME_LOOKUPS_A_DAY", default=300)
CODE_LOOKUPS_A_DAY = env.int("CODE_LOOKUPS_A_DAY", default=20)
QUESTIONS_A_DAY = env.int("QUESTIONS_A_DAY", default=30)
EXPORT_KEPT_DAYS = 7
IMPORT_KEPT_DAYS = 30  # an uploaded file; what was refused in it goes with it

# --- Mail: printed unless a server is named -------------------------------------------------------
globals().update(env.email_url("EMAIL_URL", default="consolemail://"))
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")  # what links in mails begin with
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="crm@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 15

# --- Background work ------------------------------------------------------------------------------
QUEUE_ROOT = CRM_DATA / "queue"
_queue = queue_settings(
    REDIS_URL, prefix=env.str("QUEUE_PREFIX", default="crm-queue:"), folder=QUEUE_ROOT, time_zone=TIME_ZONE
)
CELERY_BROKER_TRANSPORT_OPTIONS: dict = _queue["CELERY_BROKER_TRANSPORT_OPTIONS"]  # by name: the health check reads it
globals().update(_queue)

# --- Logs: one JSON object a line, with the id of the request or task -----------------------------
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = True
LOGGING = logging_config(env.str("LOG_LEVEL", default="INFO"))
