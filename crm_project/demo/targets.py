"""Targets of the demo company for this year: set from what people really did, so that the progress can be believed; a leaderboard; a change that waits."""

from collections import defaultdict
from decimal import Decimal
from random import Random

from crm_project.lib.time import local_date
from reports.domain import figures
from reports.domain.targets import leaderboards, units
from reports.domain.targets.checking import Wanted
from reports.domain.targets.setting import set_targets
from reports.models import Target
from reports.rules.periods import MONTH, SPANS, YEAR, period_of
from reports.rules.targets.pace import working_days
from reports.rules.targets.tiers import Tiers, rounded

# figure: (what targets are rounded to, the least of a month)
AIMS = {
    "contract_amount": (Decimal(10_000), Decimal(60_000)),
    "new_customers": (Decimal(1), Decimal(2)),
    "valid_followups": (Decimal(5), Decimal(15)),
    "visits": (Decimal(1), Decimal(4)),
}
# What was meant, of what was reached: some months were too bold, some too modest.
BOLD = (Decimal("0.8"), Decimal("0.95"), Decimal("1.05"), Decimal("1.2"), Decimal("1.35"))


class Targets:
    """Rows for the months that are over, which no verb sets any more; verbs for what waits today."""

    def __init__(self, now, people, departments):
        self.now, self.today, self.people, self.departments = now, local_date(now), people, departments
        self.dice = Random(20260312)

    def run(self):
        self.year = period_of(YEAR, self.today)
        self.company = self.departments["Sunrise"]
        self.teams = [one for key, one in self.departments.items() if key != "Sunrise"]
        self.reps = [one for one in self.people.values() if one.role.key == "rep" and one.department in self.teams]
        Target.objects.bulk_create(self._rows(self._months()), batch_size=500)
        self._leaderboard()
        self._change()

    def _months(self):
        """{(person, figure, month): target}"""
        out, done = {}, defaultdict(list)
        ids = [one.pk for one in self.reps]
        for month in self.year.within(MONTH):
            past = month.first <= self.today
            found = figures.count(ids, month.first, min(month.last, self.today)) if past else {}
            # A month that runs is judged by those before it: half of it would be little.
            whole = month.last < self.today
            whole = month.last < self.today
            days = working_days(month, self.today, {})
            for person in self.reps:
                for key, (step, least) in AIMS.items():
                    reached = Decimal(found.get(person.pk, {}).get(key, 0))
                    known = done[person.pk, key]
                    if past:
                        # A month that runs is taken for as much as it comes to at this pace.
                        known.append(reached if whole else reached * days.total / max(days.gone, 1))
                    base = sum(known[-2:], Decimal(0)) / len(known[-2:])
                    out[person, key, month] = max(rounded(base * self.dice.choice(BOLD), step), least)
        return out

    def _rows(self, months):
        sums = defaultdict(Decimal)
        for (person, key, month), value in months.items():
            for span in SPANS:
                for whose in (("person", person), ("department", person.department), ("department", self.company)):
                    sums[whose, key, month.around(span)] += value
        # The company wants a little more than the departments have taken on this quarter: the page shows the difference.
        for span in ("quarter", "half", "year"):
            sums[("department", self.company), "contract_amount", period_of(span, self.today)] += 200_000
        return [
            Target(
                figure=key,
                span=period.span,
                starts_on=period.first,
                floor=rounded(value * Decimal("0.8"), Decimal(1)),
                target=value,
                stretch=rounded(value * Decimal("1.2"), Decimal(1)),
                changed_at=self.now,
                **{kind: row},
            )
            for ((kind, row), key, period), value in sums.items()
        ]

    def _leaderboard(self):
        team = self.departments["Enterprise"]
        keys = ["contract_amount", "valid_followups", "visits", "new_customers"]
        given = {"open": True, "left_out": [self.people["huang.ting"]], "at": self.now}
        leaderboards.set_leaderboard(department=team, keys=keys, by=self.people["manager"], **given)

    def _change(self):
        person = self.people["zhang.wei"]
        month = period_of(MONTH, self.today)
        standing = Target.objects.get(person=person, figure="visits", span=MONTH, starts_on=month.first)
        wanted = Wanted(units.of_person(person), "visits", month, Tiers(max(standing.target - 2, Decimal(1))))
        reason = "张伟本月参加两周产品培训，外出拜访相应减少"
        set_targets(wanted=[wanted], by=self.people["manager"], at=self.now, reason=reason)
