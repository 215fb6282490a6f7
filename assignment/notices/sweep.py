"""News of the sweep, of its undoing and of the nightly check (rows D4, Nh3)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from crm_project.notices.presenters.kinds import NoticeKind, counted, plain


def _with_tasks(text):
    """A sentence about customers that somebody received, and how many open tasks came with them."""

    def formatted(params):
        base, n = text(params), params.get("tasks") or 0
        if not n:
            return base
        tasks = ngettext("%(n)d open task", "%(n)d open tasks", n) % {"n": n}
        return _("%(text)s; with them %(tasks)s") % {"text": base, "tasks": tasks}

    return formatted


NOTICES = (
    NoticeKind(
        "sweep_release",
        "box-arrow-up",
        "bad",
        counted(
            ngettext_lazy(
                "%(n)d customer was released to the pool: %(names)s",
                "%(n)d customers were released to the pool: %(names)s",
                "n",
            )
        ),
    ),
    NoticeKind(
        "sweep_rotate",
        "arrow-repeat",
        "bad",
        counted(
            ngettext_lazy(
                "%(n)d customer was passed to a colleague: %(names)s",
                "%(n)d customers were passed to colleagues: %(names)s",
                "n",
            )
        ),
    ),
    NoticeKind(
        "sweep_review",
        "person-exclamation",
        "warn",
        counted(
            ngettext_lazy(
                "%(n)d of your customers was sent to your manager for review: %(names)s",
                "%(n)d of your customers were sent to your manager for review: %(names)s",
                "n",
            )
        ),
    ),
    NoticeKind(
        "sweep_remind",
        "alarm",
        "warn",
        counted(
            ngettext_lazy(
                "%(n)d customer is about to be released: %(names)s",
                "%(n)d customers are about to be released: %(names)s",
                "n",
            )
        ),
    ),
    NoticeKind(
        "sweep_received",
        "box-arrow-in-down",
        "ok",
        _with_tasks(
            counted(
                ngettext_lazy(
                    "%(n)d customer was assigned to you by rotation: %(names)s",
                    "%(n)d customers were assigned to you by rotation: %(names)s",
                    "n",
                )
            )
        ),
    ),
    NoticeKind(
        "sweep_published",
        "megaphone",
        "info",
        counted(
            ngettext_lazy(
                "Published: %(n)d customer went to the pool: %(names)s",
                "Published: %(n)d customers went to the pool: %(names)s",
                "n",
            )
        ),
    ),
    NoticeKind(
        "sweep_remind_manager",
        "alarm",
        "warn",
        counted(
            ngettext_lazy(
                "%(n)d customer of your team is about to be released: %(names)s",
                "%(n)d customers of your team are about to be released: %(names)s",
                "n",
            )
        ),
    ),
    NoticeKind(
        "sweep_failed",
        "exclamation-octagon",
        "bad",
        counted(
            ngettext_lazy(
                "Automatic release could not check %(n)d customer: please have a look.",
                "Automatic release could not check %(n)d customers: please have a look.",
                "n",
            )
        ),
    ),
    NoticeKind(
        "reconcile_drift",
        "exclamation-triangle",
        "warn",
        counted(
            ngettext_lazy(
                "The nightly check found and corrected %(n)d wrong deadline.",
                "The nightly check found and corrected %(n)d wrong deadlines.",
                "n",
            )
        ),
    ),
    NoticeKind(
        "restored",
        "arrow-counterclockwise",
        "ok",
        counted(
            ngettext_lazy(
                "%(n)d customer was restored to you: %(names)s", "%(n)d customers were restored to you: %(names)s", "n"
            )
        ),
    ),
    NoticeKind(
        "restore_waits",
        "hourglass-split",
        "info",
        counted(
            ngettext_lazy(
                "%(n)d customer will be returned to %(owner)s as soon as a slot is free: %(names)s",
                "%(n)d customers will be returned to %(owner)s as soon as slots are free: %(names)s",
                "n",
            )
        ),
    ),
    NoticeKind(
        "restore_dropped",
        "x-circle",
        "warn",
        plain(gettext_lazy("%(customer)s will not be returned to you: %(person)s decided this.")),
    ),
)
