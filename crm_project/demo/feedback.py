"""Feedback of customers: one answered, one passed on, one overdue, one closed, and needs that were confirmed."""

from datetime import timedelta

from customers.domain.feedback import answering, recording
from customers.domain.needs import confirm_needs
from customers.models import CustomerFeedback, FeedbackKind

from .steps import attempt, customers_of

Channel = CustomerFeedback.Channel
# (who enters it, whose customer, days ago, kind, channel, what the customer said, what they were told)
SAID = (
    (
        "rep",
        "rep",
        12,
        "Question",
        Channel.PHONE,
        "客户问逆变器质保期满后能不能续保，怎么收费。",
        "已电话告知：可以续保两年，按设备价的百分之三收费，资料已发邮箱。",
    ),
    (
        "rep",
        "rep",
        9,
        "Praise",
        Channel.MESSAGE,
        "客户夸安装队守时，现场收拾得干净，希望下一期还派这一队。",
        "已回电致谢，并答应下一期优先安排同一队。",
    ),
    ("sun.yue", "sun.yue", 7, "Wish", Channel.VISIT, "客户希望每季度收到一份发电量分析，最好能附上同行对比。", ""),
    (
        "anna",
        "anna",
        6,
        "Complaint",
        Channel.PHONE,
        "客户投诉报价改了三次，每次都没人事先打招呼，要求以后变价先通知。",
        "",
    ),
    ("rep", "rep", 1, "Suggestion", Channel.EMAIL, "客户建议在随货单上印二维码，扫码就能看到安装视频。", ""),
)


class Feedback:
    """Calls the verbs of those who enter it and of those who answer."""

    def __init__(self, now, people):
        self.now, self.people = now, people

    def run(self):
        for n, said in enumerate(SAID):
            row = self._enter(n, *said[:-1])
            if row is not None and said[-1]:
                day = row.recorded_at + timedelta(hours=4)
                attempt(
                    answering.answer_feedback,
                    feedback_id=row.pk,
                    text=said[-1],
                    how=Channel.PHONE,
                    told_at=day,
                    by=row.answerer,
                    at=day,
                )
        answered = CustomerFeedback.objects.filter(status=CustomerFeedback.Status.ANSWERED).order_by("pk").first()
        if answered is not None and answered.answered_at is not None:
            day = answered.answered_at + timedelta(days=1)
            attempt(answering.close_feedback, feedback_id=answered.pk, by=answered.answerer, at=day)
        for customer in customers_of(self.people["rep"])[:3]:
            if customer.needs:
                attempt(confirm_needs, customer_id=customer.pk, by=self.people["rep"], at=self.now - timedelta(days=3))

    def _enter(self, n, who, owner, ago, kind, channel, text):
        held = customers_of(self.people[owner])
        if not held:
            return None
        at = self.now - timedelta(days=ago, hours=3)
        return attempt(
            recording.record_feedback,
            customer_id=held[n % len(held)].pk,
            kind=FeedbackKind.objects.get(name=kind),
            channel=channel,
            text=text,
            received_at=at,
            by=self.people[who],
            at=at,
        )
