"""Help about ownership (rows Nb7, Ng7)."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any
from crm_project.lib.help_topic import Topic

TOPICS = (
    Topic(
        "lead",
        120,
        _("Leading a team"),
        (
            _(
                "“Approvals” lists requests waiting for your decision; press a to approve, r to refuse; a refusal needs a reason."
            ),
            _("“Follow-up review” lists entries that become valid only after your check."),
            _("When somebody leaves, an admin closes the account and you divide the customers under “Handover”."),
            _(
                "“Introductions”: customers to whom your people still have to introduce themselves after a handover, and overdue ones."
            ),
            _("Going to be absent? Choose a stand-in in your profile: requests then wait for both of you."),
        ),
        pages=(
            "approvals:inbox",
            "activities:review_list",
            "activities:followup_check",
            "assignment:handovers",
            "assignment:introductions",
            "assignment:transfer",
            "assignment:release",
            "assignment:letter",
        ),
        seen_by=may_any("request.decide"),
    ),
    Topic(
        "steer",
        140,
        _("Changing the rules"),
        (
            _(
                "A policy is a few sentences with values to fill in. Draft a new version and check its forecast: which owners would lose which customers, and when."
            ),
            _("The general manager approves it. Owners are always reminded before a shortened period applies."),
            _("“Release log” shows what each run decided and why; one release or a whole run can be undone."),
        ),
        pages=("assignment:policies", "assignment:forecast"),
        seen_by=may_any("policy.edit"),
    ),
    Topic(
        "rules",
        150,
        _("Rules and releases"),
        (
            _("“Policies” shows the rules of your department in plain sentences, with the values valid today."),
            _("“Release log” and “Ownership changes” show what was released, claimed and transferred, when and why."),
        ),
        pages=(
            "assignment:release_log",
            "assignment:ownership_changes",
            "assignment:policies",
            "assignment:forecast",
            "assignment:why",
            "assignment:losses",
            "assignment:loss",
            "assignment:undo_event",
        ),
        seen_by=may_any("policy.view", "sweep.view"),
    ),
)
