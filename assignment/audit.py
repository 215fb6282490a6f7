"""What the audit says of ownership, policies, the sweep and handovers (rows Na8, Ne3)."""

from django.utils.translation import gettext_lazy as _

from assignment.domain.cooperation import PROPOSED
from assignment.domain.policies.requests import UNDER_POLICY
from crm_project.audit.presenters.declaration import Audit, Family, Subject

AUDIT = Audit(
    uses={
        "customer.transfer": ("ownership.transferred", "ownership.handed_over", "ownership.released"),
        "handover.run": ("handover.started",),
        "policy.approve": ("policy.approved", "policy.refused"),
        "sweep.undo": ("sweep.undone",),
    },
    actions={
        "customer.informed": _("informed the customer by mail"),
        "ownership.claimed": _("claimed"),
        "ownership.entered": _("entered and protected"),
        "ownership.released": _("released to the pool"),
        "ownership.given_up": _("gave up"),
        "ownership.transferred": _("transferred"),
        "ownership.rotated": _("passed on by rotation"),
        "ownership.handed_over": _("handed over"),
        "ownership.extended": _("extended the deadline"),
        "ownership.warned": _("reminded the owner"),
        "ownership.review_opened": _("send to manager for review"),
        "ownership.reviewed": _("let the owner continue"),
        "ownership.stage": _("changed the stage"),
        "ownership.restored": _("restored by an undo"),
        "ownership.undone": _("undid what was done a moment ago"),
        "ownership.merged": _("ended by a merge"),
        "collaborator.registered": _("registered a collaborator"),
        "collaborator.ended": _("ended a collaboration"),
        "split.decided": _("decided the split of a commission"),
        "policy.drafted": _("drafted a policy"),
        "policy.submitted": _("submitted a policy"),
        "policy.approved": _("approved a policy"),
        "policy.taken_back": _("withdrew a policy version"),
        "policy.refused": _("refused a policy"),
        "policy.created": _("created a policy"),
        "policy.scope": _("assigned a policy to a department"),
        "sweep.undone": _("undid a run of automatic release"),
        "restore.dropped": _("decided that the customer is not returned"),
        "handover.started": _("started a handover"),
        "handover.passed_on": _("forwarded the work of somebody who leaves or moves"),
        "person.imported": _("imported a person"),
        "person.kept_customers": _("let somebody who moves keep their customers"),
        "handover.cancelled": _("cancelled a handover that had not begun"),
        "handover.returned": _("gave work back to somebody whose account is open again"),
        "handover.changed": _("changed the new owner of a customer"),
        "handover.letter": _("changed the wording of letters"),
        "handover.ticked": _("ticked off a handover"),
        "change_sheet.exported": _("exported ownership changes"),
    },
    fields={
        "owner": _("owner"),
        "collaborator": _("collaborator"),
        "policy": _("policy"),
        "shares": _("shares"),
        "holds_from": _("valid from"),
        "customers": _("customers"),
        "introduced": _("introduced"),
        "informed": _("informed"),
        "put_back": _("restored"),
        "stayed": _("could not be restored"),
        "to": _("to"),
        "until": _("until"),
    },
    families=(
        Family(key="ownership", label=_("Ownership"), place=90),
        Family(key="policies", label=_("Policies and automatic release"), place=110),
    ),
    searched_under={
        "exports": ("change_sheet.exported",),
        "ownership": (
            "ownership.",
            "collaborator.",
            "split.",
            "handover.",
        ),
        "policies": (
            "policy.",
            "sweep.",
        ),
    },
    subjects=(Subject(type="sweeprun", page="assignment:sweep_run"),),
    reasons={
        UNDER_POLICY: _("The department is assigned this policy of the rule book."),
        PROPOSED: _("Proposed without a note."),
    },
)
