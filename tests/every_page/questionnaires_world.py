"""Questionnaires of the company of all cases: one published, one draft, and contacts asked by it at every place."""

from datetime import timedelta

from service.models import Questionnaire, QuestionnaireAnswer, QuestionnaireInvitation, QuestionnaireVersion
from service.models.choices import SentBy
from tests.cast import NOW
from tests.service.questionnaires.asked import BEFORE, built, published

from .rights import BELOW, DEPT, FAR, OTHER, OWN, POOL


def furnish_questionnaires(world):
    """For every role at its own customer, and at each of the other places."""
    row = world.keep("questionnaire", "", published(world.cast))
    world.keep("draft questionnaire", "", built(world.cast))
    version = row.versions.get()
    for name in ("unsent questionnaire", "closed questionnaire", "followed questionnaire"):
        world.keep(name, "", _copied(version, closed=name == "closed questionnaire"))
    follower = world.get_at("followed questionnaire", "")
    QuestionnaireVersion.objects.create(questionnaire=follower, number=2, body=version.body, changed_at=NOW)
    for place in (DEPT, BELOW, OTHER, POOL, FAR):
        _place(world, version, place)
        for name in ("questionnaire", "unsent questionnaire"):
            world.keep(name, place, world.get_at(name, ""))
    for role in world.viewers:
        _place(world, version, OWN, role)
        for name in ("questionnaire", "unsent questionnaire"):
            world.keep(name, OWN, world.get_at(name, ""), role)


def _copied(version, *, closed):
    made = Questionnaire.objects.create(name="Copy", created_at=BEFORE, closed_at=NOW if closed else None)
    QuestionnaireVersion.objects.create(
        questionnaire=made, number=1, body=version.body, published_at=BEFORE, changed_at=BEFORE
    )
    return made


def _place(world, version, place, role=None):
    contact = world.get_at("contact", place, role)
    for name, channel in (
        ("invitation", SentBy.MAIL),
        ("printed invitation", SentBy.PRINT),
        ("answered invitation", SentBy.MAIL),
    ):
        asked = QuestionnaireInvitation.objects.create(
            version=version,
            customer=contact.customer,
            contact=contact,
            channel=channel,
            language="en",
            sent_at=BEFORE,
            expires_at=NOW + timedelta(days=30),
            answered_at=NOW if name == "answered invitation" else None,
        )
        if asked.answered_at:
            QuestionnaireAnswer.objects.create(invitation=asked, question="q2", choice="5", number=5)
            QuestionnaireAnswer.objects.create(invitation=asked, question="q10", text="good")
        world.keep(name, place, asked, role)
