"""Accounts, passwords, two-step sign-in, sessions and their cookies."""

from .installation import SECURE_SSL, env

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
