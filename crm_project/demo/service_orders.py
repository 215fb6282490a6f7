"""Service orders of the demo company: in every status, some late, some waiting, most of them done."""

import random
from datetime import timedelta

from customers.models import Customer
from customers.models.choices import Stage
from service.domain.orders import assigning, ending, recording, working
from service.models import OrderCause, OrderKind

from .steps import at_hour, attempt

ORDERS, DAYS = 60, 45
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
        customers = list(Customer.objects.filter(stage=Stage.OFFICIAL).order_by("pk")[: ORDERS * 2])
        kinds = list(OrderKind.objects.order_by("position"))
        for n, customer in enumerate(customers[:ORDERS]):
            self._order(n, customer, kinds[n % len(kinds)])

    def _order(self, n, customer, kind):
        dice, staff, head = self.dice, self.people["service"], self.people["service.manager"]
        # The oldest first; the last of them are of today and yesterday.
        day = self.now - timedelta(days=DAYS - DAYS * n / ORDERS)
        reported = min(at_hour(day.date(), dice.randint(9, 16), dice.randint(0, 59)), self.now - timedelta(minutes=50))
        fields = {
            "kind": kind,
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
        if n >= ORDERS - 9:
            return  # still to be done
        attempt(working.start_order, order_id=order.pk, by=staff, at=self._later(taken, 20))
        self._finish(order, self._later(taken, dice.choice([120, 400, 1500, 4300])), n)

    def _finish(self, order, done, n):
        staff = self.people["service"]
        cause = OrderCause.objects.order_by("position")[n % 5]
        finished = {"content": self.dice.choice(DONE), "cause": cause, "hours": self.dice.choice([1, 2, 3])}
        attempt(working.finish_order, order_id=order.pk, by=staff, at=done, **finished)
        if n % 9 != 8:
            attempt(ending.confirm_order, order_id=order.pk, by=staff, at=self._later(done, 60))
            attempt(ending.close_order, order_id=order.pk, by=staff, at=self._later(done, 90))
        if n % 20 == 5:
            again = {"reason": "同样的故障再次出现"}
            attempt(ending.reopen_order, order_id=order.pk, by=staff, at=self._later(done, 2000), **again)

    def _later(self, moment, minutes):
        """So many minutes later, never after now."""
        return min(moment + timedelta(minutes=minutes), self.now)
