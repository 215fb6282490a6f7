"""What people are told about follow-ups, contact reports and tasks (row Nh3)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from crm_project.notices.presenters.kinds import NoticeKind, counted, plain, with_reason

NOTICES = (
    NoticeKind(
        "request_appeal",
        "chat-square-quote",
        "accent",
        plain(_("%(person)s appeals: a follow-up on %(subject)s was rejected")),
    ),
    NoticeKind(
        "followup_late",
        "clock-history",
        "warn",
        with_reason(plain(_("%(person)s entered a contact with %(customer)s late; please confirm it."))),
    ),
    NoticeKind(
        "followup_confirmed", "check-circle", "ok", plain(_("Your late follow-up on %(customer)s is valid now."))
    ),
    NoticeKind(
        "followup_rejected", "x-circle", "bad", with_reason(plain(_("Your follow-up on %(customer)s is invalid.")))
    ),
    NoticeKind(
        "report_overdue",
        "file-earmark-person",
        "warn",
        counted(
            ngettext_lazy(
                "%(n)d contact report is overdue: %(names)s", "%(n)d contact reports are overdue: %(names)s", "n"
            )
        ),
    ),
    NoticeKind(
        "team_reports_overdue",
        "file-earmark-person",
        "warn",
        counted(
            ngettext_lazy(
                "%(n)d contact report of your team is overdue: %(names)s",
                "%(n)d contact reports of your team are overdue: %(names)s",
                "n",
            )
        ),
    ),
    NoticeKind("task_given", "list-check", "info", plain(_("%(person)s assigned you a task: %(title)s (due %(due)s)"))),
    NoticeKind("task_due", "alarm", "warn", plain(_("Due: %(title)s"))),
    NoticeKind(
        "tasks_passed",
        "list-check",
        "info",
        counted(
            ngettext_lazy(
                "%(person)s has left: %(n)d open task passes to you.",
                "%(person)s has left: %(n)d open tasks pass to you.",
                "n",
            )
        ),
    ),
    NoticeKind(
        "task_withdrawn", "list-check", "info", plain(_("Your task “%(title)s” is no longer needed for the reception."))
    ),
    NoticeKind(
        "reception_planned",
        "people",
        "accent",
        plain(_("%(person)s counts on you for the reception of %(customer)s on %(begins)s.")),
    ),
    NoticeKind(
        "reception_changed", "people", "warn", plain(_("The reception of %(customer)s has changed: %(begins)s."))
    ),
    NoticeKind(
        "reception_without_you",
        "people",
        "info",
        plain(_("You no longer take part in the reception of %(customer)s on %(begins)s.")),
    ),
    NoticeKind(
        "reception_cancelled",
        "people",
        "bad",
        with_reason(plain(_("The reception of %(customer)s on %(begins)s is cancelled."))),
    ),
    NoticeKind(
        "reception_released",
        "people",
        "bad",
        plain(_("The reception of %(customer)s on %(begins)s is cancelled: the customer went to the public pool.")),
    ),
    NoticeKind(
        "reception_again",
        "people",
        "accent",
        plain(_("The reception of %(customer)s on %(begins)s takes place after all.")),
    ),
    NoticeKind("reception_tomorrow", "alarm", "warn", plain(_("The reception of %(customer)s begins on %(begins)s."))),
    NoticeKind(
        "reception_to_record",
        "journal-check",
        "warn",
        plain(_("Record the reception of %(customer)s of %(begins)s: who came, and what was agreed.")),
    ),
    NoticeKind(
        "reception_unrecorded",
        "journal-check",
        "danger",
        plain(_("%(person)s has not recorded the reception of %(customer)s of %(begins)s.")),
    ),
    NoticeKind(
        "reception_passed",
        "people",
        "accent",
        plain(_("You now host the reception of %(customer)s on %(begins)s.")),
    ),
)
