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
        ),
        pages=("approvals:mine", "approvals:decided", "approvals:inbox", "assignment:collaborations"),
    ),
)
