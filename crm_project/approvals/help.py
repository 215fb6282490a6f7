"""Help about requests (rows Nb7, Ng7)."""

from django.utils.translation import gettext_lazy as _

from crm_project.lib.help_topic import Topic

TOPICS = (
    Topic(
        "requests",
        130,
        _("My requests"),
        (
            _(
                "“Approvals”, “My requests” shows the result of an extension, an application or a discount, who decides and how long it has been waiting."
            ),
            _("You can withdraw a request until it is decided."),
            _(
                "A colleague's customer: from its line in the search or under “New customer” ask whether it is really worked on, report a conflict or request cooperation. You follow the answer here without seeing the file."
            ),
        ),
        pages=(
            "approvals:mine",
            "approvals:decided",
            "approvals:inbox",
            "assignment:collaborations",
            "assignment:collaborator_new",
            "assignment:validity",
            "assignment:conflict",
            "assignment:cooperation",
            "assignment:ask_back",
        ),
    ),
)
