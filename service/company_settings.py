"""Settings of the whole company about service (rows M16, T22)."""

from django.utils.translation import gettext_lazy as _

from crm_project.lib.company_setting import NUMBER, CompanySetting

WATCH_DAYS = CompanySetting(
    "remedial.watch_days",
    _("Days in which a remedial plan proves itself"),
    _(
        "A new service order of the same cause, or a bad return visit, reopens a closed plan within this number of days and notifies the general manager."
    ),
    NUMBER,
    lambda: 90,
    low=1,
    high=lambda: 730,
    unit=_("days"),
)

REMIND_DAYS = CompanySetting(
    "questionnaire.remind_days",
    _("Remind of a questionnaire after … days"),
    _("Contacts who were asked by mail and have not answered get one reminder; 0 switches reminders off."),
    NUMBER,
    lambda: 7,
    high=lambda: 90,
    unit=_("days"),
)

SETTINGS = [REMIND_DAYS, WATCH_DAYS]
