"""Three contradictions in different states: one with its person, one explained, one not accepted and appealed."""

from datetime import timedelta

from crm_project.lib.time import local_date
from reports.domain.contradictions import deciding, detecting, rule_versions
from reports.models import Contradiction
from reports.models.contradictions import Decision, Kind

from .steps import attempt

AGO = timedelta(hours=26)


class Contradictions:
    """The nightly run of yesterday, and what people said to it since."""

    def __init__(self, now, people):
        self.now, self.people = now, people

    def run(self):
        at, today = self.now - AGO, local_date(self.now)
        rule_versions.set_rules(
            department=self.people["rep"].department,
            holds_from=today - timedelta(days=20),
            outing=True,
            followup_days=1,
            by=self.people["gm"],
            at=self.now - timedelta(days=20),
        )
        detecting.detect(at=at)
        rows = Contradiction.objects.filter(kind=Kind.OUTING).order_by("day", "pk").select_related("person")
        mine = list(rows.filter(person=self.people["rep"]))
        if len(mine) > 1:
            self._explained(mine[0], "客户临时不在，只见到门卫，没有谈成事情。", at)
        for row in rows.filter(person=self.people["zhang.wei"])[:1]:
            self._explained(row, "当天只是送样品，没有见到采购。", at)
            attempt(
                deciding.decide,
                row_id=row.pk,
                decision=Decision.NOT_ACCEPTED,
                reason="送样品也要写清楚送给谁。",
                by=self.people["manager"],
                at=at + timedelta(hours=6),
            )
            attempt(
                deciding.appeal,
                row_id=row.pk,
                text="样品签收单已上传，写明了签收人。",
                by=row.person,
                at=at + timedelta(hours=9),
            )

    def _explained(self, row, text, at):
        attempt(deciding.explain, row_id=row.pk, explanation=text, by=row.person, at=at + timedelta(hours=3))
