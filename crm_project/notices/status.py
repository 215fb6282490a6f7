"""What to watch of the mails: how many notices wait to be mailed, and for how long (row Nh4)."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm_project.lib.paging import capped_number, capped_text
from crm_project.lib.status_line import Status, StatusLine

from .models import Notice

# Those who wish so are mailed at once: what waits longer was refused by the mail server.
LONG = timedelta(hours=1)


def mails(at: datetime) -> Status:
    """Notices of people who want each by mail and that no server has taken."""
    rows = Notice.objects.filter(mailed_at=None, user__digest="each", user__is_active=True).exclude(user__email="")
    n = capped_number(rows)
    oldest = rows.order_by("at").values_list("at", flat=True).first()
    if oldest is None:
        return Status(_("none waits"), number=0)
    text = ngettext("%(n)s waits", "%(n)s wait", n) % {"n": capped_text(n)}
    return Status(text, at - oldest < LONG, n)


STATUS = (
    StatusLine(
        "mails_waiting",
        gettext_lazy("Waiting mails"),
        gettext_lazy(
            "Notices to be mailed at once. Where they wait for an hour: look at the mail server and EMAIL_URL."
        ),
        mails,
        40,
    ),
)
