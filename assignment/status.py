"""What to watch of the clocks: the last run of the sweep, and whether stored deadlines were right last night (row Nh4)."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_project.lib.status_line import Status, StatusLine
from crm_project.lib.time import minute
from crm_project.ops import heartbeats

from .models import SweepRun

# It runs every ten minutes, but is made up for after an interruption.
LATE = timedelta(hours=1)
SIGN = "reconcile"


def sweep(at: datetime) -> Status:
    """When customers were last looked through for those whose time has run out."""
    last = (
        SweepRun.objects.filter(finished_at__isnull=False).order_by("-id").values_list("finished_at", flat=True).first()
    )
    if last is None:
        return Status(_("has not run yet"))
    return Status(minute(last), at - last < LATE, last.timestamp())


def reconcile(at: datetime) -> Status:
    """What the nightly comparison of all deadlines with what they follow from came to."""
    text = heartbeats.recorded(SIGN)[SIGN]
    if text == heartbeats.NOT_YET:
        return Status(_("not checked yet"))
    n = int(text)
    return Status(_("no difference") if not n else _("%(n)d differences, corrected") % {"n": n}, not n, n)


STATUS = (
    StatusLine(
        "last_sweep_timestamp_seconds",
        gettext_lazy("Last release run"),
        gettext_lazy(
            "Releases customers whose time has run out, every ten minutes. When it is late: look at scheduled jobs."
        ),
        sweep,
        50,
    ),
    StatusLine(
        "deadline_differences",
        gettext_lazy("Deadlines compared"),
        gettext_lazy("Each night every stored deadline is computed anew. Differences are corrected; report them."),
        reconcile,
        60,
    ),
)
