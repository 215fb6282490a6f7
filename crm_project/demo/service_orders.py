"""Service orders of the demo company: a year of settled ones, and the last weeks in every status, some late, some waiting."""

import random
from datetime import timedelta

from contracts.models import Contract, ContractLine
from crm_project.audit.domain import log
from crm_project.lib.time import local_date
from customers.models import Customer
from customers.models.choices import Stage
from deals.models import Product
from service.domain import warranty
from service.domain.orders import assigning, ending, recording, working
from service.domain.targets import stored
from service.domain.targets.facts import NEAR
from service.models import OrderCause, OrderKind, ServiceOrder
from service.rules.warranty import IN, OUT, kind_of_repair

from .steps import at_hour, attempt

ORDERS, DAYS = 60, 45
# Settled ones before that.
SETTLED, YEAR = 340, 365
SUBJECTS = {
    "repair_in_warranty": ["压缩机不启动", "密封圈漏水", "显示屏无显示", "Inverter shows error E12"],
    "repair_out_of_warranty": ["冷却水泵异响", "三相电机过热", "传动皮带断裂"],
    "first_installation": ["新机安装调试", "生产线二期安装", "Installation of the new panels"],
    "online_support": ["控制软件报错", "远程升级失败", "操作参数咨询", "投诉交货延误"],
    "return_visit": ["年度回访", "安装后一个月回访"],
    "training": ["操作员培训", "维护人员培训"],
}
DONE = (
    "更换密封圈，试机两小时正常。",
    "远程调整参数，客户确认恢复。",
    "更换电机轴承，清理风道。",
    "完成安装调试，已培训操作员。",
)


class ServiceOrders:
    """Writes them by the verbs that the pages call, so that their countdowns and notices are what they would be."""

    def __init__(self, now, people):
        self.now, self.people, self.dice = now, people, random.Random(20260311)

    def run(self):
        # Service opens no restricted file, and whether one stands among the first depends on the day of the start.
        open_files = Customer.objects.filter(stage=Stage.OFFICIAL, restricted=False, merged_into=None, removed_at=None)
        customers = list(open_files.order_by("pk")[:SETTLED])
        self.kinds = {kind.key: kind for kind in OrderKind.objects.order_by("position")}
        self.causes = list(OrderCause.objects.order_by("position"))
        self.lines = self._sold(customers)
        self._settled(customers)
        for n, customer in enumerate(customers[:ORDERS]):
            self._order(n, customer, list(self.kinds.values())[n % len(self.kinds)])

    def _sold(self, customers):
        """{customer: a product of their last contract}."""
        rows = Contract.objects.filter(customer__in=customers, status=Contract.Status.CONFIRMED).order_by("signed_at")
        last = {row.customer_id: row for row in rows}
        products = list(Product.objects.order_by("pk"))
        ContractLine.objects.bulk_create(
            ContractLine(
                contract=row, product=product, name=product.name_zh, quantity=1, price=row.amount, amount=row.amount
            )
            for n, row in enumerate(last.values())
            for product in [products[n % len(products)]]
        )
        lines = ContractLine.objects.filter(contract__in=list(last.values())).select_related("contract")
        return {line.contract.customer_id: line for line in lines}

    def _settled(self, customers):
        """Closed ones of the year behind, in bulk."""
        staff, dice = self.people["service"], self.dice
        numbers = iter(recording.free_numbers(SETTLED))
        made, about = [], []
        for n in range(SETTLED):
            customer = customers[n % len(customers)]
            day = self.now - timedelta(days=YEAR - (YEAR - DAYS) * n / SETTLED)
            reported = at_hour(day.date(), dice.randint(9, 16)) + timedelta(minutes=dice.randint(0, 59))
            accepted = reported + timedelta(minutes=dice.choice([10, 25, 55, 130]))
            done = accepted + timedelta(minutes=dice.choice([60, 180, 1500, 4400]))
            line = self.lines.get(customer.pk) if n % 3 else None
            kind = self._kind(line, reported) if line else dice.choice(list(self.kinds.values()))
            made.append(
                ServiceOrder(
                    number=next(numbers),
                    customer=customer,
                    kind=kind,
                    subject=dice.choice(SUBJECTS[kind.key]),
                    priority=dice.choice(["low", "normal", "normal", "high"]),
                    channel=dice.choice(["phone", "phone", "mail", "visit"]),
                    contract=line.contract if line else None,
                    reported_at=reported,
                    assigned=staff if n % 4 else self.people["service.manager"],
                    status="closed",
                    accepted_at=accepted,
                    started_at=accepted,
                    done_at=done,
                    confirmed_at=done,
                    closed_at=done,
                    content=dice.choice(DONE),
                    cause=dice.choice(self.causes),
                    hours=dice.choice([1, 2, 3]),
                    cost=dice.choice([80, 160, 420]),
                    charge=dice.choice([0, 300, 900]) if kind.key == OUT else None,
                    recorded_by=staff,
                    recorded_at=reported,
                    changed_at=done,
                )
            )
            about.append(line)
        ServiceOrder.objects.bulk_create(made, batch_size=500)
        stored.refresh(
            list(ServiceOrder.objects.filter(pk__in=[row.pk for row in made]).select_related(*NEAR)),
            self.now,
            told=True,
        )
        through = ServiceOrder.lines.through
        through.objects.bulk_create(
            through(serviceorder=order, contractline=line) for order, line in zip(made, about, strict=True) if line
        )
        log.record_many(
            [
                entry
                for order in made
                for entry in (
                    log.entry(
                        by=staff,
                        action="service.recorded",
                        at=order.reported_at,
                        subject=order,
                        customer_id=order.customer_id,
                    ),
                    log.entry(
                        by=staff,
                        action="service.closed",
                        at=order.changed_at,
                        subject=order,
                        customer_id=order.customer_id,
                    ),
                )
            ]
        )

    def _kind(self, line, reported):
        """By its warranty."""
        known = warranty.warranties(line.contract.customer_id, {line.pk})
        return self.kinds[kind_of_repair(known, local_date(reported))]

    def _order(self, n, customer, kind):
        dice, staff, head = self.dice, self.people["service"], self.people["service.manager"]
        # The oldest first; the last of them are of today and yesterday.
        day = self.now - timedelta(days=DAYS - DAYS * n / ORDERS)
        reported = min(at_hour(day.date(), dice.randint(9, 16), dice.randint(0, 59)), self.now - timedelta(minutes=50))
        line = self.lines.get(customer.pk)
        if line and kind.key in (IN, OUT):
            kind, bought = self._kind(line, reported), [line]
        else:
            bought = []
        fields = {
            "kind": kind,
            "lines": bought,
            "subject": dice.choice(SUBJECTS[kind.key]),
            "priority": dice.choice(["low", "normal", "normal", "high", "urgent"]),
            "channel": dice.choice(["phone", "phone", "message", "mail"]),
            "description": "客户来电描述，现场照片随后发来。",
            "reported_at": reported,
        }
        order = recording.record_order(customer_id=customer.pk, by=staff, at=reported, fields=fields)
        if n >= ORDERS - 4:
            return  # nobody has these yet
        taken = self._later(reported, dice.choice([15, 40, 90, 300]))
        if n % 7 == 3:
            attempt(assigning.assign_order, order_id=order.pk, person=staff, by=head, at=taken)
        attempt(working.accept_order, order_id=order.pk, by=staff, at=taken)
        if n >= ORDERS - 12 and n % 3 == 0:
            waits = {"waits_for": dice.choice(["parts", "customer"]), "note": "等待配件到货"}
            attempt(working.wait_with_order, order_id=order.pk, by=staff, at=self._later(taken, 30), **waits)
            return
        if n >= ORDERS - 9 and n % 2:
            return  # still to be done
        attempt(working.start_order, order_id=order.pk, by=staff, at=self._later(taken, 20))
        if n >= ORDERS - 9:
            return
        if n == ORDERS - 20:
            attempt(
                ending.cancel_order, order_id=order.pk, reason="客户改为自行处理", by=staff, at=self._later(taken, 30)
            )
            return
        self._finish(order, self._later(taken, dice.choice([120, 400, 1500, 4300])), n)

    def _finish(self, order, done, n):
        staff = self.people["service"]
        cause = OrderCause.objects.order_by("position")[n % 5]
        finished = {
            "content": self.dice.choice(DONE),
            "cause": cause,
            "hours": self.dice.choice([1, 2, 3]),
            "cost": 160,
        }
        attempt(working.finish_order, order_id=order.pk, by=staff, at=done, **finished)
        if n % 9 == 7:
            attempt(ending.confirm_order, order_id=order.pk, by=staff, at=self._later(done, 60))
        elif n % 9 != 8:
            attempt(ending.confirm_order, order_id=order.pk, by=staff, at=self._later(done, 60))
            attempt(ending.close_order, order_id=order.pk, by=staff, at=self._later(done, 90))
        if n % 20 == 5:
            again = {"reason": "同样的故障再次出现"}
            attempt(ending.reopen_order, order_id=order.pk, by=staff, at=self._later(done, 2000), **again)

    def _later(self, moment, minutes):
        """So many minutes later, never after now."""
        return min(moment + timedelta(minutes=minutes), self.now)
