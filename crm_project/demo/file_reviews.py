"""How often files are reviewed, what the file keeper and a manager have gone through lately, and what is overdue by now."""

from datetime import timedelta

from crm_project.lib.time import local_date
from customers.domain.completeness import incomplete
from customers.domain.reviews import recording, reminding, setting, stored
from customers.domain.reviews.fields import REVIEWED
from customers.models import Customer

from .steps import at_hour, attempt, customers_of

SET_AGO = 75
NOTES = ("", "电话核对过公司地址和主要产品。", "已与负责人确认，资料属实。", "")


class FileReviews:
    """Calls the verbs of those who review, at the moments at which they would."""

    def __init__(self, now, people):
        self.now, self.people = now, people

    def run(self):
        begun = self.now - timedelta(days=SET_AGO)
        setting.set_rules(
            department=None,
            holds_from=local_date(begun),
            vip=60,
            core=90,
            growth=180,
            ordinary=365,
            other=0,
            remind_days=7,
            escalate_days=14,
            by=self.people["keeper"],
            at=begun,
        )
        stored.refresh_all(at=begun)
        vips = list(Customer.objects.filter(vip=True, ownership__isnull=False).order_by("pk")[:8])
        cores = list(Customer.objects.filter(level="core", ownership__isnull=False).order_by("pk")[:16])
        for n, row in enumerate([*vips, *cores]):
            self._review(row, self.people["keeper"], 4 + 3 * n, note=NOTES[n % len(NOTES)])
        gaps = list(incomplete(Customer.objects.filter(ownership__owner=self.people["rep"])).order_by("pk")[:2])
        for n, row in enumerate(gaps or customers_of(self.people["rep"])[:2]):
            due = local_date(self.now) + timedelta(days=3 + n)
            self._review(row, self.people["manager"], 2 + n, task="补齐客户联系人的职务和手机", task_due=due)
        reminding.remind(at=self.now)

    def _review(self, row, by, ago, **more):
        at = at_hour(local_date(self.now) - timedelta(days=ago), 10, ago % 60)
        return attempt(
            recording.record_review,
            customer_id=row.pk,
            by=by,
            at=at,
            fields={},
            regions=None,
            confirmed=REVIEWED,
            **more,
        )
