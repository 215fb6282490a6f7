"""What people are told about credit ratings and key customers (row Nh3)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from crm_project.notices.presenters.kinds import NoticeKind, counted, plain

NOTICES = (
    NoticeKind(
        "request_key_customer",
        "gem",
        "accent",
        plain(_("Key-customer status to be adjusted after the new grade: %(subject)s")),
    ),
    NoticeKind(
        "rating_open",
        "award",
        "info",
        counted(
            ngettext_lazy(
                "Credit rating of %(quarter)s: %(n)d customer is yours to rate until %(until)s.",
                "Credit rating of %(quarter)s: %(n)d customers are yours to rate until %(until)s.",
                "n",
            )
        ),
    ),
    NoticeKind(
        "rating_reminder",
        "award",
        "warn",
        counted(
            ngettext_lazy(
                "%(n)d customer still to be rated for %(quarter)s; the sheets close on %(until)s.",
                "%(n)d customers still to be rated for %(quarter)s; the sheets close on %(until)s.",
                "n",
            )
        ),
    ),
    NoticeKind(
        "rating_graded",
        "award",
        "ok",
        counted(
            ngettext_lazy(
                "%(quarter)s is graded: %(n)d of your customers has a grade.",
                "%(quarter)s is graded: %(n)d of your customers have grades.",
                "n",
            )
        ),
    ),
)
