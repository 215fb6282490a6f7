"""Settings of the whole company about violations (row Nh6)."""

from django.utils.translation import gettext_lazy as _

from crm_project.lib.company_setting import NUMBER, CompanySetting

ANSWER_DAYS = CompanySetting(
    "violation.answer_days",
    _("Working days for a statement about a violation"),
    _("So long the person concerned may state their side before somebody decides; they are reminded a day before."),
    NUMBER,
    lambda: 5,
    low=1,
    high=lambda: 30,
    unit=_("working days"),
)
APPEAL_DAYS = CompanySetting(
    "violation.appeal_days",
    _("Working days to appeal against the decision about a violation"),
    _("So long the person concerned may ask the next level."),
    NUMBER,
    lambda: 5,
    low=1,
    high=lambda: 30,
    unit=_("working days"),
)
EXPIRES_MONTHS = CompanySetting(
    "violation.expires_months",
    _("Months until a violation is no longer valid"),
    _("Proposed when somebody decides; they may choose another day."),
    NUMBER,
    lambda: 12,
    low=1,
    high=lambda: 60,
    unit=_("months"),
)
SETTINGS = (ANSWER_DAYS, APPEAL_DAYS, EXPIRES_MONTHS)
