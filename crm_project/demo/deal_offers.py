"""Quotes and sales plans of the demo company, and what waits for a decision about deals."""

from datetime import timedelta
from decimal import Decimal

from crm_project.approvals.domain.requests import decide
from crm_project.lib.time import local_date
from deals.domain import corrections, quotes, sales_plans
from deals.models import Quote, QuoteLine

from .steps import attempt


class Offers:
    """What follows the deals: takes people, products, prices and dice from the `Deals` that made them."""

    def __init__(self, made):
        self.now, self.today, self.people, self.departments = made.now, made.today, made.people, made.departments
        self.dice, self.products, self.prices, self.lists = made.dice, made.products, made.prices, made.lists

    def quote(self, deals):
        made, lines = [], []
        for deal in deals:
            if deal.currency != "CNY":
                continue
            price_list = self.lists["solar" if deal.department_id == self.departments["Solar"].pk else "company"]
            at = deal.stage_since
            state = self.dice.choices(["sent", "accepted", "approved", "rejected", "draft"], [6, 2, 2, 1, 2])[0]
            quote = Quote(
                deal=deal,
                number=f"Q{at:%Y}-{deal.pk:05d}-1",
                status=state,
                price_list=price_list,
                valid_until=local_date(at) + timedelta(days=30),
                terms="交货期 15 天；预付 30%,验收后 60 天付清",
                created_by=deal.owner,
                created_at=at,
                approved_by=None if state == "draft" else deal.owner,
                approved_at=None if state == "draft" else at,
            )
            for row in self.dice.sample(self.products, self.dice.randint(1, 4)):
                price, n, off = (
                    self.prices[price_list.pk, row.pk],
                    Decimal(self.dice.choice([1, 4, 10, 60])),
                    Decimal(self.dice.choice([0, 0, 2, 3, 5])),
                )
                line = QuoteLine(
                    quote=quote,
                    product=row,
                    quantity=n,
                    list_price=price,
                    discount=off,
                    amount=quotes.line_amount(price, n, off),
                )
                quote.total += line.amount
                lines.append(line)
            made.append(quote)
        Quote.objects.bulk_create(made)
        QuoteLine.objects.bulk_create(lines, batch_size=1000)

    def plan(self):
        """Everybody planned this month; two plans wait, one was sent back."""
        start = self.today.replace(day=1)
        reps = [p for p in self.people.values() if p.role.key == "rep" and p.is_active and p.username != "omar"]
        for n, rep in enumerate(reps):
            fields = {
                "amount": Decimal(self.dice.choice([150, 240, 300, 420])) * 1000,
                "new_customers": self.dice.randint(3, 8),
                "visits": self.dice.randint(6, 16),
                "note": self.dice.choice(
                    [
                        "重点推进三个在谈项目，补充新客户",
                        "老客户续单两家，跟进展会线索",
                        "签下已报价的两个项目，走访新区域",
                    ]
                ),
            }
            asked_at = self.now - timedelta(hours=30 + n)
            plan = attempt(sales_plans.submit_plan, by=rep, at=asked_at, span="month", starts_on=start, fields=fields)
            if plan and n % 11 != 5:
                request = rep.requests_made.filter(kind="sales_plan").latest("pk")
                back = n % 13 == 3
                attempt(
                    decide,
                    request_id=request.pk,
                    by=request.decider,
                    approve=not back,
                    decision="拜访次数偏少，请补充" if back else "",
                    at=self.now - timedelta(hours=4),
                )

    def ask(self, deals):
        """A discount beyond the limit waits for the manager, a correction too."""
        rep = self.people["rep"]
        own = [d for d in deals if d.owner_id == rep.pk and d.currency == "CNY"]
        for deal in [d for d in own if d.status == "open" and d.stage.number >= 3][:1]:
            lines = [(self.products[0], Decimal(120), Decimal(8)), (self.products[2], Decimal(4), Decimal(3))]
            args = {"by": rep, "at": self.now - timedelta(hours=6)}
            quote = attempt(
                quotes.write_quote,
                deal_id=deal.pk,
                lines=lines,
                valid_until=self.today + timedelta(days=30),
                terms="预付 30%",
                **args,
            )
            if quote:
                attempt(quotes.finish_quote, quote_id=quote.pk, reason="客户同时询价三家，八个点可以当场签约", **args)
        for deal in [d for d in own if d.status == "won"][:1]:
            attempt(
                corrections.ask_correction,
                deal_id=deal.pk,
                amount=deal.amount + 1200,
                closed_on=local_date(deal.closed_at),
                reason="漏计一项运费",
                by=rep,
                at=self.now - timedelta(hours=3),
            )
