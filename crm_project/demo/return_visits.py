"""Return visits of the demo company: a week of them planned, some overdue, some reported, one of them badly."""

from datetime import timedelta
from decimal import Decimal

from django.utils import translation

from contracts.domain import after_sales_people
from crm_project.lib.time import local_date
from customers.domain import service_calls
from customers.models import Customer, Ownership
from customers.models.choices import Stage
from deals.models import Product
from service.domain.visits import fill, outcomes, planning, plans, reporting
from service.models import OrderKind, ReturnVisit, ServiceOrder, VisitAspect, VisitIdea
from service.models.visit_choices import IdeaStatus

from .steps import at_hour, attempt

LOOKED_AFTER, REPORTED, ASKED = 30, 6, 40
WORDS = (
    "设备运行稳定，操作员对培训很满意。",
    "交货比约定晚了两天，其他都满意。",
    "配件价格偏高，但响应很快。",
    "Very satisfied with the installation; the training was clear.",
    "运行正常，希望增加远程监控。",
    "同一故障出现三次，客户很不满意，要求尽快彻底解决。",
)
IDEAS = ("希望在手机上查看设备运行状态。", "配件包装上请印上中文安装说明。")


class ReturnVisits:
    """Writes them by the verbs that the pages and the timetable call."""

    def __init__(self, now, people):
        self.now, self.people = now, people
        self.staff, self.head = people["service"], people["service.manager"]
        self.today = local_date(now)

    def run(self):
        """The plans three weeks ago, the customers given to service, then the nights and the visits since."""
        began = at_hour(self.today - timedelta(days=21), 9)
        self._plans(began)
        official = Customer.objects.filter(stage=Stage.OFFICIAL, restricted=False, merged_into=None, removed_at=None)
        ids = list(official.order_by("pk").values_list("pk", flat=True)[:LOOKED_AFTER])
        after_sales_people.assign_customers(customer_ids=ids, person=self.staff, by=self.head, at=began)
        for pk in ids[: -LOOKED_AFTER // 4]:
            attempt(after_sales_people.introduce, customer_id=pk, by=self.staff, at=began + timedelta(hours=30))
        self._no_calls(ids[-1], began)
        for days in (20, 13, 6, 0):
            fill.fill(at=min(at_hour(self.today - timedelta(days=days), 2), self.now))
        self._visits()
        self._asked_after()

    def _plans(self, at):
        starts = local_date(at)
        kinds = {kind.key: kind for kind in OrderKind.objects.all()}
        common = {"starts_on": starts, "active": True}
        for fields in (
            {"name": "正式客户季度回访", "whom": "official", "days": 90, "visitor": "service", "channel": "call"},
            {"name": "重点客户月度拜访", "whom": "key", "days": 30, "visitor": "owner", "channel": "visit"},
            {
                "name": "安装后回访",
                "whom": "order",
                "kind": kinds["first_installation"],
                "days": 7,
                "visitor": "least_busy",
                "channel": "call",
            },
        ):
            plans.save_plan(fields=common | fields, by=self.head, at=at)
        rules = {"order_kind": kinds["online_support"]}
        plans.save_rules(fields=rules, by=self.head, at=at)

    def _no_calls(self, customer_id, at):
        held = Ownership.of(customer_id)
        if held:
            reason = "客户要求一切联系都通过负责人。"
            attempt(service_calls.set_mark, customer_id=customer_id, reason=reason, by=held.owner, at=at)

    def _visits(self):
        """Those that were due are reported, but for the last ones, which are overdue; one waits for its report."""
        mine = list(ReturnVisit.objects.filter(person=self.staff, status="planned").order_by("due_on", "pk"))
        past = [visit for visit in mine if visit.due_on < self.today]
        with translation.override("zh-hans"):  # as whoever writes them reads
            for n, visit in enumerate(past[:REPORTED]):
                self._report(n, visit)
        for visit in past[REPORTED : REPORTED + 1]:
            attempt(planning.hold_visit, visit_id=visit.pk, held_on=visit.due_on, by=self.staff, at=self.now)
        for visit in past[REPORTED + 3 :]:
            due = self.today + timedelta(days=1 + visit.pk % 9)
            reason = "客户本周盘点，约定改期。"
            attempt(planning.postpone_visit, visit_id=visit.pk, due_on=due, reason=reason, by=self.staff, at=self.now)
        self._answer()

    def _report(self, n, visit):
        aspects = list(VisitAspect.objects.filter(active=True))
        bad = n == REPORTED - 1
        scores = {row: 2 if bad and place in (0, 3) else 3 + (n + place) % 3 for place, row in enumerate(aspects)}
        at = min(at_hour(visit.due_on, 16), self.now)
        product = Product.objects.filter(active=True).order_by("pk").first()
        wanted = local_date(at) + timedelta(days=45)
        demand = reporting.Demand(product=product, text="扩产用", quantity=Decimal(2), wanted_on=wanted)
        attempt(
            reporting.record_report,
            visit_id=visit.pk,
            held_on=visit.due_on,
            scores=scores,
            words=WORDS[n % len(WORDS)],
            demands=[demand] if n == 1 else [],
            ideas=IDEAS[n - 3 : n - 2] if n in (3, 4) else [],
            by=self.staff,
            at=at,
        )

    def _asked_after(self):
        """A week after the work was done, every eighth customer of the last year was asked how it went."""
        aspects = list(VisitAspect.objects.filter(active=True))
        done = ServiceOrder.objects.filter(status="closed", done_at__lt=self.now - timedelta(days=30))
        for n, order in enumerate(done.order_by("pk")[::8][:ASKED]):
            at = at_hour(local_date(order.done_at) + timedelta(days=7), 15)
            visit = attempt(
                planning.plan_visit,
                customer_id=order.customer_id,
                fields={"order": order, "channel": "call", "due_on": local_date(at), "purpose": "维修后回访"},
                person=self.staff,
                by=self.staff,
                at=at,
            )
            if visit is not None:
                scores = {row: 3 + (n + place) % 3 for place, row in enumerate(aspects)}
                given = {"held_on": local_date(at), "scores": scores, "words": WORDS[n % 5], "by": self.staff, "at": at}
                attempt(reporting.record_report, visit_id=visit.pk, **given)

    def _answer(self):
        idea = VisitIdea.objects.order_by("pk").first()
        if idea:
            answer = "已列入下一版远程监控计划。"
            attempt(
                outcomes.answer_idea,
                idea_id=idea.pk,
                status=IdeaStatus.ACCEPTED,
                answer=answer,
                by=self.head,
                at=self.now,
            )
