"""What the audit says of the proof of requests for rights (rows Na8, Ne3); the rights themselves: `accounts.audit`."""

from django.utils.translation import gettext_lazy as _

from crm_project.audit.presenters.declaration import Audit

AUDIT = Audit(
    actions={
        "proof.downloaded": _("downloaded the proof of a request for a right"),
        "rights_review.begun": _("began the yearly review of rights"),
        "rights_review.confirmed": _("confirmed the rights of a person"),
    },
    searched_under={"exports": ("proof.downloaded",), "rights": ("rights_review.",)},
)
