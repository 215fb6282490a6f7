"""Who may open a view at all."""

import time
from functools import wraps
from typing import Any, cast

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from .domain import second_factor
from .domain.access import may


def allowed(*actions):
    """The view is for people whose role grants one of `actions` somewhere; others get 403. Signing in comes first."""

    def wrap(view):
        @login_required
        @wraps(view)
        def inner(request, *args, **kwargs):
            if not any(may(request.user, action) for action in actions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        # Which forms change settings is seen by this (crm_project.settings_changes).
        cast(Any, inner).actions = tuple(str(action) for action in actions)
        return inner

    return wrap


def with_second_factor(view):
    """The view wants a code of the second factor typed within the last minutes; whoever has none sets it up first (row Ng4)."""

    @login_required
    @wraps(view)
    def inner(request, *args, **kwargs):
        if not second_factor.active(request.user):
            messages.error(request, _("This takes two-step sign-in: set it up, then try again."))
            return redirect("mfa_activate_totp")
        if not _typed_lately(request):
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")
        return view(request, *args, **kwargs)

    return inner


def _typed_lately(request):
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    return any(
        one["method"] == "mfa" and one["at"] >= since for one in get_authentication_records(request, request.user)
    )
