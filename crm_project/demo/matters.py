"""Major matters: one closed, one waiting, one overdue, and a confidential one that only three people know of."""

from datetime import timedelta

from crm_project.lib.time import local_date
from customers.domain.matters import answering, reporting

from .steps import attempt, customers_of

# (who reports, whose customer, days ago, days for the answer, subject, what happened)
OPEN = (
    ("rep", "rep", 9, 4, "大额订单需要排产", "客户计划一次下单两百台，分四批交货，需要生产部门确认产能和交期。"),
    (
        "sun.yue",
        "sun.yue",
        1,
        4,
        "客户对上批货的质量有异议",
        "客户说上批货外包装破损，要求先换货再付尾款，请部门定处理意见。",
    ),
    ("anna", "anna", 8, 5, "客户的法定代表人换了", "新任法定代表人要求重新谈付款方式，请部门答复是否同意。"),
)
ANSWER = "已和生产部确认：四月起每月五十台，按合同约定交期执行。"


class Matters:
    """Calls the verbs of those who report and of those who answer."""

    def __init__(self, now, people):
        self.now, self.people = now, people

    def run(self):
        reported = [self._report(n, *row) for n, row in enumerate(OPEN)]
        if reported[0] is not None:
            row = reported[0]
            day = row.reported_at + timedelta(days=1)
            attempt(answering.answer_matter, matter_id=row.pk, text=ANSWER, by=row.answerer, at=day)
            attempt(answering.close_matter, matter_id=row.pk, by=self.people["rep"], at=day + timedelta(hours=3))
        self._report(
            3,
            "director",
            "rep",
            2,
            6,
            "客户可能被收购",
            "对方总经理私下透露正在谈被收购的事，公开之前请勿外传；请确定我们的授信怎么处理。",
            confidential=True,
            answerer=self.people["gm"],
            readers=[self.people["finance"]],
        )

    def _report(self, n, who, owner, ago, within, title, text, *, confidential=False, answerer=None, readers=()):
        held = customers_of(self.people[owner])
        if not held:
            return None
        at = self.now - timedelta(days=ago, hours=2)
        return attempt(
            reporting.report_matter,
            customer=held[n % len(held)],
            title=title,
            text=text,
            department=self.people["manager"].department,
            answerer=answerer,
            confidential=confidential,
            readers=readers,
            due_on=local_date(at) + timedelta(days=within),
            by=self.people[who],
            at=at,
        )
