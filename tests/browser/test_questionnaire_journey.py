"""A questionnaire from the first section to its results: built, mailed, answered by somebody without an account (row T22)."""

import pytest
from playwright.sync_api import expect

from service.domain.questionnaires import answering, mailing
from service.models import Questionnaire, QuestionnaireInvitation
from service.presenters.questionnaires.letter import letter
from tests.browser.conftest import Walker
from tests.cast import customer
from tests.notices.post_office import post_office
from tests.service.questionnaires.asked import contact, invited

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.req("T22")]
SAVE = "main form .form-actions .btn-primary"


def fill(page, **fields):
    for name, value in fields.items():
        page.fill(f"main [name={name}]", value)


def build(walk, company):
    """A section with a scale, a text that only poor service asks for, and a recommendation; an admin approves it (Nh9)."""
    page = walk.open("/service/questionnaires/")
    walk.press("a:has-text('New questionnaire')")
    fill(page, name="Service", name_zh="服务调查")
    walk.press(SAVE)
    walk.press("a:has-text('Add a section')")
    fill(page, title="Our service", title_zh="我们的服务")
    walk.press(SAVE)
    for kind, text, zh in (
        ("scale", "Satisfied?", "满意吗？"),
        ("text", "Why not?", "为什么？"),
        ("recommend", "Recommend?", "推荐吗？"),
    ):
        walk.press("a:has-text('Add a question')")
        page.select_option("[name=kind]", kind)
        fill(page, text=text, text_zh=zh)
        if kind == "text":
            page.check("[name=shown_if][value='q2:1']")
        else:
            page.check("[name=required]")
        walk.press(SAVE)
    walk.press("a:has-text('Preview')")
    expect(page.locator("main")).to_contain_text("Shown only if: Satisfied? → 1")
    page.go_back()
    built = page.url.removeprefix(walk.address)
    walk.press("button:has-text('Publish')")
    expect(page.locator("main")).to_contain_text("Waiting for")
    asked = page.url.removeprefix(walk.address)
    walk.sign_in(company.admin)
    walk.open(asked)
    walk.press("button:has-text('Approve and apply')")
    walk.sign_in(company.service_manager)
    walk.open(built)
    expect(page.locator("main")).to_contain_text("Version 1")


def mailed(walk, who, settings):
    """The letter that reaches the contact by SMTP."""
    page = walk.page
    walk.press("a:has-text('Send')")
    page.check(f"[name=contact][value='{who.pk}']")
    walk.press(SAVE)
    expect(page.locator("main")).to_contain_text("mail waits to be sent")
    with post_office() as office:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = office.server_address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        assert mailing.mail_invitations(letter=letter, at=QuestionnaireInvitation.objects.get().sent_at) == 1
    (found,) = office.letters
    return found


def answer(guest, link):
    """On a phone, in Chinese, without a session; a poor grade brings up one more question."""
    page = guest.open(link)
    expect(page.locator("main")).to_contain_text("满意吗？")
    assert page.locator("script").count() == 0 or guest.page.evaluate("document.scripts.length") <= 1  # axe's own
    page.check("[name=q2][value='1']")
    page.check("[name=q4][value='3']")
    guest.press("main .ask-actions .btn-primary")
    expect(page.locator("main [role=status]")).to_be_visible()
    page.fill("[name=q3]", "配件到得太慢")
    guest.press("main .ask-actions .btn-primary")
    expect(page.locator("h1")).to_contain_text("感谢")
    assert not [cookie for cookie in guest.context.cookies() if cookie["name"] != "django_language"]
    again = page.goto(guest.address + link)
    assert again.status == 410
    guest.check()
    expect(page.locator("h1")).to_contain_text("已经填写过了")


def row_until(questionnaire):
    """Until when the first one may answer."""
    return QuestionnaireInvitation.objects.filter(version__questionnaire=questionnaire).first().expires_at.date()


def test_from_the_first_section_to_the_results(browser, live_server, company, settings):
    settings.SITE_URL = live_server.url
    who = contact(customer(company.rep, name="宁波海风电器有限公司"), email="wang@customer.example")
    desk, guest = (
        Walker(browser, live_server.url, screen, language)
        for screen, language in (("desktop", "en"), ("phone", "zh-hans"))
    )
    desk.sign_in(company.service_manager)
    build(desk, company)
    found = mailed(desk, who, settings)
    assert found["To"] == "wang@customer.example" and found["Subject"] == "服务调查"
    text = found.get_body("plain").get_content()
    link = next(word for word in text.split() if "/service/answer/" in word).removeprefix(live_server.url)
    answer(guest, link)
    questionnaire = Questionnaire.objects.get()
    for _n in range(4):  # figures appear from five on
        row, _token = invited(
            company,
            questionnaire,
            at=QuestionnaireInvitation.objects.latest("sent_at").sent_at,
            until=row_until(questionnaire),
        )
        answering.submit_answers(invitation_id=row.pk, answers={"q2": "5", "q4": "10"}, by=None, at=row.sent_at)
    results = f"/service/questionnaires/{questionnaire.pk}/results/"
    page = desk.open(results)
    expect(page.locator(".tiles")).to_contain_text("+60")
    desk.press("a:has-text('Why not?')")
    expect(page.locator("main")).to_contain_text("配件到得太慢")
    texts = page.url.removeprefix(live_server.url)
    guest.sign_in(company.service)
    seen = guest.open(results)
    expect(seen.locator("main")).not_to_contain_text("配件到得太慢")
    assert seen.goto(live_server.url + texts).status == 403
    desk.context.close()
    guest.context.close()
