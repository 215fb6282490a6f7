"""Help about rights (rows Nb7, Ng7)."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any
from crm_project.lib.help_topic import Topic

TOPICS = (
    Topic(
        "rights",
        166,
        _("Your rights"),
        (
            _("“Profile” shows everything you may do, and where it comes from: your role, or a request."),
            _(
                "“Ask for a right”: which one, how far, until when, what for, and a proof. Your superior decides first, then an admin; you are told of each step and may withdraw it until then."
            ),
            _("A right for a time ends by itself; you are told some days before. If you need it longer, ask again."),
            _("What was given to you on request ends when you change position or department."),
        ),
        pages=("rights:mine", "rights:new", "rights:request", "rights:list"),
    ),
    Topic(
        "rights-review",
        167,
        _("Review of rights"),
        (
            _("Once a year each manager confirms what the people below them may do, or proposes that a right ends."),
            _("An admin decides on a proposal. The list is done once everybody on it is answered for."),
        ),
        pages=("rights:reviews", "rights:review"),
        seen_by=may_any("request.decide", "people.manage"),
    ),
)
