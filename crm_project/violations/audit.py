"""What the audit says of violations: that something was done, with which number; who and what stands on its page alone (row Nh6)."""

from django.utils.translation import gettext_lazy as _

from crm_project.audit.presenters.declaration import Audit, Family, Subject

from .domain.access import visible

AUDIT = Audit(
    actions={
        "violation.opened": _("opened a violation"),
        "violation.stated": _("made a statement about a violation"),
        "violation.due": _("passed a violation on to be decided"),
        "violation.passed": _("passed on who decides about a violation"),
        "violation.decided": _("decided about a violation"),
        "violation.appealed": _("appealed against the decision about a violation"),
        "violation.final": _("decided finally about a violation"),
        "violation.withdrawn": _("withdrew a violation"),
        "violation.voided": _("declared a violation void"),
        "violation.file_downloaded": _("downloaded a file of a violation"),
        "violation_kind.saved": _("changed the kinds of violations"),
        "violation_kind.switched": _("switched a kind of violation on or off"),
    },
    subjects=(Subject(type="violation", page="violations:violation", opened=visible), Subject(type="violationkind")),
    families=(Family(key="violations", label=_("Violations"), place=104),),
    searched_under={"violations": ("violation.", "violation_kind.")},
)
