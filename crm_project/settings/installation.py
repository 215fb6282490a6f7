"""Where this installation keeps its data, who may reach it, and its keys."""

from pathlib import Path

import environ

from crm_project.ops.keys import secret_key

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent.parent

# --- Where things are ---
CRM_DATA = Path(env.str("CRM_DATA", default=str(BASE_DIR / "var"))).resolve()
CRM_DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
MEDIA_ROOT = CRM_DATA / "uploads"
BACKUP_ROOT = CRM_DATA / "backups"
STATIC_ROOT = CRM_DATA / "static"
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Who may reach it ---
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
# What the status page calls the program; where it is empty, the commit of its folder.
CRM_VERSION = env.str("CRM_VERSION", default="")
# The health check fails when less than this is free where the data lie.
DISK_FREE_MB = env.int("DISK_FREE_MB", default=200)

# --- A register of companies outside (customers.domain.registry) ---
# The class that asks it, what it is given (a file, an address), and for how long it is waited for.
REGISTRY = env.str("CRM_REGISTRY", default="")
REGISTRY_SOURCE = env.str("CRM_REGISTRY_SOURCE", default="")
REGISTRY_SECONDS = env.float("CRM_REGISTRY_SECONDS", default=5.0)
