"""Two mailings of the manager: the funnel every Monday, and a customer list that also goes to the director."""

from datetime import timedelta

from customers.domain.saved_filters import save_filter
from reports.domain.mailing import setting

from .steps import attempt

AGO = timedelta(days=20)


class Mailings:
    """Calls the verbs as the manager would, three weeks ago; the first mails go out at their next moment."""

    def __init__(self, now, people):
        self.now, self.people = now, people

    def run(self):
        manager, at = self.people["manager"], self.now - AGO
        for person in (manager, self.people["director"]):
            person.refresh_from_db()
        common = {"by": manager, "at": at, "repeat": "weekly", "weekday": 0}
        made = attempt(
            setting.create_schedule,
            name="本周漏斗",
            content="analysis",
            page="funnel",
            days="month",
            hour=8,
            **common,
        )
        kept = save_filter(by=manager, at=at, name="三十天内到期", query="due=30&held=owned")
        listing = attempt(
            setting.create_schedule,
            name="三十天内到期的客户",
            content="list",
            saved_filter=kept,
            reason="周会讨论到期客户",
            hour=9,
            readers=[self.people["director"]],
            **common,
        )
        for row in (made, listing):
            if row is not None:
                row.next_at = setting.next_at(row, self.now)
                row.save(update_fields=["next_at"])
