"""Remedial plans of the demo company: one that has proven itself, one at which departments work, one that waits for approval."""

from datetime import timedelta
from typing import Any

from customers.domain import records
from customers.models import Customer
from customers.models.choices import Stage
from service.domain.remedial import correcting, deciding, due, tasks, writing
from service.models import OrderCause, ServiceOrder
from service.models.choices import Origin, Status
from service.rules.remedial_steps import DRAFT, DRAFT_REVIEW

from .steps import at_hour

TRANSPORT: dict[str, Any] = {
    "draft": {
        "happened": "两台压缩机到货时外壳变形，客户当场拒收，生产线停工一天。",
        "why": "承运商更换了车型，木箱没有固定；我方装车时没有拍照核对。",
        "measures": "1. 三日内补发两台新机。\n2. 与承运商确认固定方式并写入协议。\n3. 装车拍照，照片随单归档。",
    },
    "report": {
        "done": "两台新机已于约定日期送达并安装；承运协议补充条款已签；装车照片已列入发货单。",
        "result": "客户当日恢复生产，书面确认不再追究停工损失。",
        "prevention": "每次装车由仓库拍照，财务收到照片后才结运费。",
    },
    "tasks": (
        ("finance", "按补充协议结算运费，扣除破损部分。", "已扣减运费 3,200 元，承运商签字的对账单存档。"),
        ("keeper", "把新的承运条款归入客户档案。", "补充协议已扫描归档。"),
    ),
}
ADDRESS: dict[str, Any] = {
    "draft": {
        "happened": "The invoices of two months went to an address that the customer left last year; payment is overdue.",
        "why": "The move was told to us by phone and written into a note, not into the file.",
        "measures": "Correct the file, send the invoices again, and ask the customer to confirm the address in writing.",
    },
    "tasks": (
        (
            "finance",
            "Send the invoices of both months again, to the address in the file.",
            "Both sent, receipt confirmed.",
        ),
        ("keeper", "Compare the address in the file with the contract and the business register.", ""),
        ("rep", "Apologise by phone and have the new address confirmed in writing.", ""),
    ),
}
REPAIR: dict[str, Any] = {
    "first": {
        "happened": "同一台设备三个月内第二次漏水，客户投诉。",
        "why": "密封圈老化。",
        "measures": "更换密封圈。",
    },
    "draft": {
        "happened": "同一台设备三个月内第二次漏水，客户投诉，要求书面说明原因。",
        "why": "上次更换的密封圈批次不合格；现场没有做保压试验。",
        "measures": "1. 更换同批次全部密封圈。\n2. 维修后保压两小时并记录。\n3. 采购部门核查该批次的其他去向。",
    },
}


class RemedialPlans:
    """Writes them by the verbs that the pages call."""

    def __init__(self, now, people):
        self.now, self.people = now, people
        self.staff, self.head, self.gm = (people[name] for name in ("service", "service.manager", "gm"))

    def run(self):
        rows = Customer.objects.filter(stage=Stage.OFFICIAL, restricted=False, removed_at=None, merged_into=None)
        self._proven(rows.exclude(service_orders__isnull=False).order_by("pk").first() or rows.order_by("-pk").first())
        self._at_work(rows.filter(ownership__owner=self.people["rep"]).order_by("pk").first() or rows.order_by("pk")[1])
        repairs = ServiceOrder.objects.filter(
            customer__restricted=False, status=Status.CLOSED, kind__key__startswith="repair"
        ).order_by("-closed_at")
        self._waits(repairs.filter(subject__contains="漏水").first() or repairs.first())
        due.run(at=self.now)

    def _moment(self, days, hour=10):
        return at_hour((self.now - timedelta(days=days)).date(), hour)

    def _hand_over(self, plan, given, day):
        rows = []
        for username, what, proof in given:
            due_on = (self._moment(day) + timedelta(days=5)).date()
            task = tasks.set_task(
                plan_id=plan.pk,
                what=what,
                person=self.people[username],
                due_on=due_on,
                by=self.staff,
                at=self._moment(day),
            )
            rows.append((task, username, proof))
        tasks.hand_over(plan_id=plan.pk, by=self.staff, at=self._moment(day, 11))
        return rows

    def _approved(self, plan, day, reason=""):
        for person, hour in ((self.head, 14), (self.gm, 16)):
            plan = deciding.approve(
                plan_id=plan.pk, by=person, at=self._moment(day, hour), seen=plan.step, reason=reason
            )
        return plan

    def _proven(self, customer):
        fields: dict[str, Any] = {
            "origin": Origin.COMPLAINT,
            "reference": "电话投诉",
            "cause": OrderCause.objects.get(name="Transport"),
        }
        plan = writing.begin(
            customer_id=customer.pk,
            subject="到货破损，客户拒收",
            body=TRANSPORT["draft"],
            by=self.staff,
            at=self._moment(162),
            **fields,
        )
        plan = self._approved(writing.submit(plan_id=plan.pk, by=self.staff, at=self._moment(162, 11)), 161)
        for n, (task, username, proof) in enumerate(self._hand_over(plan, TRANSPORT["tasks"], 160)):
            tasks.finish_task(task_id=task.pk, proof=proof, by=self.people[username], at=self._moment(157 - n))
        tasks.accept(plan_id=plan.pk, by=self.staff, at=self._moment(155))
        writing.save_text(plan_id=plan.pk, body=TRANSPORT["report"], by=self.staff, at=self._moment(155, 15))
        plan = writing.submit(plan_id=plan.pk, by=self.staff, at=self._moment(155, 16))
        self._approved(plan, 154, "处理及时，同意归档。")

    def _at_work(self, customer):
        fields: dict[str, Any] = {
            "origin": Origin.WRONG_FILE,
            "reference": "Reminder of finance",
            "body": ADDRESS["draft"],
        }
        plan = writing.begin(
            customer_id=customer.pk,
            subject="Invoices sent to an old address",
            by=self.staff,
            at=self._moment(12),
            **fields,
        )
        plan = self._approved(writing.submit(plan_id=plan.pk, by=self.staff, at=self._moment(12, 11)), 11)
        self._correct(customer, plan)
        for task, username, proof in self._hand_over(plan, ADDRESS["tasks"], 8):
            if proof:
                tasks.finish_task(task_id=task.pk, proof=proof, by=self.people[username], at=self._moment(6))

    def _correct(self, customer, plan):
        """The address in the file, linked to the plan with what stood there before."""
        by = customer.ownership.owner
        address = "42 Station Road, Leeds LS1 4DT, United Kingdom"
        records.update_customer(customer_id=customer.pk, by=by, at=self._moment(9), fields={"address": address})
        entry = correcting.offered(plan).first()
        if entry is not None:
            correcting.link(plan_id=plan.pk, entry_id=entry.pk, by=self.staff, at=self._moment(9, 12))

    def _waits(self, order):
        plan = writing.begin(
            customer_id=order.customer_id,
            origin=Origin.ORDER,
            order=order,
            subject="同一台设备再次漏水",
            body=REPAIR["first"],
            by=self.staff,
            at=self._moment(5),
        )
        writing.submit(plan_id=plan.pk, by=self.staff, at=self._moment(5, 11))
        reason = "原因分析不够：为什么三个月内再次发生？采购批次查了吗？"
        deciding.send_back(
            plan_id=plan.pk, to=DRAFT, reason=reason, by=self.head, at=self._moment(4), seen=DRAFT_REVIEW
        )
        writing.save_text(plan_id=plan.pk, body=REPAIR["draft"], cause=order.cause, by=self.staff, at=self._moment(3))
        plan = writing.submit(plan_id=plan.pk, by=self.staff, at=self._moment(3, 11))
        deciding.approve(plan_id=plan.pk, by=self.head, at=self._moment(2), seen=plan.step)
