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
    Topic(
        "receptions",
        35,
        _("Receptions"),
        (
            _(
                "A reception is planned on the customer's page, in the menu with the three dots: level, guests, people, room, schedule, gifts, cost and tasks for others. Tasks are due before it begins, and are withdrawn when it is cancelled."
            ),
            _(
                "VIP customers, core customers and key customers get the VIP level by themselves. A lower one is refused; a higher one for other customers needs a reason. Gifts and cost stay within the limits of the level."
            ),
            _(
                "It stands in the calendar of the host and of everybody who takes part; all are reminded the day before. A room takes one reception at a time."
            ),
            _(
                "Afterwards the host records who came, what was given and spent, and what was agreed: this becomes a follow-up of the customer. After one working day the host is reminded, after two their superior is told."
            ),
            _("Levels with their limits and rooms are set under Lists."),
        ),
        pages=(
            "activities:receptions",
            "activities:receptions_of",
            "activities:reception",
            "activities:reception_new",
            "activities:reception_edit",
            "activities:reception_record",
        ),
    ),
)
