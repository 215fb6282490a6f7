"""What people are told about remedial plans (rows Nh3, M16)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from crm_project.notices.presenters.kinds import NoticeKind, counted, plain, with_reason

REMEDIAL = (
    NoticeKind(
        "remedial_to_review",
        "clipboard-check",
        "accent",
        plain(_("%(number)s waits for your review: %(subject)s (%(customer)s)")),
    ),
    NoticeKind(
        "remedial_to_approve",
        "clipboard-check",
        "accent",
        plain(_("%(number)s waits for your approval: %(subject)s (%(customer)s)")),
    ),
    NoticeKind(
        "remedial_to_hand_out",
        "clipboard-check",
        "ok",
        plain(_("%(number)s is approved: hand out the tasks: %(subject)s (%(customer)s)")),
    ),
    NoticeKind(
        "remedial_fed_back",
        "clipboard-check",
        "ok",
        plain(_("All tasks of %(number)s are done: check the feedback: %(subject)s (%(customer)s)")),
    ),
    NoticeKind(
        "remedial_sent_back",
        "arrow-return-left",
        "warn",
        with_reason(plain(_("%(person)s sent %(number)s back: %(subject)s (%(customer)s)."))),
    ),
    NoticeKind(
        "remedial_assigned",
        "clipboard-check",
        "accent",
        plain(_("%(person)s made you responsible for %(number)s: %(subject)s (%(customer)s)")),
    ),
    NoticeKind(
        "remedial_left",
        "clipboard-check",
        "warn",
        counted(
            ngettext_lazy(
                "%(person)s has left: nobody is responsible for %(n)d remedial plan.",
                "%(person)s has left: nobody is responsible for %(n)d remedial plans.",
                "n",
            )
        ),
    ),
    NoticeKind(
        "remedial_task",
        "check2-square",
        "accent",
        with_reason(plain(_("%(person)s gave you a task until %(day)s: %(what)s (%(customer)s)."))),
    ),
    NoticeKind(
        "remedial_task_withdrawn",
        "check2-square",
        "info",
        plain(_("%(person)s took a task back from you: %(what)s (%(customer)s)")),
    ),
    NoticeKind(
        "remedial_task_remind", "stopwatch", "warn", plain(_("Your task is due on %(day)s: %(what)s (%(customer)s)"))
    ),
    NoticeKind(
        "remedial_task_late",
        "stopwatch",
        "bad",
        plain(_("The task of %(person)s was due on %(day)s: %(what)s (%(customer)s)")),
    ),
    NoticeKind(
        "remedial_remind",
        "stopwatch",
        "warn",
        plain(_("%(number)s waits for you until %(due)s: %(subject)s (%(customer)s)")),
    ),
    NoticeKind(
        "remedial_late",
        "stopwatch",
        "bad",
        plain(_("%(number)s was due %(due)s and still waits for %(person)s: %(subject)s (%(customer)s)")),
    ),
    NoticeKind(
        "remedial_closed", "archive", "ok", plain(_("%(number)s is filed and closed: %(subject)s (%(customer)s)"))
    ),
    NoticeKind(
        "remedial_reopened",
        "arrow-counterclockwise",
        "bad",
        plain(_("%(number)s did not hold and is open again, because of %(because)s: %(subject)s (%(customer)s)")),
    ),
    NoticeKind(
        "remedial_proven", "patch-check", "ok", plain(_("%(number)s has proven itself: %(subject)s (%(customer)s)"))
    ),
)
