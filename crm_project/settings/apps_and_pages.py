"""What the program is made of: apps, middleware, templates, languages."""

from django.utils.translation import gettext_lazy as _

from .installation import BASE_DIR, env

INSTALLED_APPS = [
    "crm_project.ops",
    "crm_project.ui",
    "crm_project.accounts",
    "crm_project.approvals",
    "crm_project.audit",
    "crm_project.notices",
    "crm_project.undo",
    "crm_project.feedback",
    "crm_project.rights",
    "crm_project.presets",
    "crm_project.settings_changes",
    "crm_project.violations",
    "crm_project.demo",
    "customers",
    "assignment",
    "deals",
    "contracts",
    "contracts.ratings",
    "service",
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
    "crm_project.ops.form_after_end.FormAfterEndMiddleware",
    "crm_project.accounts.middleware.GateMiddleware",
    "customers.middleware.RestrictedGateMiddleware",
    "crm_project.lib.plain_text_middleware.PlainTextMiddleware",
    "crm_project.ops.private_search.PrivateSearchMiddleware",
    "crm_project.ui.drawer.DrawerMiddleware",
    "crm_project.ops.form_tokens.FormTokenMiddleware",
    "crm_project.settings_changes.middleware.SettingsChangeMiddleware",
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

# --- Language and time ---
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 86400
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = env.str("CRM_TIME_ZONE", default="Asia/Shanghai")
