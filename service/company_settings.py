"""Settings of the whole company about service (row T22)."""

from django.utils.translation import gettext_lazy as _

from crm_project.lib.company_setting import NUMBER, CompanySetting

REMIND_DAYS = CompanySetting(
    "questionnaire.remind_days",
    _("Remind of a questionnaire after … days"),
    _("Contacts who were asked by mail and have not answered get one reminder; 0 switches reminders off."),
    NUMBER,
    lambda: 7,
    high=lambda: 90,
    unit=_("days"),
)

SETTINGS = [REMIND_DAYS]
