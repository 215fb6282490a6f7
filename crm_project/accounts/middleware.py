"""What stands between a request and its page: the true address, the list of sessions, second factor and training."""

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.middleware import get_user
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from structlog.contextvars import bind_contextvars

from crm_project.ops.sessions import BACKGROUND_HEADER

from .domain import further_rights, second_factor

# Open to whoever still has to set up the second factor, and to whoever still has to read the training page.
ALWAYS = {
    "healthz",
    "set_language",
    "accounts:keepalive",
    "accounts:invitation",
    "account_login",
    "account_logout",
    "account_reauthenticate",
}
UNCHANGED = {"account_change_password"}
UNTRAINED = ALWAYS | {"accounts:training", "accounts:help", "account_change_password", "usersessions_list"}


class AddressMiddleware:
    """The client's address as our own proxies report it: the log's own guess believes whatever the client writes (row Ne3)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            bind_contextvars(ip=get_adapter().get_client_ip(request))
        except PermissionDenied:  # no address at all, as on a Unix socket
            bind_contextvars(ip="")
        return self.get_response(request)


class PersonMiddleware:
    """The person themselves in the place of the proxies before them: a page looks at their rights dozens of times.

    A right whose last day is over ends here at the latest, also while no worker runs (row Ne6).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            request.user = get_user(request)
            further_rights.end_due_of(request.user, at=timezone.now())
        return self.get_response(request)


class TrackSessionMiddleware:
    """allauth's list of sessions, written when the session is renewed (once a minute) instead of with every page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and request.session.modified:
            UserSession.objects.create_from_request(request)
        return self.get_response(request)


class GateMiddleware:
    """First a password of one's own, then the second factor where it is demanded, then the training page (rows Na3, Nb7, Nh1)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        person, name = request.user, request.resolver_match.view_name
        if not person.is_authenticated or name in ALWAYS:
            return None
        if person.must_change_password:
            return None if name in UNCHANGED else self._to_new_password(request)
        if second_factor.demanded(person) and not self._second_factor_seen(request):
            return None if name.startswith("mfa_") else self._to_second_factor(request)
        if person.trained_at is None and name not in UNTRAINED and not name.startswith("mfa_"):
            return _lead(request, "accounts:training")
        return None

    @staticmethod
    def _to_new_password(request):
        if not request.htmx and BACKGROUND_HEADER not in request.headers:
            messages.info(request, _("You were given this password: choose your own to continue."))
        return _lead(request, "account_change_password")

    @staticmethod
    def _to_second_factor(request):
        if not request.htmx and BACKGROUND_HEADER not in request.headers:
            messages.info(request, _("Your account requires two-step sign-in: set it up to continue."))
        return _lead(request, "mfa_activate_totp")

    @staticmethod
    def _second_factor_seen(request):
        """Asked of the database until it is set up, then remembered in the session."""
        if not request.session.get("second_factor") and second_factor.active(request.user):
            request.session["second_factor"] = True
        return request.session.get("second_factor", False)


def _lead(request, name):
    return (HttpResponseClientRedirect if request.htmx else HttpResponseRedirect)(reverse(name))
