"""Two spot checks: one of last month, verified and decided, one drawn lately that still waits for its manager."""

from datetime import timedelta

from crm_project.lib.time import local_date
from reports.domain.spot_checks import drawing, planning, verifying
from reports.models.spot_checks import Decision, How, Result

from .steps import attempt

AGO, LATELY = timedelta(days=9), timedelta(hours=26)
# What becomes of the first rows; the others are true.
FOUND = (
    (Result.UNTRUE, How.CALLED, "客户说那天没有来访，也没有通过电话。", Decision.UPHELD, "客户明确否认，记录不属实。"),
    (
        Result.MISSING,
        How.DOCUMENT,
        "没有写明客户参加人的职位。",
        Decision.DISMISSED,
        "职位写在联系人资料里，记录可以成立。",
    ),
    (Result.UNKNOWN, "", "客户电话暂时无人接听。", None, ""),
)
STATEMENTS = ("那天我去了客户的分公司，写错了单位。", "联系人资料里有职位，我以为不用重复填写。")


class SpotChecks:
    """Calls the verbs of the manager and of those who are asked, at the moments at which they would."""

    def __init__(self, now, people):
        self.now, self.people, self.manager = now, people, people["manager"]

    def run(self):
        first = self._drawn("new_customers", self.now - AGO, points=None, size=8)
        if first is not None:
            self._verify(first, self.now - AGO + timedelta(hours=4))
        second = self._drawn("visits", self.now - LATELY, points=15, size=None)
        if second is not None:
            for row in second.drawn.all()[:2]:
                self._found(row, Result.TRUE, How.CALLED, "", self.now - LATELY + timedelta(hours=2))

    def _drawn(self, figure, at, **wanted):
        last = local_date(at) - timedelta(days=1)
        check = attempt(
            planning.plan_check,
            figure=figure,
            first=last - timedelta(days=60),
            last=last,
            department=self.manager.department,
            people=[],
            by=self.manager,
            at=at,
            **wanted,
        )
        return check and attempt(drawing.draw, check_id=check.pk, by=None, at=check.draws_at + timedelta(minutes=1))

    def _found(self, row, result, how, note, at):
        return attempt(verifying.verify, row_id=row.pk, result=result, how=how, note=note, by=self.manager, at=at)

    def _verify(self, check, at):
        rows = list(check.drawn.select_related("person"))
        for n, row in enumerate(rows):
            result, how, note, decision, reason = FOUND[n] if n < len(FOUND) else (Result.TRUE, How.SEEN, "", None, "")
            self._found(row, result, how, note, at)
            if decision is None:
                continue
            later = at + timedelta(hours=20)
            attempt(verifying.state, row_id=row.pk, statement=STATEMENTS[n], by=row.person, at=later)
            attempt(
                verifying.decide,
                row_id=row.pk,
                decision=decision,
                reason=reason,
                by=self.manager,
                at=later + timedelta(hours=3),
            )
