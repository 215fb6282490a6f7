"""Settings of the whole company about ownership (rows Z16, Ne9)."""

from django.utils.translation import gettext_lazy as _

from crm_project.lib.company_setting import NUMBER, CompanySetting

LONGEST_DAYS = 90

INTRODUCTION_DAYS = CompanySetting(
    "handover.introduction",
    _("Introductions after a handover"),
    _("A new owner who has not been introduced within this number of days is reminded; the manager is notified."),
    NUMBER,
    lambda: 7,
    low=1,
    high=lambda: LONGEST_DAYS,
    unit=_("days"),
)

SETTINGS = [INTRODUCTION_DAYS]
