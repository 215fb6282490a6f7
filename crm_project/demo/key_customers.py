"""Key customers of the demo company: their plans, the support of promising ones, figures of three years."""

from datetime import timedelta

from contracts.ratings.models import (
    Care,
    KeyStatus,
    Rating,
    YearlyStatement,
)
from contracts.ratings.models.choices import CareKind, KeyStatusKind
from customers.models import Ownership
from customers.models.choices import Stage

PLANS = [
    "每季度共享一次原材料行情和需求预测",
    "联合开发耐候型新配方，年内完成两轮试样",
    "共同制定明年的供货计划，确保旺季足量",
    "春季展会联合推广",
]
SHARED = [
    "行业环保新规对下游产能的影响分析",
    "竞品上月降价 3%，已与采购总监沟通应对方案",
    "下半年市场需求预测报告已共享",
]
SUPPORT = ["首单给予样品支持和 30 天账期", "季度返利提高 1 个点，配合其扩产", "安排技术人员驻厂指导一周"]
REASONS = [
    "年采购需求约 3000 万元，信誉良好",
    "行业前十，下游市场稳定",
    "年采购约两千五百万元，付款及时",
]


class Attention:
    """What key and promising customers get: takes dates, people and dice from the `Raters` that graded them."""

    def __init__(self, raters):
        self.now, self.today, self.people, self.dice = raters.now, raters.today, raters.people, raters.dice
        self.quarters = raters.quarters

    def run(self):
        """Plans for key customers, support for promising ones, a list of potential ones, figures of three years."""
        dice, now = self.dice, self.now
        key = list(
            KeyStatus.objects.filter(kind=KeyStatusKind.KEY)
            .select_related("customer__ownership__owner")
            .order_by("pk")[:60]
        )
        entries, statements = [], []
        for standing in key:
            owner = standing.customer.ownership.owner
            if dice.random() < 0.6:
                entries.append(
                    self._entry(standing.customer, CareKind.PLAN, dice.choice(PLANS), owner, dice.randint(-6, 90))
                )
                entries.append(self._entry(standing.customer, CareKind.INFORMATION, dice.choice(SHARED), owner, None))
            revenue = dice.randint(8, 400) * 1_000_000
            for back in (3, 2, 1):
                revenue = int(revenue * dice.uniform(0.92, 1.2))
                statements.append(
                    YearlyStatement(
                        customer=standing.customer,
                        year=self.today.year - back,
                        revenue=revenue,
                        profit=int(revenue * dice.uniform(-0.01, 0.12)),
                        assets=int(revenue * 0.8),
                        liabilities=int(revenue * dice.uniform(0.2, 0.6)),
                        by=self.people["finance"],
                        at=now,
                    )
                )
        known = set(KeyStatus.objects.values_list("pk", flat=True))
        ordinary = Rating.objects.filter(
            quarter=str(self.quarters[0]), grade__in=["A", "B"], customer__ownership__isnull=False
        ).select_related("customer__ownership__owner")
        for rating in [r for r in ordinary.order_by("pk")[:60] if r.customer_id not in known][:12]:
            entries.append(
                self._entry(
                    rating.customer,
                    CareKind.SUPPORT,
                    dice.choice(SUPPORT),
                    rating.customer.ownership.owner,
                    dice.randint(5, 60),
                )
            )
        fresh = Ownership.objects.filter(
            customer__segment__gt="", customer__stage=Stage.POTENTIAL, customer__contracts=None, customer__standing=None
        )
        potential = list(fresh.select_related("customer", "owner").order_by("pk")[:120:10])
        KeyStatus.objects.bulk_create(
            [
                KeyStatus(
                    customer=o.customer,
                    kind=KeyStatusKind.POTENTIAL,
                    since=now - timedelta(days=dice.randint(3, 60)),
                    reason=dice.choice(REASONS),
                    by=o.owner,
                )
                for o in potential
            ]
        )
        entries += [
            self._entry(o.customer, CareKind.FIRST_DEAL, SUPPORT[0], o.owner, dice.randint(-3, 40))
            for o in potential[::2]
        ]
        Care.objects.bulk_create(entries)
        YearlyStatement.objects.bulk_create(statements)

    def _entry(self, customer, kind, text, by, days):
        due = self.today + timedelta(days=days) if days is not None else None
        return Care(
            customer=customer,
            kind=kind,
            text=text,
            due_on=due,
            by=by,
            at=self.now - timedelta(days=self.dice.randint(8, 50)),
        )
