"""Three quarters of credit grades, and what follows from them: key customers, plans, yearly figures."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import cast

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from contracts.ratings.domain import grades, rating_rounds
from contracts.ratings.domain.rating_rounds import quarter_on
from contracts.ratings.models import (
    IndicatorScore,
    PaperFile,
    Papers,
    Round,
    Scorecard,
)
from contracts.ratings.models.choices import PaperKind
from contracts.ratings.rules import request_kinds
from contracts.ratings.rules.default_scorecard import default_body
from contracts.ratings.rules.scorecard import SEGMENTS
from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import decide
from crm_project.approvals.models import Request
from crm_project.lib.database import bulk
from crm_project.lib.pdf import TITLE, document, paragraph
from crm_project.lib.time import local_date
from customers.models.choices import Stage

from .key_customers import Attention
from .orders import write_orders
from .steps import at_hour

QUARTERS = 3


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
        write_orders([c for c in self.owned if c.stage == Stage.OFFICIAL], self)
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
        Attention(self).run()

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
