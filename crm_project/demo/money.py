"""What the contracts of the demo company brought: plans, payments, late ones before the heads, texts, expenses, one in preparation."""

from datetime import timedelta
from decimal import Decimal
from random import Random

from django.core.files.base import ContentFile

from contracts.domain import expenses
from contracts.domain.collections import bad_debts, overdue
from contracts.domain.numbers import assign as numbers
from contracts.domain.numbers.default_series import USUAL
from contracts.domain.preparation import lines
from contracts.domain.preparation import steps as preparation
from contracts.domain.texts import standard_texts
from contracts.models import Allocation, CommissionShare, Contract, ContractText, Delivery, Instalment, Paper, Payment
from contracts.models.choices import CheckKind
from crm_project.lib.database import bulk
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.models import Ownership
from customers.models import Series as Counter

CODE = "91330100MA2800001G"
SHARES = {1: ["全款"], 2: ["预付款", "验收款"], 3: ["预付款", "发货款", "质保金"]}


def number(contracts):
    """Number unsaved contracts by year in the order of signing, as if each number had been drawn."""
    counted = {}
    for row in sorted(contracts, key=lambda row: row.signed_at):
        year = local_date(row.signed_at).year
        counted[year] = counted.get(year, 0) + 1
        row.series, row.series_year, row.series_no = USUAL, year, counted[year]
        row.number = numbers.text_of(USUAL, year, counted[year])
    Counter.objects.bulk_create(
        [Counter(name=numbers.name_of(USUAL, year), next=n + 1) for year, n in counted.items()], ignore_conflicts=True
    )


class Money:
    """Half of the contracts are paid, some late; all dice come from one seed."""

    def __init__(self, now, people):
        self.now, self.today, self.people, self.dice = now, local_date(now), people, Random(20260302)

    def run(self):
        rows = list(Contract.objects.exclude(status=Contract.Status.VOID).order_by("pk"))
        self._plans(rows)
        self._texts()
        self._prepared()
        self._expenses()
        overdue.find_overdue(at=self.now)
        self._bad_debt(rows)

    def _plans(self, rows):
        plans, payments, matches, shares, planned, papers = [], [], [], [], [], []
        for row in rows:
            signed, n = local_date(row.signed_at), self.dice.choice([1, 2, 2, 3])
            part = (row.amount / n).quantize(Decimal(1000)) if n > 1 else Decimal(row.amount)
            sums = [*([part] * (n - 1)), row.amount - part * (n - 1)]
            for k, amount in enumerate(sums):
                due = signed + timedelta(days=10 + 40 * k)
                share = self._paid(row, due, amount)
                plans.append(
                    {
                        "contract_id": row.pk,
                        "number": k + 1,
                        "label": SHARES[n][k],
                        "due_on": due,
                        "amount": amount,
                        "paid": share,
                        "paid_on": min(due, self.today) if share == amount else None,
                    }
                )
                payments.append(
                    share
                    and {
                        "customer_id": row.customer_id,
                        "received_on": min(due + timedelta(days=self.dice.randint(-4, 4)), self.today),
                        "amount": share,
                        "allocated": share,
                        "reference": f"B{row.pk:05d}{k}",
                    }
                )
            row.paid_amount = sum(plan["paid"] for plan in plans[-n:])
            if row.status == Contract.Status.CONFIRMED:
                shares.append({"contract_id": row.pk, "user_id": row.owner_id})
                planned.append(self._delivery(row, signed))
                if self.dice.random() < 0.1:
                    papers.append(
                        {
                            "contract_id": row.pk,
                            "what": "验收单",
                            "due_on": self.today + timedelta(days=self.dice.randint(-3, 20)),
                        }
                    )
        keys = bulk.insert(Instalment, plans)
        came = [(key, row) for key, row in zip(keys, payments, strict=True) if row]
        ids = bulk.insert(
            Payment, [row for _key, row in came], entered_by_id=self.people["finance"].pk, entered_at=self.now
        )
        matches = [
            {"payment_id": pk, "instalment_id": key, "amount": row["amount"]}
            for pk, (key, row) in zip(ids, came, strict=True)
        ]
        bulk.insert(Allocation, matches)
        bulk.insert(CommissionShare, shares, share=Decimal(100), decided_at=self.now)
        bulk.insert(Delivery, planned)
        bulk.insert(Paper, papers)
        Contract.objects.bulk_update(rows, ["paid_amount"], batch_size=500)

    def _paid(self, row, due, amount):
        """What came in of a part: nearly all that is long due, a good part of what is due now."""
        if row.status != Contract.Status.CONFIRMED or due > self.today + timedelta(days=5):
            return Decimal(0)
        late = (self.today - due).days
        if self.dice.random() < (0.97 if late > 30 else 0.9 if late > 3 else 0.5):
            return Decimal(amount)
        return (amount / 2).quantize(Decimal(100)) if self.dice.random() < 0.4 else Decimal(0)

    def _delivery(self, row, signed):
        due = signed + timedelta(days=20)
        return {
            "contract_id": row.pk,
            "planned_on": due,
            "delivered_on": due if due < self.today and self.dice.random() < 0.9 else None,
            "what": "首批货物",
            "amount": row.amount,
            "entered_by_id": row.owner_id,
        }

    def _texts(self):
        for text in ContractText.objects.filter(status="draft"):
            standard_texts.approve_text(text_id=text.pk, by=self.people["gm"], at=self.now - timedelta(days=60))

    def _prepared(self):
        """One of the rep's contracts waits for their manager, one is half-way."""
        by, text = self.people["rep"], ContractText.objects.filter(language="zh-hans", status="approved").first()
        held = (
            Ownership.objects.filter(owner=by)
            .exclude(customer__stage="official")
            .select_related("customer")
            .order_by("pk")[4:6]
        )
        for n, ownership in enumerate(held):
            row = numbers.assign_number(customer_id=ownership.pk, by=by, at=self.now - timedelta(hours=30))
            who = {"contract_id": row.pk, "by": by, "at": self.now - timedelta(hours=29)}
            checks = {
                kind.value: {"state": "good", "evidence": "国家企业信用信息公示系统"}
                for kind in list(CheckKind)[: 4 - n]
            }
            preparation.set_checks(**who, buyer=row.customer.name, code=CODE, signatory="", checks=checks)
            line = {
                "product": None,
                "name": "光伏组件",
                "specification": "550 W",
                "quality": "A 级",
                "unit": "块",
                "quantity": Decimal(200),
                "price": Decimal(820),
            }
            lines.set_lines(**who, lines=[line])
            if n == 0 and text:
                preparation.set_text(**who, text_id=text.pk)
                preparation.set_promises(
                    **who,
                    said="some",
                    rows=[
                        {
                            "kind": "promise",
                            "what": "免费安装指导两天",
                            "value": None,
                            "due_on": self.today + timedelta(days=60),
                        }
                    ],
                )
                parts = [
                    {"label": label, "due_on": self.today + timedelta(days=days), "amount": Decimal(82000)}
                    for label, days in (("预付款", 7), ("验收款", 60))
                ]
                preparation.set_terms(
                    **who, type="Sales contract", payment_method="银行转账", line="", terms="", parts=parts
                )
                scan = ContentFile(b"%PDF-1.4 demo", name="盖章合同.pdf")
                preparation.set_signing(**who, signed_at=self.now - timedelta(hours=30), upload=scan)
                preparation.submit_contract(**who)

    def _expenses(self):
        for username, kind, what, amount in (
            ("rep", "visit", "拜访客户的高铁票", "312.50"),
            ("rep", "gift", "中秋礼盒", "268"),
            ("zhang.wei", "visit", "出租车费", "96"),
            ("anna", "visit", "乘火车前往现场", "540"),
            ("sun.yue", "other", "样品快递费", "45"),
        ):
            held = (
                Ownership.objects.filter(owner=self.people[username], since__lt=self.now - timedelta(days=1))
                .order_by("pk")
                .first()
            )
            if held is None:
                continue
            try:
                expenses.claim_expense(
                    customer_id=held.pk,
                    by=self.people[username],
                    at=self.now - timedelta(hours=3),
                    kind=kind,
                    spent_on=self.today - timedelta(days=1),
                    amount=Decimal(amount),
                    what=what,
                    upload=ContentFile(b"%PDF-1.4 receipt", name="票据.pdf"),
                )
            except Refused:
                continue

    def _bad_debt(self, rows):
        for row in [r for r in rows if r.paid_amount == 0 and r.status == Contract.Status.CONFIRMED][:1]:
            bad_debts.declare_bad_debt(
                customer_id=row.customer_id,
                by=self.people["finance"],
                at=self.now,
                amount=row.amount,
                reason="对方进入破产程序",
                contract_id=row.pk,
            )
