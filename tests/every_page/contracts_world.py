"""What hangs on every customer of the world: contracts in each state, money, files; and the texts they use."""

from datetime import date

from django.core.files.base import ContentFile

from contracts.domain.numbers import assign as numbers
from contracts.models import BadDebt, Contract, ContractFile, ContractText, Expense, NumberSeries, Payment
from contracts.models.choices import Clause
from deals.models import Deal, Pipeline, PriceList, Product, Quote, QuoteLine
from tests.cast import NOW

TODAY = date(2026, 3, 2)


class Selling:
    """`around` gives one customer its contracts; the numbers are drawn as the product draws them."""

    def __init__(self, world):
        self.world = world
        clauses = {clause.value: "{number} {products}" for clause in Clause}
        base = {
            "language": "en",
            "title": "Sale",
            "clauses": clauses,
            "drafted_by": world.cast.manager,
            "drafted_at": NOW,
        }
        world.keep("series", "", NumberSeries.objects.get(key="KJ"))
        self.text = world.keep("text in use", "", ContractText.objects.create(name="In use", status="approved", **base))
        world.keep("text", "", ContractText.objects.create(name="Draft", **base))
        self.stage = Pipeline.objects.create(key="world", name="World").stages.create(number=1, name="Talk")
        self.product = Product.objects.create(code="W-1", name="Module", unit="pcs")
        self.prices = PriceList.objects.create(name="World", valid_from=date(2026, 1, 1))

    def around(self, place, main, author, role):
        keep = self.world.keep
        keep("drawn", place, self._drawn(main, author), role)
        keep("submitted", place, self._drawn(main, author, submitted_at=NOW, submitted_by=author), role)
        forced = keep(
            "forced", place, self._contract(main, author, f"F-{main.pk}", status="confirmed", owner=author), role
        )
        part = forced.instalments.create(number=1, due_on=date(2026, 2, 1), amount=1000, paid=10)
        Contract.objects.filter(pk=forced.pk).update(paid_amount=10)
        money = keep(
            "payment",
            place,
            Payment.objects.create(customer=main, received_on=TODAY, amount=100, allocated=10, entered_at=NOW),
            role,
        )
        money.allocations.create(instalment=part, amount=10)
        keep("delivery", place, forced.deliveries.create(planned_on=TODAY, what="lot", amount=5), role)
        keep("paper", place, forced.papers.create(what="invoice", due_on=TODAY), role)
        keep("bad debt", place, BadDebt.objects.create(customer=main, amount=5, declared_on=TODAY, reason="lost"), role)
        upload = ContractFile(
            contract=self.world.get_at("contract", place, role), kind="other", name="a.txt", size=1, by=author, at=NOW
        )
        upload.file.save("a.txt", ContentFile(b"a"))
        keep("contract file", place, upload, role)
        spent = Expense(
            customer=main,
            claimant=author,
            kind="visit",
            spent_on=TODAY,
            amount=5,
            what="train",
            claimed_at=NOW,
            file_name="a.pdf",
        )
        spent.file.save("a.pdf", ContentFile(b"%PDF-1.4"))
        keep("expense", place, spent, role)
        keep("offer", place, self._quote(main, author), role)

    def _contract(self, main, author, number, **fields):
        base = {"signed_at": NOW, "amount": 1000, "recorded_by": author, "recorded_at": NOW, "promises": "none"}
        return Contract.objects.create(customer=main, number=number, **{**base, **fields})

    def _drawn(self, main, author, **fields):
        number = numbers._free("HT", 2026)
        series = {
            "drawn": True,
            "series": "HT",
            "series_year": 2026,
            "series_no": number,
            "text": self.text,
            "signing_known": False,
        }
        return self._contract(main, author, numbers.text_of("HT", 2026, number), **series, **fields)

    def _quote(self, main, author):
        deal = Deal.objects.create(
            customer=main,
            name="Roof",
            intention="x",
            owner=author,
            department=author.department,
            stage=self.stage,
            stage_since=NOW,
            amount=9,
            expected_close=TODAY,
            update_due=TODAY,
            created_at=NOW,
            changed_at=NOW,
        )
        quote = Quote.objects.create(
            deal=deal,
            number=f"Q-{main.pk}",
            status="approved",
            price_list=self.prices,
            total=9,
            valid_until=date(2026, 5, 1),
            created_at=NOW,
        )
        QuoteLine.objects.create(quote=quote, product=self.product, quantity=1, list_price=9, amount=9)
        return quote
