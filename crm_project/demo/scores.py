"""Three months of scores: a scheme of the company, months closed on their day, one score appealed against and changed."""

from datetime import timedelta
from decimal import Decimal

from crm_project.accounts.models import Role
from crm_project.approvals.domain import requests
from crm_project.lib.time import at_hour, local_date
from reports.domain.appraisal import appeals, closing, measures, schemes
from reports.models import Score
from reports.rules.appraisal.scheme import Deduction, Item, Scheme
from reports.rules.periods import month_of

from .steps import attempt

MONTHS = 3
POINTS = (
    ("valid_followups", 30, 40),
    ("calls", 15, 20),
    ("visits", 15, 8),
    (measures.COMPLETE, 15, 90),
    (measures.RHYTHM, 10, 90),
    (measures.SAME_DAY, 15, 90),
)
OFF = ((measures.CONTRADICTIONS, 1, 20), ("released", 2, 10))
APPEAL = "两次拜访与同事一起完成，记在了同事名下。"
GRANTED = "已核对拜访签到，情况属实。"


class Scores:
    """Calls the verbs at the moments at which people, and the nightly task, would."""

    def __init__(self, now, people):
        self.now, self.people = now, people

    def run(self):
        month = month_of(local_date(self.now)).shifted(-MONTHS)
        scheme = self._scheme(month)
        for n in range(MONTHS):
            at = at_hour(closing.closes_on(scheme, month.shifted(n)), 1) + timedelta(minutes=40)
            if at < self.now:
                closing.close_due(at=at)
                if n == 1:
                    self._appeal(month.shifted(n), at + timedelta(hours=8))

    def _scheme(self, month):
        items = [Item(key, Decimal(points), Decimal(full)) for key, points, full in POINTS]
        return schemes.set_scheme(
            department=None,
            month=month.first,
            scheme=Scheme(items, [Deduction(key, Decimal(each), Decimal(most)) for key, each, most in OFF], zero=True),
            roles=list(Role.objects.filter(key="rep")),
            close_days=3,
            by=self.people["gm"],
            at=at_hour(month.first, 9),
        )

    def _appeal(self, month, at):
        score = Score.objects.filter(first=month.first, person=self.people["rep"]).first()
        if score is None:
            return
        points = min(score.total + 5, Decimal(100))
        done = attempt(appeals.appeal, score_id=score.pk, points=points, reason=APPEAL, by=score.person, at=at)
        if done:
            request = done.waiting
            attempt(
                requests.decide,
                request_id=request.pk,
                by=request.decider,
                approve=True,
                decision=GRANTED,
                at=at + timedelta(hours=6),
            )
