"""What people are told about contracts and money (row Nh3)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from crm_project.notices.presenters.kinds import NoticeKind, counted, plain, with_reason

NOTICES = (
    NoticeKind(
        "request_contract_figure",
        "pencil-square",
        "accent",
        plain(_("%(person)s asks to correct a contract: %(subject)s")),
    ),
    NoticeKind("request_expense", "receipt", "accent", plain(_("%(person)s claims an expense: %(subject)s"))),
    NoticeKind(
        "request_collection", "cash-coin", "bad", plain(_("Overdue, in your inbox until resolved: %(subject)s"))
    ),
    NoticeKind(
        "contract_submitted",
        "file-earmark-check",
        "accent",
        plain(_("%(person)s submits contract %(number)s with %(customer)s: to be confirmed by you")),
    ),
    NoticeKind(
        "contract_sent_back",
        "arrow-return-left",
        "warn",
        with_reason(plain(_("%(person)s returned contract %(number)s for correction."))),
    ),
    NoticeKind(
        "collection_chase",
        "telephone-outbound",
        "bad",
        with_reason(plain(_("%(person)s asks you to follow up on what is overdue on contract %(number)s."))),
    ),
    NoticeKind(
        "after_sales", "headset", "info", plain(_("%(customer)s signed contract %(number)s: you now look after it."))
    ),
    NoticeKind(
        "after_sales_given",
        "headset",
        "accent",
        counted(
            ngettext_lazy(
                "%(person)s gave you %(n)d customer to look after (%(names)s): introduce yourself",
                "%(person)s gave you %(n)d customers to look after (%(names)s): introduce yourself",
                "n",
            )
        ),
    ),
    NoticeKind(
        "after_sales_late",
        "headset",
        "warn",
        counted(
            ngettext_lazy(
                "%(n)d customer of after-sales has waited more than %(days)s days for your introduction.",
                "%(n)d customers of after-sales have waited more than %(days)s days for your introduction.",
                "n",
            )
        ),
    ),
    NoticeKind(
        "after_sales_left",
        "headset",
        "warn",
        counted(
            ngettext_lazy(
                "%(person)s has left: nobody of service looks after %(n)d customer.",
                "%(person)s has left: nobody of service looks after %(n)d customers.",
                "n",
            )
        ),
    ),
    NoticeKind(
        "sums_drift",
        "exclamation-triangle",
        "bad",
        counted(
            ngettext_lazy(
                "The nightly check found %(n)d total that does not match: run check_sums.",
                "The nightly check found %(n)d totals that do not match: run check_sums.",
                "n",
            )
        ),
    ),
)
