"""Settings of the whole company about signing in and being careful (rows Ng3, Nb6)."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm_project.lib.company_setting import NUMBER, CompanySetting

IDLE_MINUTES = CompanySetting(
    "idle.minutes",
    _("Sign out after … minutes of inactivity"),
    _("People who are inactive for this long are warned, then signed out."),
    NUMBER,
    lambda: settings.SESSION_IDLE_MINUTES,
    low=2,
    high=lambda: settings.SESSION_IDLE_MINUTES,
    unit=_("minutes"),
)
CHECK_DAYS = CompanySetting(
    "security.days",
    _("Security check every … days"),
    _("Admins are reminded every day once the check is overdue; 0 switches reminders off."),
    NUMBER,
    lambda: 7,
    high=lambda: 366,
    unit=_("days"),
)

SETTINGS = [IDLE_MINUTES, CHECK_DAYS]
