"""Who may open a view at all."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied

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

        return inner

    return wrap
