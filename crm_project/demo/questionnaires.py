"""The questionnaire of the demo company: published, sent three times in three quarters, answered sixty times."""

import random
from datetime import timedelta
from functools import partial

from crm_project.notices.models import Notice
from customers.models import Contact
from customers.models.choices import Stage
from deals.models import Product
from service.domain.questionnaires import answering, drafts, publishing, sending
from service.models import QuestionnaireInvitation
from service.models.choices import SentBy
from service.rules.questionnaires import editing
from service.rules.questionnaires.body import (
    DATE,
    NUMBER,
    RECOMMEND,
    SCALE,
    SEVERAL,
    SINGLE,
    TEXT,
    Option,
    Question,
    Text,
)

from .steps import at_hour, attempt

ASKED, ANSWERS = 84, 60
# Days ago at which a part of the contacts was asked.
SENDINGS = (205, 115, 24)


def _options(*pairs):
    return tuple(Option(f"o{n}", Text(en, zh)) for n, (en, zh) in enumerate(pairs, 1))


SECTIONS = (
    (
        Text("Delivery and service", "交付与服务"),
        (
            Question(
                "", SCALE, Text("How satisfied are you with our service?", "您对我们的服务满意吗？"), required=True
            ),
            Question(
                "",
                TEXT,
                Text("What should we do better first?", "我们最应该改进什么？"),
                shown_if=(("q2", "1"), ("q2", "2"), ("q2", "3")),
            ),
            Question(
                "",
                SINGLE,
                Text("How fast was a fault fixed?", "故障处理得快吗？"),
                options=_options(
                    ("Within a day", "一天之内"),
                    ("Within three days", "三天之内"),
                    ("Later", "更久"),
                    ("No fault", "没有故障"),
                ),
            ),
            Question(
                "",
                SEVERAL,
                Text("What do you value in us?", "您看重我们的哪些方面？"),
                options=_options(
                    ("Quality", "产品质量"),
                    ("Price", "价格"),
                    ("Delivery on time", "准时交货"),
                    ("Service", "服务响应"),
                    ("Advice", "技术咨询"),
                ),
            ),
        ),
    ),
    (
        Text("From here on", "今后合作"),
        (
            Question("", RECOMMEND, Text("Would you recommend us to others?", "您会向同行推荐我们吗？"), required=True),
            Question("", NUMBER, Text("How many of our machines are running?", "目前在用多少台我们的设备？")),
            Question("", DATE, Text("When do you plan the next purchase?", "下一次采购计划在什么时候？")),
            Question("", TEXT, Text("What else would you like to tell us?", "您还有什么建议？")),
        ),
    ),
)
POOR = (
    "响应太慢，希望节假日也有人值班。",
    "备件等待时间过长。",
    "现场工程师需要更熟悉新机型。",
    "The spare parts arrive late.",
)
WISHES = (
    "希望提供夜间技术支持。",
    "培训很实用，建议每年一次。",
    "发票流程可以再快一些。",
    "设备稳定，合作愉快。",
    "希望有中文操作视频。",
    "Please offer remote diagnosis for older panels.",
)


class Questionnaires:
    """Writes them by the verbs that the pages call."""

    def __init__(self, now, people):
        self.now, self.people, self.dice = now, people, random.Random(20260622)

    def run(self):
        questionnaire = self._built(at_hour((self.now - timedelta(days=max(SENDINGS) + 10)).date(), 14, 20))
        customers = Contact.objects.filter(active=True, customer__stage=Stage.OFFICIAL, customer__restricted=False)
        found = list(customers.filter(customer__removed_at=None, customer__merged_into=None).order_by("pk")[:ASKED])
        for contact in found:
            if contact.pk % 4:
                contact.email = f"contact{contact.pk}@example.com"
        Contact.objects.bulk_update(found, ["email"])
        products = list(Product.objects.filter(active=True).order_by("pk")[:3])
        size = -(-len(found) // len(SENDINGS))
        left = ANSWERS
        for n, days in enumerate(SENDINGS):
            left -= self._sent(questionnaire, found[n * size : (n + 1) * size], products, days, min(left, 20))
        # Long read by those who were told.
        Notice.objects.filter(kind__startswith="questionnaire", at__lt=self.now - timedelta(days=3)).update(
            read_at=self.now, mailed_at=self.now
        )

    def _built(self, at):
        by = self.people["service.manager"]
        name = ("Satisfaction after delivery and service", "交付与服务满意度调查")
        made = drafts.create_questionnaire(name=name[0], name_zh=name[1], by=by, at=at)

        def change(body):
            for title, questions in SECTIONS:
                body = editing.add_section(body, title)
                section = f"s{body.last}"
                for question in questions:
                    body = editing.add_question(body, section, question)
            return body

        drafts.edit_draft(questionnaire_id=made.pk, change=change, by=by, at=at)
        publishing.publish_draft(questionnaire_id=made.pk, by=by, at=at)
        return made

    def _sent(self, questionnaire, contacts, products, days, answers):
        """Ask these contacts, so many days ago, and have so many of them answer; how many did."""
        at, answered = at_hour((self.now - timedelta(days=days)).date(), 10, 15), 0
        until = (at + timedelta(days=30)).date()
        send = partial(sending.send_questionnaire, questionnaire_id=questionnaire.pk, by=self.people["service"], at=at)
        for n, contact in enumerate(contacts):
            channel = SentBy.MAIL if contact.email else SentBy.PRINT
            product = products[n % len(products)] if products and n % 4 else None
            sent = attempt(send, contacts=[contact.pk], channel=channel, until=until, product=product)
            if sent is None or not sent.made:
                continue
            if channel == SentBy.MAIL:
                mailed = {"mailed_at": at + timedelta(minutes=1), "reminded_at": at + timedelta(days=7)}
                QuestionnaireInvitation.objects.filter(pk=sent.made[0].pk).update(**mailed)
            if answered < answers:
                when = min(at + timedelta(hours=self.dice.randint(3, 300)), self.now - timedelta(hours=1))
                by = self.people["service"] if n % 9 == 8 else None
                done = attempt(
                    answering.submit_answers, invitation_id=sent.made[0].pk, answers=self._answers(days), by=by, at=when
                )
                answered += done is not None
        return answered

    def _answers(self, days):
        """Of somebody who was asked so long ago: the newer, the better, as believable firms get."""
        dice = self.dice
        good = dice.random() < {205: 0.5, 115: 0.6, 24: 0.75}[days]
        scale = dice.choice([4, 5, 5]) if good else dice.choice([2, 3, 3, 4])
        given = {
            "q2": str(scale),
            "q4": dice.choice(["o1", "o1", "o2", "o2", "o3", "o4"]),
            "q5": sorted(dice.sample(["o1", "o2", "o3", "o4", "o5"], dice.randint(1, 3))),
            "q7": str(dice.choice([9, 9, 10, 10, 8]) if good else dice.choice([3, 5, 6, 7, 8])),
            "q8": str(dice.choice([2, 4, 6, 8, 12, 20, 35])),
        }
        if scale <= 3:
            given["q3"] = dice.choice(POOR)
        if dice.random() < 0.4:
            given["q9"] = (self.now + timedelta(days=dice.randint(20, 400))).date().isoformat()
        if dice.random() < 0.35:
            given["q10"] = dice.choice(WISHES)
        return given
