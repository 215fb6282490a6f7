"""Requests for rights: one that the superior leaves waiting, one that waits for the admin, one granted for a time, one refused; and the yearly review."""

from datetime import timedelta

from django.core.files.base import ContentFile

from crm_project.approvals.domain.requests import decide
from crm_project.lib.time import local_date
from crm_project.rights.domain import reviewing
from crm_project.rights.domain.asking import ask_for_right
from crm_project.rights.models import ReviewedPerson

from .steps import attempt

# who, right, how far, days until its end (None: for good), asked so many days ago, why
ASKED = (
    ("sun.yue", "contract.view", "department", 25, 9, "代管郑经理的合同归档工作，需要查看部门合同。"),
    ("clerk", "customer.merge", "all", None, 4, "负责整理重复客户，需要合并权限。"),
    ("zhang.wei", "customer.export", "own", 14, 4, "季度客户回访名单需要导出后邮寄贺卡。"),
    ("tom", "customer.export", "all", 90, 6, "I would like to have the whole list at hand."),
)
PROOF = "工作安排确认邮件：同意由该员工承担上述工作。"


class FurtherRights:
    """Calls the verbs of those who ask, of their superiors and of the admin."""

    def __init__(self, now, people):
        self.now, self.people = now, people

    def run(self):
        self._review()
        granted, passed_on, _waiting, refused = (self._ask(*row) for row in ASKED)
        self._decide(
            refused and refused.first, "solar.manager", 5, approve=False, words="Your own customers are enough."
        )
        self._decide(passed_on and passed_on.first, "director", 1)
        self._decide(granted and granted.first, "direct.manager", 8)
        if granted:
            granted.refresh_from_db()
            self._decide(granted.second, "admin", 7)

    def _review(self):
        """The yearly review, begun three weeks ago; one manager is half through."""
        begun, admin = self.now - timedelta(days=21), self.people["admin"]
        attempt(reviewing.begin_reviews, by=admin, at=begun)
        lines = ReviewedPerson.objects.filter(review__reviewer=self.people["direct.manager"]).order_by("pk")
        for line in lines[:2]:
            attempt(reviewing.confirm, line_id=line.pk, by=self.people["direct.manager"], at=begun + timedelta(days=3))

    def _ask(self, who, action, scope, days, ago, reason):
        at = self.now - timedelta(days=ago, hours=3)
        return attempt(
            ask_for_right,
            action=action,
            scope=scope,
            until=None if days is None else local_date(self.now) + timedelta(days=days),
            reason=reason,
            files=[ContentFile(PROOF.encode(), name="工作安排.txt")],
            by=self.people[who],
            at=at,
        )

    def _decide(self, request, who, ago, *, approve=True, words=""):
        if request:
            at = self.now - timedelta(days=ago, hours=1)
            attempt(decide, request_id=request.pk, by=self.people[who], approve=approve, decision=words, at=at)
