"""What people handed in about customers of their own and of colleagues: some taken over, one declined, some still to be checked."""

from datetime import timedelta

from customers.domain.information import deciding, giving
from customers.domain.information.fields import trace

from .steps import attempt, customers_of

GIVEN = (
    (
        "rep",
        "sun.yue",
        9,
        "客户五月份要搬到新厂区，办公室也一起搬。",
        "送货司机",
        {"address": "杭州市萧山区建设四路 88 号"},
    ),
    ("sun.yue", "rep", 7, "官网已经换成新的域名。", "行业展会上拿到的样本", {"website": "https://www.example.com"}),
    ("anna", "rep", 5, "听说他们在找第二家供应商，明年有扩产计划。", "行业会议上和采购聊天", {}),
    ("sun.yue", "rep", 3, "公司可能要注销了。", "网上的传言", {}),
    ("rep", "anna", 1, "主要产品增加了储能柜。", "客户公众号", {"main_products": "逆变器、储能柜"}),
    ("anna", "sun.yue", 1, "采购部换了负责人，姓周。", "电话里前台说的", {}),
)


class Information:
    """Calls the verbs of those who hand in and of the file keeper."""

    def __init__(self, now, people):
        self.now, self.people = now, people

    def run(self):
        given = [self._hand_in(n, *row) for n, row in enumerate(GIVEN)]
        keeper = {"by": self.people["keeper"]}
        for n in (0, 1):
            if given[n] is not None:
                seen = {name: trace(name, given[n].customer) for name in given[n].proposed}
                at = given[n].given_at + timedelta(hours=5)
                values = given[n].proposed
                attempt(deciding.take_over, report_id=given[n].pk, values=values, seen=seen, at=at, **keeper)
        if given[2] is not None:
            attempt(deciding.keep_note, report_id=given[2].pk, at=given[2].given_at + timedelta(hours=3), **keeper)
        if given[3] is not None:
            at = given[3].given_at + timedelta(hours=4)
            reason = "已查询工商信息，公司状态正常。"
            attempt(deciding.decline, report_id=given[3].pk, reason=reason, at=at, **keeper)

    def _hand_in(self, n, giver, owner, ago, text, source, proposed):
        held = customers_of(self.people[owner])
        if not held:
            return None
        return attempt(
            giving.hand_in,
            customer=held[n % len(held)],
            text=text,
            source=source,
            proposed=proposed,
            by=self.people[giver],
            at=self.now - timedelta(days=ago, hours=2),
        )
