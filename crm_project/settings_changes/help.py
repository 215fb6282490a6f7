"""Help about changes of settings (row Nh9)."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any
from crm_project.lib.help_topic import Topic

from .rules.held import RIGHTS

TOPICS = (
    Topic(
        "settings-changes",
        168,
        _("Changes of settings"),
        (
            _(
                "Settings, lists, stages, products, texts, rules and roles: what anybody but an admin changes waits until an admin approves it. The page says so, and lists what waits."
            ),
            _("The admin sees each field, old → new, and approves or refuses with a reason; you are told."),
            _("You may withdraw it while it waits (Approvals, My requests)."),
            _(
                "If somebody has changed the same meanwhile, the request says so and can't be approved as it is: send the change anew."
            ),
        ),
        seen_by=may_any(*sorted(RIGHTS)),
    ),
)
