"""Three quarters of credit grades, and what follows from them: key customers, plans, yearly figures."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import cast

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from assignment.domain import deadlines
from contracts.models import BadDebt, Contract
from contracts.ratings.domain import grades, rating_rounds
from contracts.ratings.domain.rating_rounds import quarter_on
from contracts.ratings.models import (
    Care,
    IndicatorScore,
    KeyStatus,
    PaperFile,
    Papers,
    Rating,
    Round,
    Scorecard,
    YearlyStatement,
)
from contracts.ratings.models.choices import CareKind, KeyStatusKind, PaperKind
from contracts.ratings.rules import request_kinds
from contracts.ratings.rules.default_scorecard import default_body
from contracts.ratings.rules.scorecard import SEGMENTS
from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import decide
from crm_project.approvals.models import Request
from crm_project.lib.database import bulk
from crm_project.lib.pdf import TITLE, document, paragraph
from crm_project.lib.time import local_date
from customers.models import Ownership
from customers.models.choices import Stage

from .customers import at_hour
from .settled import settle

QUARTERS = 3
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


class Raters:
    """Gives the demo company its grades; the same every time, dated from today."""

    def __init__(self, now, people):
        self.now, self.people, self.dice = now, people, Random(20260304)
        self.today, self.last = local_date(now), quarter_on(now)
        self.quarters = [self.last]
        while len(self.quarters) < QUARTERS:
            self.quarters.insert(0, self.quarters[0].previous())

    def run(self):
        rated = list(grades.rated().select_related("ownership__owner").order_by("pk"))
        self.owned = [c for c in rated if c.ownership_or_none]
        self._business([c for c in self.owned if c.stage == Stage.OFFICIAL])
        self._scorecards()
        self._papers(rated)
        self._points(rated)
        for quarter in self.quarters[:-1]:
            graded = at_hour(quarter.after + timedelta(days=21), 8)
            grades.run_rating(quarter=quarter, at=graded)
            for asked in Request.objects.filter(
                kind=request_kinds.KEY_CUSTOMER, status=Request.Status.PENDING
            ).select_related("decider"):
                decide(
                    request_id=asked.pk,
                    by=cast(User, asked.decider),
                    approve=True,
                    decision="",
                    at=graded + timedelta(hours=5),
                )
        closes = self.last.after + timedelta(days=20)
        if self.today > closes:
            Round.objects.update_or_create(
                pk=str(self.last), defaults={"opened_at": at_hour(self.last.after, 8), "closes_on": closes}
            )
            # Graded a little late, so that what the managers are asked is not overdue for weeks.
            grades.run_rating(quarter=self.last, at=self.now - timedelta(hours=20))
        else:
            rating_rounds.open_quarter(quarter=self.last, at=self.now)
        self._care()

    def _business(self, officials):
        """Regular orders over six quarters for the official customers: who orders evenly and pays in time is graded well."""
        rows, debts = [], []
        first = self.quarters[0].months(12)[0]
        months = (self.last.after.year - first.year) * 12 + self.last.after.month - first.month
        for n, customer in enumerate(officials):
            good, size = self.dice.random(), self.dice.choice([120_000, 300_000, 800_000, 2_000_000, 4_500_000])
            for month in range(months):
                index = first.year * 12 + first.month - 1 + month
                if self.dice.random() > 0.35 + 0.65 * good:
                    continue
                signed = at_hour(date(index // 12, index % 12 + 1, self.dice.randint(1, 27)), 15)
                amount = int(size * (1.15 - 0.6 * self.dice.random() * (1 - good) + month * 0.004)) // 100 * 100
                paid = amount if self.dice.random() < 0.55 + 0.45 * good else int(amount * self.dice.random())
                rows.append(
                    Contract(
                        customer=customer,
                        number=f"XS-{signed:%Y%m}-{n + 1:04d}",
                        signed_at=signed,
                        amount=amount,
                        owner=customer.ownership.owner,
                        type="销售合同",
                        payment_method="银行转账",
                        status="confirmed",
                        recorded_by=customer.ownership.owner,
                        recorded_at=signed,
                        decided_at=signed,
                        stage_before=Stage.OFFICIAL,
                        stage_since_before=signed,
                        due_at=signed + timedelta(days=30),
                        paid_amount=paid,
                    )
                )
            if n % 53 == 52:
                debts.append(
                    BadDebt(
                        customer=customer,
                        amount=Decimal(size // 4),
                        declared_on=self.last.first,
                        reason="客户停产，货款无法收回",
                        declared_by=self.people["finance"],
                    )
                )
        Contract.objects.bulk_create(rows, batch_size=500)
        settle(rows, today=self.today, by=self.people["finance"], at=self.now)
        BadDebt.objects.bulk_create(debts)
        deadlines.refresh([c.pk for c in officials], at=self.now)

    def _scorecards(self):
        """This company asks for the papers before a grade (T8)."""
        Scorecard.objects.bulk_create(
            [
                Scorecard(
                    segment=segment,
                    number=2,
                    holds_from=str(self.quarters[0]),
                    body=default_body(segment) | {"papers": True},
                    note="评级前须收齐营业执照和法定代表人身份证明",
                    made_by=self.people["gm"],
                    made_at=at_hour(self.quarters[0].first, 10),
                )
                for segment in SEGMENTS
            ]
        )

    def _papers(self, rated):
        """Copies in nearly every file: some customers still lack theirs, and a director has excepted two."""
        sample = {
            kind: default_storage.save(
                f"papers/demo/{kind}.pdf",
                ContentFile(document([paragraph(str(kind.label), TITLE)], title=str(kind.label), author="", foot="")),
            )
            for kind in PaperKind
        }
        sizes = {kind: default_storage.size(name) for kind, name in sample.items()}
        rows, excepted = [], []
        for n, customer in enumerate(rated):
            owner = customer.ownership.owner if customer.ownership_or_none else self.people["keeper"]
            if n % 29 == 7:
                if len(excepted) < 2:
                    excepted.append(customer)
                continue
            for kind in PaperKind:
                rows.append(
                    PaperFile(
                        customer=customer,
                        kind=kind,
                        dated_on=date(self.today.year - self.dice.randint(2, 12), self.dice.randint(1, 12), 15),
                        file=sample[kind],
                        name=f"{customer.code}-{kind}.pdf",
                        size=sizes[kind],
                        by=owner,
                        at=at_hour(self.quarters[0].first, 11),
                    )
                )
        PaperFile.objects.bulk_create(rows, batch_size=500)
        Papers.objects.bulk_create(
            [
                Papers(
                    customer=customer,
                    exception_reason="上市公司，证照可在交易所公告中查验",
                    exception_by=self.people["director"],
                    exception_at=at_hour(self.quarters[0].first, 11),
                )
                for customer in excepted
            ]
        )

    def _points(self, rated):
        """What sales and finance gave; a few sheets of the last quarter are still empty."""
        rows, finance = [], self.people["finance"].pk
        for customer in rated:
            ownership = customer.ownership_or_none
            official = customer.stage == Stage.OFFICIAL
            base = self.dice.random() * 0.4 + (0.6 if official else 0.3)
            for quarter in self.quarters:
                late = quarter == self.last and self.dice.random() < 0.06
                mood = min(max(base + self.dice.uniform(-0.12, 0.12), 0.1), 1)
                for key, full in (
                    ("legal_standing", 10),
                    ("management", 10),
                    ("loyalty", 5),
                    ("credit_performance", 15),
                ):
                    by = (
                        finance
                        if key == "credit_performance"
                        else ownership.owner_id
                        if ownership
                        else self.people["manager"].pk
                    )
                    if late and key != "credit_performance":
                        continue
                    points = full if mood > 0.82 else round(full * mood * 2) / 2
                    rows.append(
                        {
                            "customer_id": customer.pk,
                            "quarter": str(quarter),
                            "indicator": key,
                            "points": Decimal(str(points)),
                            "by_id": by,
                            "at": at_hour(quarter.after + timedelta(days=self.dice.randint(1, 18)), 10),
                        }
                    )
        rows = [row | {"at": min(row["at"], self.now)} for row in rows]
        bulk.insert(IndicatorScore, rows, source="hand")

    def _care(self):
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
