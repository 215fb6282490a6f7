"""Help about contacts, tasks and the day (rows Nb7, Ng7)."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any
from crm_project.lib.help_topic import Topic

TOPICS = (
    Topic(
        "tasks",
        30,
        _("Tasks, calendar and follow-ups"),
        (
            _(
                "A task has a date and a reminder; tick it off with a result. Tasks about a customer are also shown on its page."
            ),
            _(
                "The calendar shows tasks, appointments and next contacts; its address can be subscribed to in a phone's calendar."
            ),
            _("The next contact date in a follow-up puts the customer on “Home” when it is due."),
            _(
                "“Contact reports”: where the company asks for them, each contact with an important new customer is reported there."
            ),
        ),
        pages=(
            "activities:tasks",
            "activities:calendar",
            "activities:contact_reports",
            "activities:followup_new",
            "activities:followup_edit",
            "activities:followup_void",
            "activities:followup_appeal",
        ),
        seen_by=may_any("followup.create"),
    ),
)
