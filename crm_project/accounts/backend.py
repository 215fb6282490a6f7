"""Who is behind a request: the person with role and department in one query; a closed account is nobody (rows M9, Na2)."""

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from crm_project.lib.database.prepared import prepared
from crm_project.lib.time import local_date

from .models import User


class Backend(AuthenticationBackend):
    """allauth's, by user name and password."""

    def get_user(self, user_id):
        """The person of a session, or None once the account is closed."""
        person = next(iter(_person(int(user_id))), None)
        return person if person and self.user_can_authenticate(person) else None

    def user_can_authenticate(self, user):
        """Nobody whose account is closed or suspended."""
        return super().user_can_authenticate(user) and not user.suspended_on(local_date(timezone.now()))


@prepared
def _person(pk):
    return User.objects.select_related("role", "department").filter(pk=pk)
