"""News of customers that changed hands (row Nh3)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from crm_project.notices.presenters.kinds import NoticeKind, counted, plain, with_reason


def _and_tasks(said):
    """A sentence about customers that changed hands, and how many open tasks went with them."""

    def text(params):
        base, n = said(params), params.get("tasks") or 0
        if not n:
            return base
        went = ngettext("%(n)d open task goes with it.", "%(n)d open tasks go with it.", n) % {"n": n}
        return _("%(text)s %(went)s") % {"text": base, "went": went}

    return text


NOTICES = (
    NoticeKind(
        "transferred_to",
        "box-arrow-in-down",
        "ok",
        with_reason(_and_tasks(plain(gettext_lazy("%(person)s transferred the customer %(customer)s to you.")))),
    ),
    NoticeKind(
        "transferred_to_many",
        "box-arrow-in-down",
        "ok",
        with_reason(
            _and_tasks(
                counted(
                    ngettext_lazy(
                        "%(person)s transferred %(n)d customer to you: %(names)s.",
                        "%(person)s transferred %(n)d customers to you: %(names)s.",
                        "n",
                    )
                )
            )
        ),
    ),
    NoticeKind(
        "transferred_away",
        "box-arrow-up",
        "bad",
        with_reason(_and_tasks(plain(gettext_lazy("Your customer %(customer)s went to %(person)s.")))),
    ),
    NoticeKind(
        "transferred_away_many",
        "box-arrow-up",
        "bad",
        with_reason(
            _and_tasks(
                counted(
                    ngettext_lazy(
                        "%(n)d of your customers went to %(person)s: %(names)s.",
                        "%(n)d of your customers went to %(person)s: %(names)s.",
                        "n",
                    )
                )
            )
        ),
    ),
    NoticeKind(
        "transfer_undone",
        "arrow-counterclockwise",
        "warn",
        plain(gettext_lazy("%(person)s undid it: the customer %(customer)s is no longer yours.")),
    ),
    NoticeKind(
        "transfers_undone",
        "arrow-counterclockwise",
        "warn",
        counted(
            ngettext_lazy(
                "%(person)s undid it: %(n)d customer is no longer yours: %(names)s.",
                "%(person)s undid it: %(n)d customers are no longer yours: %(names)s.",
                "n",
            )
        ),
    ),
    NoticeKind(
        "released_by_manager",
        "box-arrow-up",
        "bad",
        with_reason(plain(gettext_lazy("Your customer %(customer)s was released to the pool by a manager."))),
    ),
    NoticeKind(
        "released_by_manager_many",
        "box-arrow-up",
        "bad",
        with_reason(
            counted(
                ngettext_lazy(
                    "%(n)d of your customers was released to the pool by a manager: %(names)s.",
                    "%(n)d of your customers were released to the pool by a manager: %(names)s.",
                    "n",
                )
            )
        ),
    ),
    NoticeKind(
        "collaborator",
        "people",
        "info",
        plain(gettext_lazy("%(person)s is registered as a collaborator on %(customer)s.")),
    ),
)
