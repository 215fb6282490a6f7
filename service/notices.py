"""What people are told about service orders, remedial plans and questionnaires (rows Nh3, M16)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from crm_project.notices.presenters.kinds import NoticeKind, counted, plain, with_reason

from .presenters.remedial.told import REMEDIAL

NOTICES = (
    NoticeKind(
        "service_assigned",
        "tools",
        "accent",
        plain(_("%(person)s assigned %(number)s to you: %(subject)s (%(customer)s)")),
    ),
    NoticeKind(
        "service_assignment_undone",
        "tools",
        "info",
        plain(_("%(person)s took back that %(number)s is assigned to you: %(subject)s (%(customer)s)")),
    ),
    NoticeKind(
        "service_done_undone",
        "tools",
        "info",
        plain(_("%(person)s took back that %(number)s is done: %(subject)s (%(customer)s)")),
    ),
    NoticeKind(
        "service_helps",
        "tools",
        "info",
        plain(_("%(person)s made you a helper of %(number)s: %(subject)s (%(customer)s)")),
    ),
    NoticeKind(
        "service_unassigned", "tools", "warn", plain(_("Nobody has %(number)s yet: %(subject)s (%(customer)s)"))
    ),
    NoticeKind(
        "service_left",
        "tools",
        "warn",
        counted(
            ngettext_lazy(
                "%(person)s has left: nobody has %(n)d service order.",
                "%(person)s has left: nobody has %(n)d service orders.",
                "n",
            )
        ),
    ),
    NoticeKind(
        "service_code_wanted",
        "telephone",
        "accent",
        plain(_("%(person)s is at %(customer)s: call %(contact)s and tell them the code for %(number)s")),
    ),
    NoticeKind("service_done", "tools", "ok", plain(_("%(number)s is done: %(subject)s (%(customer)s)"))),
    NoticeKind(
        "service_remind_response",
        "stopwatch",
        "warn",
        plain(_("%(number)s must be accepted within %(minutes)s working minutes: %(subject)s (%(customer)s)")),
    ),
    NoticeKind(
        "service_remind_completion",
        "stopwatch",
        "warn",
        plain(_("%(number)s must be done within %(minutes)s working minutes: %(subject)s (%(customer)s)")),
    ),
    NoticeKind(
        "service_late_response",
        "stopwatch",
        "bad",
        plain(_("Nobody accepted %(number)s in time: %(subject)s (%(customer)s)")),
    ),
    NoticeKind(
        "visits_planned",
        "chat-square-heart",
        "accent",
        counted(
            ngettext_lazy(
                "%(n)d return visit was planned for you (%(plan)s).",
                "%(n)d return visits were planned for you (%(plan)s).",
                "n",
            )
        ),
    ),
    NoticeKind(
        "visit_assigned",
        "chat-square-heart",
        "accent",
        plain(_("%(person)s gave you the return visit to %(customer)s on %(day)s")),
    ),
    NoticeKind(
        "visits_left",
        "chat-square-heart",
        "warn",
        counted(
            ngettext_lazy(
                "%(person)s has left: nobody makes %(n)d return visit.",
                "%(person)s has left: nobody makes %(n)d return visits.",
                "n",
            )
        ),
    ),
    NoticeKind("visit_due", "chat-square-heart", "warn", plain(_("Return visit to %(customer)s: due %(day)s"))),
    NoticeKind("visit_late", "chat-square-heart", "bad", plain(_("Overdue: return visit to %(customer)s on %(day)s"))),
    NoticeKind(
        "visit_report_due",
        "journal-check",
        "warn",
        plain(_("The report of the return visit to %(customer)s is due %(day)s")),
    ),
    NoticeKind(
        "visit_report_late",
        "journal-check",
        "bad",
        plain(_("The report of the return visit to %(customer)s is late: it was due %(day)s")),
    ),
    NoticeKind(
        "visit_bad", "emoji-frown", "bad", plain(_("%(customer)s gave a bad evaluation: %(number)s was opened"))
    ),
    NoticeKind(
        "visit_demand",
        "cart",
        "accent",
        counted(
            ngettext_lazy(
                "%(customer)s named %(n)d demand at the return visit: open a deal, or put it aside",
                "%(customer)s named %(n)d demands at the return visit: open deals, or put them aside",
                "n",
            )
        ),
    ),
    NoticeKind(
        "visit_corrected",
        "journal-check",
        "info",
        with_reason(plain(_("%(person)s corrected your report of the return visit to %(customer)s."))),
    ),
    NoticeKind("visit_idea", "lightbulb", "info", plain(_("%(person)s answered an idea of %(customer)s: %(idea)s"))),
    NoticeKind(
        "service_late_completion", "stopwatch", "bad", plain(_("%(number)s is late: %(subject)s (%(customer)s)"))
    ),
    NoticeKind(
        "questionnaire_sent",
        "ui-checks",
        "info",
        counted(
            ngettext_lazy(
                "%(person)s sent “%(name)s” to %(n)d contact of your customers",
                "%(person)s sent “%(name)s” to %(n)d contacts of your customers",
                "n",
            )
        ),
    ),
    NoticeKind(
        "questionnaire_answered",
        "ui-checks",
        "ok",
        plain(_("%(contact)s (%(customer)s) answered “%(name)s”")),
    ),
    *REMEDIAL,
)
