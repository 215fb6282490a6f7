"""What the stories of questionnaires are told with: one that is published, a contact, an invitation with its link."""

from datetime import date, timedelta
from functools import partial

from customers.models import Contact
from service.domain.questionnaires import answering, drafts, links, publishing, sending
from service.models import QuestionnaireInvitation
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
from tests.cast import NOW, customer

BEFORE = NOW - timedelta(days=20)
SERVICE = Question("", SCALE, Text("How was our service?", "您对我们的服务满意吗？"), required=True)
WHY = Question("", TEXT, Text("What was poor?", "哪里不满意？"), required=True, shown_if=(("q2", "1"), ("q2", "2")))
MERITS = Question(
    "",
    SEVERAL,
    Text("What do you value?", "您看重什么？"),
    options=(Option("o1", Text("Price", "价格")), Option("o2", Text("Quality", "质量"))),
)
AGAIN = Question(
    "",
    SINGLE,
    Text("Will you buy again?", "会再次购买吗？"),
    options=(Option("o1", Text("Yes", "会")), Option("o2", Text("No", "不会"))),
)
RECOMMENDED = Question("", RECOMMEND, Text("Would you recommend us?", "您会推荐我们吗？"), required=True)
MACHINES = Question("", NUMBER, Text("How many machines run?", "有多少台设备？"))
SINCE = Question("", DATE, Text("Since when?", "从什么时候开始？"))
WISHES = Question("", TEXT, Text("Anything else?", "还有什么建议？"))
# Keys as they come: s1 (q2 service, q3 why, q4 merits), s5 (q6 again, q7 recommend, q8 machines, q9 since, q10 wishes).
GOOD = {"q2": "5", "q4": ["o1", "o2"], "q6": "o1", "q7": "9", "q10": "很好"}


def built(cast, *, levels=(), name="Service 2026", name_zh="2026 年服务调查"):
    """A questionnaire whose draft is complete."""
    by, at = cast.service_manager, BEFORE
    made = drafts.create_questionnaire(name=name, name_zh=name_zh, levels=levels, by=by, at=at)
    edit = partial(drafts.edit_draft, questionnaire_id=made.pk, by=by, at=at)
    edit(change=lambda body: editing.add_section(body, Text("Service", "服务")))
    for question in (SERVICE, WHY, MERITS):
        edit(change=lambda body, question=question: editing.add_question(body, "s1", question))
    edit(change=lambda body: editing.add_section(body, Text("And then", "今后")))
    for question in (AGAIN, RECOMMENDED, MACHINES, SINCE, WISHES):
        edit(change=lambda body, question=question: editing.add_question(body, "s5", question))
    return made


def published(cast, **rest):
    """One that may be sent."""
    made = built(cast, **rest)
    publishing.publish_draft(questionnaire_id=made.pk, by=cast.service_manager, at=BEFORE)
    return made


def contact(row, *, name="王经理", email="wang@customer.example", **fields):
    return Contact.objects.create(customer=row, name=name, email=email, created_at=BEFORE, **fields)


def invited(cast, questionnaire, who=None, *, by=None, channel="mail", at=NOW, **rest):
    """(invitation, token) of a contact, by default of a customer of the rep."""
    who = who or contact(customer(cast.rep))
    sent = sending.send_questionnaire(
        questionnaire_id=questionnaire.pk,
        contacts=[who.pk],
        channel=channel,
        until=rest.pop("until", date(2026, 3, 31)),
        by=by or cast.service_manager,
        at=at,
        **rest,
    )
    (row,) = sent.made
    return row, links.new_token(row, at)


def answered(cast, questionnaire, who=None, *, answers=None, at=NOW, **rest):
    """An invitation that was answered."""
    row, _token = invited(cast, questionnaire, who, at=at, **rest)
    answering.submit_answers(invitation_id=row.pk, answers=answers or GOOD, by=None, at=at)
    return QuestionnaireInvitation.objects.get(pk=row.pk)
