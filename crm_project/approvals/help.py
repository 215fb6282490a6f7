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
                "“Requests”, “Asked by me” shows what became of an extension, an application or a discount, who decides and since when it waits."
            ),
            _("You can take a request back while nobody has decided it."),
        ),
        pages=("approvals:mine", "approvals:decided", "approvals:inbox", "assignment:collaborations", "home"),
    ),
)
