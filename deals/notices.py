"""What people are told about deals (row Nh3)."""

from django.utils.translation import gettext_lazy as _

from crm_project.notices.presenters.kinds import NoticeKind, plain

NOTICES = (
    NoticeKind("request_discount", "percent", "accent", plain(_("%(person)s asks for a discount: %(subject)s"))),
    NoticeKind(
        "request_deal_figure", "pencil-square", "accent", plain(_("%(person)s asks to correct a won deal: %(subject)s"))
    ),
    NoticeKind("request_sales_plan", "bullseye", "accent", plain(_("%(person)s submits a sales plan: %(subject)s"))),
    NoticeKind(
        "deal_update", "kanban", "warn", plain(_("The update of “%(deal)s” (%(customer)s) was due on %(due)s."))
    ),
    NoticeKind(
        "deal_late",
        "kanban",
        "bad",
        plain(_("“%(deal)s” (%(customer)s) has had no update since it was due on %(due)s; owner: %(person)s.")),
    ),
)
