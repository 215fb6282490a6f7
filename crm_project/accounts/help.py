"""Help about people and rights (rows Nb7, Ng7)."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any
from crm_project.lib.help_topic import Topic

TOPICS = (
    Topic(
        "admin",
        170,
        _("Running the CRM"),
        (
            _(
                "“People”: open an account and send its link. Moving somebody changes the rights at once; closing an account signs out everywhere. Both ask who takes over and lead to the handover."
            ),
            _("“Roles”: what each position may do and how far. Old and new stand beside each other before you save."),
            _("“Rule book presets”: choose a rule book, see what it would change, then apply it."),
            _(
                "“Company settings”: what holds for the whole company, such as fields of a complete file or the cap of exports."
            ),
            _("“Security”: look through it as often as the company settings say; you are reminded."),
            _("“Feedback”: answer what users report; they see the state and your answer."),
            _(
                "Nobody can sign in as admin any more? On the server, “manage.py invite USERNAME” prints a link for a new password."
            ),
        ),
        pages=(
            "accounts:people",
            "accounts:departments",
            "accounts:roles",
            "presets:choose",
            "accounts:company_settings",
            "feedback:list",
            "ops:system",
            "assignment:handovers",
            "assignment:introductions",
        ),
        seen_by=may_any("people.manage"),
    ),
    Topic(
        "people",
        180,
        _("People"),
        (_("“People” shows who works where, their superior and who stands in for them; who has left stays findable."),),
        pages=("accounts:people",),
        seen_by=may_any("people.view"),
    ),
)
