"""Major changes that people of several departments recorded: one corrected, one void, some with what follows."""

from datetime import timedelta

from crm_project.lib.time import local_date
from customers.domain.changes import recording
from customers.models import MajorChangeKind

from .steps import attempt, customers_of

# (kind, who, whose customer, days ago, what, source, what follows)
RECORDED = (
    (
        "Ownership of the company",
        "rep",
        "rep",
        40,
        "第二大股东退出，股份由创始人收购，现持股 82%。",
        "工商信息变更公告",
        ["review"],
    ),
    (
        "Legal representative",
        "clerk",
        "anna",
        25,
        "法定代表人由陈建国变更为陈立。",
        "国家企业信用信息公示系统",
        ["review"],
    ),
    ("Large order", "rep", "rep", 18, "中标地铁二期机电项目，预计今年采购量翻倍。", "中标公示", ["key"]),
    (
        "Dispute or lawsuit",
        "finance",
        "sun.yue",
        9,
        "因货款被上游供应商起诉，涉案金额约 160 万元。",
        "法院公告网",
        ["grade", "hold"],
    ),
    ("Address", "sun.yue", "sun.yue", 6, "工厂整体搬迁到滨江新园区，老厂下月清空。", "客户采购经理来电", []),
    ("Bankruptcy or insolvency", "anna", "anna", 3, "据说已申请破产重整。", "同行传言", ["review"]),
)


class MajorChanges:
    """Calls the verbs of those who record."""

    def __init__(self, now, people):
        self.now, self.people = now, people

    def run(self):
        kinds = {row.name: row for row in MajorChangeKind.objects.all()}
        made = [self._record(n, kinds[kind], *rest) for n, (kind, *rest) in enumerate(RECORDED)]
        moved, rumour = made[-2:]
        if moved is not None:
            attempt(
                recording.record_change,
                customer_id=moved.customer_id,
                kind=moved.kind,
                happened_on=moved.happened_on,
                text="工厂整体搬迁到滨江新园区，老厂保留一条产线。",
                source="客户采购经理来电",
                by=moved.recorded_by,
                at=moved.recorded_at + timedelta(hours=3),
                corrects_id=moved.pk,
            )
        if rumour is not None:
            reason = "已核实：是同名的另一家公司。"
            at = rumour.recorded_at + timedelta(days=1)
            attempt(recording.void_change, change_id=rumour.pk, reason=reason, by=self.people["keeper"], at=at)

    def _record(self, n, kind, who, owner, ago, text, source, follows):
        held = customers_of(self.people[owner])
        if not held:
            return None
        at = self.now - timedelta(days=ago, hours=2)
        return attempt(
            recording.record_change,
            customer_id=held[(2 * n) % len(held)].pk,
            kind=kind,
            happened_on=local_date(at) - timedelta(days=2),
            text=text,
            source=source,
            follows=follows,
            by=self.people[who],
            at=at,
        )
