"""A year of deals at the demo company: products with prices, a full pipeline, quotes, plans, and requests that wait."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from crm_project.lib.time import local_date
from customers.models import ListItem, Ownership
from deals.domain import name_index
from deals.models import Deal, DealProduct, Pipeline, Price, PriceList, Product, Progress

from . import deal_texts as texts
from .deal_offers import Offers
from .steps import at_hour

OPEN, CLOSED, QUOTED = 260, 300, 70
# Months of warranty of the products, in turn.
WARRANTIES = (24, 12, 36, None)


class Deals:
    """Bulk for the year behind, the verbs themselves for what waits today; all dice from one seed."""

    def __init__(self, now, people, departments):
        self.now, self.today, self.people, self.departments = now, local_date(now), people, departments
        self.dice = Random(20260303)

    def run(self):
        self._products()
        Pipeline.objects.get(key="d7").departments.add(self.departments["Direct"])
        self.lines = {p.pk: list(p.stages.order_by("number")) for p in Pipeline.objects.all()}
        self.standard, self.steps = (Pipeline.objects.get(key=key).pk for key in ("standard", "d7"))
        rows = list(
            Ownership.objects.filter(owner__is_active=True)
            .select_related("customer", "owner", "department")
            .order_by("pk")
        )
        chosen = self.dice.sample(rows, min(OPEN + CLOSED, len(rows)))
        deals = [self._deal(row, n >= OPEN) for n, row in enumerate(chosen)]
        Deal.objects.bulk_create(deals, batch_size=500)
        name_index.index(deals)
        self._around(deals)
        offers = Offers(self)
        offers.quote([d for d in deals if d.status == "open" and d.stage.number >= 4][:QUOTED])
        offers.plan()
        offers.ask(deals)

    def _products(self):
        kinds = {item.name_zh: item for item in ListItem.objects.filter(kind="category")}
        self.products = Product.objects.bulk_create(
            Product(
                code=code,
                name=name,
                name_zh=zh,
                category=kinds.get(kind),
                specification=spec,
                unit=unit,
                warranty_months=WARRANTIES[n % len(WARRANTIES)],
            )
            for n, (code, name, zh, kind, spec, unit, _price) in enumerate(texts.PRODUCTS)
        )
        year = date(self.today.year, 1, 1)
        company = PriceList.objects.create(name=f"{year.year} 标准价", valid_from=year)
        last = PriceList.objects.create(
            name=f"{year.year - 1} 标准价", valid_from=date(year.year - 1, 1, 1), valid_until=year - timedelta(days=1)
        )
        solar = PriceList.objects.create(
            name=f"{year.year} Solar", valid_from=year, department=self.departments["Solar"]
        )
        euro = PriceList.objects.create(
            name=f"{year.year} Export EUR", currency="EUR", valid_from=year, department=self.departments["Solar"]
        )
        factors = ((company, 1), (last, Decimal("1.08")), (solar, Decimal("0.96")), (euro, Decimal("0.128")))
        self.prices = {}
        for price_list, factor in factors:
            for product, entry in zip(self.products, texts.PRODUCTS, strict=True):
                self.prices[price_list.pk, product.pk] = (Decimal(entry[6]) * factor).quantize(Decimal("0.01"))
        Price.objects.bulk_create(
            Price(price_list_id=a, product_id=b, amount=amount) for (a, b), amount in self.prices.items()
        )
        self.lists = {"company": company, "solar": solar}

    def _deal(self, row, closed):
        dice = self.dice
        line = self.lines[self.steps if row.department_id == self.departments["Direct"].pk else self.standard]
        number = dice.choices(range(len(line) - 1), weights=range(len(line) + 4, 5, -1))[0]
        born = max(row.since, self.now - timedelta(days=dice.randint(120, 330) if closed else dice.randint(8, 120)))
        status = dice.choices(["won", "lost"], [11, 10])[0] if closed else "open"
        stage = line[-1] if status == "won" else line[number]
        since = born + (self.now - born) * dice.uniform(0.3, 0.95)
        # Two of three ended a while ago, whenever the customer came to whoever holds it now.
        ended = at_hour(self.today - timedelta(days=int(dice.triangular(0, 330, 12))), 15) if closed else None
        born = min(born, ended - timedelta(days=30)) if ended else born
        silent = dice.random()
        due = self.today + timedelta(days=dice.randint(0, stage.update_days) if silent > 0.16 else -dice.randint(1, 12))
        close = local_date(ended) if ended else self.today + timedelta(days=int(dice.triangular(-12, 190, 45)))
        amount = Decimal(int(dice.lognormvariate(11.6, 0.8) / 100) * 100)
        return Deal(
            customer=row.customer,
            name=dice.choice(texts.NAMES),
            intention=dice.choice(texts.INTENTIONS),
            owner=row.owner,
            department=row.department,
            stage=stage,
            stage_since=min(since, ended) if ended else since,
            line=dice.choices(["short", "mid", "long"], [5, 3, 2])[0],
            amount=amount,
            currency="EUR" if dice.random() < 0.04 else "CNY",
            expected_close=close,
            status=status,
            closed_at=ended,
            close_reason=dice.choice(texts.WON if status == "won" else texts.LOST) if closed else "",
            competitor=dice.choice(texts.RIVALS) if closed else "",
            next_step=dice.choice(texts.STEPS) if not closed else "",
            update_due=due,
            created_by=row.owner,
            created_at=born,
            changed_at=ended or since,
        )

    def _around(self, deals):
        """Products and the records of how each came to where it stands; a share of them within the last week."""
        dice, named, records = self.dice, [], []
        for deal in deals:
            for product in dice.sample(self.products, dice.randint(1, 3)):
                named.append(DealProduct(deal=deal, product=product, quantity=dice.choice([1, 2, 5, 10, 40, 120])))
            records += self._records(deal)
        DealProduct.objects.bulk_create(named, batch_size=1000)
        Progress.objects.bulk_create(records, batch_size=1000)

    def _records(self, deal):
        dice, end = self.dice, deal.closed_at or self.now
        yield Progress(
            deal=deal,
            author=deal.owner,
            at=deal.created_at,
            next_step=dice.choice(texts.STEPS),
            changes={"status": [None, "open"], "amount": [None, str(deal.amount)]},
        )
        top, was = (deal.stage.number if deal.status == "open" else dice.randint(1, 5)), 0
        steps = sorted({dice.randint(0, top) for _ in range(3)} | {top})
        for n, number in enumerate(steps, 1):
            at = deal.created_at + (end - deal.created_at) * (n / (len(steps) + dice.uniform(0.02, 0.6)))
            changes = {"stage": [was, number]} if number != was else {}
            if dice.random() < 0.3 and deal.status == "open":
                changes["expected_close"] = [
                    (deal.expected_close - timedelta(days=dice.choice([-14, 20, 35]))).isoformat(),
                    deal.expected_close.isoformat(),
                ]
            if dice.random() < 0.18:
                changes["amount"] = [str((deal.amount * Decimal("0.9")).quantize(Decimal("0.01"))), str(deal.amount)]
            text = {
                "outline": dice.choice(texts.OUTLINES),
                "answer": dice.choice(texts.ANSWERS),
                "next_step": dice.choice(texts.STEPS),
            }
            yield Progress(
                deal=deal, author=deal.owner, at=min(at, self.now - timedelta(minutes=5)), changes=changes, **text
            )
            was = number
        if deal.status != "open":
            changes = (
                {"status": ["open", deal.status], "stage": [was, deal.stage.number]}
                if deal.status == "won"
                else {"status": ["open", "lost"]}
            )
            yield Progress(deal=deal, author=deal.owner, at=deal.closed_at, outline=deal.close_reason, changes=changes)
