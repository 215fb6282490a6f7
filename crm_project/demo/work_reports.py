"""Three months of weekly and monthly reports, of some people the last weeks: written, read, one sent back, the last week still open for some."""

from datetime import timedelta
from random import Random

from activities.domain import followup_days
from crm_project.accounts.domain.working_days import overrides
from crm_project.lib.time import local_date
from reports.domain.work_reports import demanded, reading, templates, writing
from reports.rules.report_periods import MONTHLY, WEEKLY, before, period_of

from .steps import at_hour, attempt

WEEKS, MONTHS = 12, 3
# Two have written for so long already, the others began lately.
SINCE_LONG, LATELY = ("rep", "anna"), 4
# The department of the first is asked for reports; the last two write without being asked.
WRITERS = ("rep", "manager", "zhang.wei", "liu.yang", "zhao.lei", "huang.ting", "sun.yue", "anna")
# Who has not handed in the last week yet: the login of a rep finds something to do.
OPEN = ("rep", "zhao.lei")
TEXTS = (
    "本周重点跟进了几家意向客户，技术方案基本确认，价格仍在谈。老客户回访顺利，有两家提出了增购需求。",
    "拜访进展正常，但有一家客户更换了采购负责人，需要重新建立联系。样品测试反馈良好。",
    "完成了既定的拜访计划。竞争对手在报价上压得很低，需要突出我们的交货期和售后优势。",
    "新开发的客户对产品感兴趣，已约好下周上门演示。合同审批比预期慢，已与客户沟通。",
)
PROBLEMS = ("个别客户的付款流程较长，希望财务协助确认到账。", "", "希望技术部门支持一次现场交流。")
PLANS = ("上门演示新产品", "催回合同盖章件", "回访上月签约客户", "与采购负责人确认交货期", "整理客户资料并补齐联系人")
ENGLISH = (
    "Two projects are close to signing; the open point is the delivery date. One old customer asks for more of the same.",
    "The visits went as planned. One buyer has left, I am getting to know the successor.",
    "A competitor offers much less. I stressed our service and asked for a decision next week.",
)
ENGLISH_PLANS = ("Show the new product on site", "Call back about the signed contract", "Confirm delivery dates")


class WorkReports:
    """Calls the verbs of writers and readers, at the moments at which they would."""

    def __init__(self, now, people):
        self.now, self.today, self.people = now, local_date(now), people
        self.dice, self.days_off = Random(20260309), overrides()

    def run(self):
        followup_days.count_all(at=self.now)
        self._demand()
        weeks = self._past(WEEKLY, WEEKS)
        for period in [*weeks, *self._past(MONTHLY, MONTHS)]:
            for name in WRITERS if period not in weeks[:-LATELY] else SINCE_LONG:
                if period == weeks[-1] and name in OPEN:
                    continue
                self._write(period, self.people[name], newest=period == weeks[-1])

    def _demand(self):
        sections = [{"key": key, "label": "", "required": must} for key, must in templates.STANDARD_SECTIONS]
        for kind, days in ((WEEKLY, 1), (MONTHLY, 3)):
            templates.set_template(
                department=self.people["rep"].department,
                kind=kind,
                holds_from=period_of(MONTHLY, self.today - timedelta(days=130)).first,
                demanded=True,
                days=days,
                hour=10,
                sections=sections,
                figures=templates.STANDARD_FIGURES,
                readers=[],
                by=self.people["gm"],
                at=self.now - timedelta(days=130),
            )

    def _past(self, kind, number):
        """The last periods that are over, the oldest first."""
        out = [before(period_of(kind, self.today))]
        while len(out) < number:
            out.append(before(out[-1]))
        return out[::-1]

    def _write(self, period, author, *, newest):
        english = author.username == "anna"
        handed_in = at_hour(demanded.opens_on(period, self.days_off), 17, self.dice.randint(0, 55))
        if handed_in >= self.now:
            return
        report = attempt(writing.start_report, kind=period.kind, day=period.first, by=author, at=handed_in)
        if report is None:
            return
        plans = self.dice.sample(ENGLISH_PLANS if english else PLANS, 2)
        typed = {
            "texts": {
                "assessment": self.dice.choice(ENGLISH if english else TEXTS),
                "support": "" if english else self.dice.choice(PROBLEMS),
            },
            "outcomes": {str(item.pk): "" for item in writing.last_plan(report)},
            "plan": [(text, period.last + timedelta(days=self.dice.randint(3, 6)), None) for text in plans],
        }
        attempt(writing.submit_report, report_id=report.pk, by=author, at=handed_in, **typed)
        if not newest:
            self._read(report, author, handed_in)
            self._finish(report, handed_in)

    def _read(self, report, author, handed_in):
        report.refresh_from_db()
        superior, at = report.superior, handed_in + timedelta(hours=self.dice.randint(16, 19))
        if superior is None or at >= self.now:
            return
        attempt(reading.mark_read, report_id=report.pk, by=superior, at=at)
        if self.dice.random() < 0.15 and author.username != "anna":
            attempt(reading.write_comment, report_id=report.pk, text="写得清楚，下周重点跟进价格。", by=superior, at=at)

    def _finish(self, report, at):
        """What was planned is done, two of three things in time; the last plan is still on its way."""
        for item in report.plan.select_related("task"):
            late = timedelta(days=0 if self.dice.random() < 0.7 else self.dice.randint(1, 3))
            done = item.task.due_at + late - timedelta(hours=2) if item.task else self.now
            if done < self.now:
                type(item.task).objects.filter(pk=item.task_id).update(done_at=max(done, at), reminded_at=max(done, at))
