"""Settings of the whole company about contacts: reports on important new customers (row M13)."""

from django.utils.translation import gettext_lazy as _

from crm_project.lib.company_setting import NUMBER, YES, CompanySetting

CONTACT_REPORT = CompanySetting(
    "important.report",
    _("A report after each contact with an important new customer"),
    _(
        "VIP and core customers that are not official yet. The author is reminded until the report is submitted; managers have a list."
    ),
    YES,
    lambda: False,
)
REPORT_DAYS = CompanySetting(
    "important.report_days",
    _("Days for a contact report"),
    _("A report is overdue this number of days after the contact was recorded."),
    NUMBER,
    lambda: 2,
    low=1,
    high=lambda: 60,
    unit=_("days"),
)

SETTINGS = [CONTACT_REPORT, REPORT_DAYS]
