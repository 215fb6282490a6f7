"""What auditors are told (row Ne3)."""

from django.utils.translation import gettext_lazy as _

from crm_project.notices.presenters.kinds import NoticeKind, plain

NOTICES = (
    NoticeKind("chain_broken", "shield-x", "bad", plain(_("The integrity check of the audit failed: %(problem)s"))),
)
