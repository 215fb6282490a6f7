"""Violations: one that waits for a statement, one to decide, one upheld with a warning, one dismissed on appeal, one withdrawn."""

from datetime import timedelta

from crm_project.accounts.models import User
from crm_project.lib.time import local_date
from crm_project.violations.domain import deciding, ending, kinds, opening
from crm_project.violations.models import ViolationKind

from .steps import attempt

# who, opened by, kind (its place in the list), so many days ago, what happened
OPENED = (
    ("zhang.wei", "director", 3, 2, "拜访记录写明上午在客户现场，门岗登记显示当天没有来访。"),
    ("tom", "solar.manager", 0, 8, "A customer list was sent to a private mailbox."),
    ("sun.yue", "auditor", 2, 30, "同一账户在两地同时登录，密码写在工位便签上。"),
    ("anna", "auditor", 1, 40, "Opened restricted files without a reason that belongs to the work."),
    ("clerk", "admin", 5, 20, "工作时间利用系统从事与工作无关的活动。"),
)


class Violations:
    """Calls the verbs of those who open, state and decide."""

    def __init__(self, now, people):
        self.now, self.people = now, people
        self.deciders = list(
            User.objects.active().filter(role__key__in=("hr", "general_manager")).order_by("role__level")
        )

    def run(self):
        kinds.ensure(ViolationKind)
        _waits, to_decide, warned, appealed, withdrawn = (self._open(*row) for row in OPENED)
        self._state(to_decide, 5, "The list was for the fair; my manager knew of it.")
        self._state(warned, 28, "密码已更改，今后不再共用。")
        self._decide(warned, 25, "warning", "登录记录与说明一致，首次违规，予以警告。")
        self._state(appealed, 38, "I was asked to by the service manager.")
        self._decide(appealed, 35, "deduction", "No order was found.")
        self._appeal(appealed, 34)
        if withdrawn:
            at = self.now - timedelta(days=19)
            reason = "经核实为系统培训，撤回。"
            attempt(ending.withdraw, row_id=withdrawn.pk, reason=reason, by=withdrawn.opened_by, at=at)

    def _open(self, who, by, place, ago, what):
        at = self.now - timedelta(days=ago, hours=2)
        return attempt(
            opening.open_violation,
            person=self.people[who],
            kind=list(ViolationKind.objects.all())[place],
            day=local_date(at),
            what=what,
            evidence=[],
            files=[],
            by=self.people[by],
            at=at,
        )

    def _state(self, row, ago, statement):
        if row:
            at = self.now - timedelta(days=ago)
            attempt(deciding.state_side, row_id=row.pk, statement=statement, files=[], by=row.person, at=at)

    def _decide(self, row, ago, effect, reason):
        if row and row.decider:
            attempt(
                deciding.decide,
                row_id=row.pk,
                decision="upheld",
                effect=effect,
                suspended_until=None,
                expires_on=local_date(self.now) + timedelta(days=300),
                reason=reason,
                by=row.decider,
                at=self.now - timedelta(days=ago),
            )

    def _appeal(self, row, ago):
        if not row:
            return
        at = self.now - timedelta(days=ago)
        made = attempt(
            deciding.appeal, row_id=row.pk, text="The order is in the mail of 3 March.", by=row.person, at=at
        )
        if made and made.decider:
            final = {"decision": "dismissed", "reason": "The order was found.", "by": made.decider}
            attempt(deciding.decide_finally, row_id=row.pk, at=at + timedelta(days=2), **final)
