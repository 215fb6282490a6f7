"""Help about people and rights (rows Nb7, Ng7)."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any
from crm_project.lib.help_topic import Topic

TOPICS = (
    Topic(
        "account",
        165,
        _("Your account"),
        (
            _("“Profile”: mail about notices, and who stands in for you while you are absent."),
            _("“Password”: at least as long as the company demands; nobody else may know it, an admin neither."),
            _(
                "“Two-step sign-in”: a code from your phone besides the password. Keep the recovery codes apart from it."
            ),
            _("“Where you are signed in”: each device with its last use; end what is not yours."),
        ),
        pages=(
            "accounts:profile",
            "account_change_password",
            "account_reauthenticate",
            "mfa_index",
            "usersessions_list",
        ),
    ),
    Topic(
        "admin",
        170,
        _("Running the CRM"),
        (
            _(
                "“People”: open an account and send its link. Moving a person changes their rights at once; closing an account signs them out everywhere. In both cases choose who takes over; the handover follows."
            ),
            _(
                "“Roles”: what each role may do and in which scope. Old and new rights are shown side by side before you save."
            ),
            _("“Rule book presets”: choose a rule book, see what it would change, then apply it."),
            _(
                "“Company settings”: settings for the whole company, such as the fields of a complete file or the export limit."
            ),
            _("“Security”: review it as often as set in the company settings; you are reminded."),
            _("“Feedback”: answer users' reports; they see the status and your answer."),
            _(
                "“System”, “Backups”: made every night, copied to a second place, and restored for a try; make one before anything risky. An alarm tells you when one can't be relied on."
            ),
            _("No admin can sign in? On the server, “manage.py invite USERNAME” prints a link for a new password."),
        ),
        pages=(
            "accounts:people",
            "accounts:departments",
            "accounts:roles",
            "presets:choose",
            "accounts:company_settings",
            "feedback:list",
            "ops:system",
            "ops:backups",
            "assignment:handovers",
            "assignment:introductions",
        ),
        seen_by=may_any("people.manage"),
    ),
    Topic(
        "people",
        180,
        _("People"),
        (
            _(
                "“People” shows each person's department, superior and stand-in; people who have left can still be found."
            ),
        ),
        pages=("accounts:people",),
        seen_by=may_any("people.view"),
    ),
)
