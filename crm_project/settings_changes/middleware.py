"""Between a form that changes settings and its view: only an admin's is carried out at once (row Nh9)."""

from .domain.pages import changes_settings, is_admin
from .views.holding import hold


class SettingsChangeMiddleware:
    """One place for all such forms, present and future: which they are, the rights of their views say (`rules/held.py`)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method != "POST" or not request.user.is_authenticated:
            return None
        if is_admin(request.user) or not changes_settings(request.resolver_match.view_name, view):
            return None
        return hold(request, view, args, kwargs)
