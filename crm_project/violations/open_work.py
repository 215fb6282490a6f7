"""What somebody has to decide about violations passes on; what is about a leaver stays on record (rows M9, Nh6)."""

from django.utils.translation import ngettext_lazy

from crm_project.lib.open_work import OpenWork

from .domain.waiting import open_work, pass_deciding

WORK = (
    OpenWork(
        key="violations",
        covers=("violations.Violation.decider",),
        column="decider",
        rows=open_work,
        counted=ngettext_lazy("%(n)d violation to decide", "%(n)d violations to decide", "n"),
        pass_on=pass_deciding,
    ),
)
OWNER_CHANGES = ()
SAYS_WHO = (
    "violations.Violation.person",
    "violations.Violation.opened_by",
    "violations.Violation.decided_by",
    "violations.Violation.final_by",
    "violations.Violation.ended_by",
    "violations.ViolationFile.by",
)
