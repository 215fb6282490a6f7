"""Feedback of a customer in Chromium: entered on the customer's page, on the manager's home page, answered, in the timeline."""

from datetime import timedelta

import pytest

from customers.models import CustomerFeedback, FeedbackKind
from tests.cast import customer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.mark.req("Nh8")
def test_feedback_is_entered_and_answered(walker, company, now):
    row = customer(company.rep, since=now - timedelta(days=5), name="杭州乙电子有限公司")
    kind = FeedbackKind.objects.get(name="Complaint")

    walker.sign_in(company.rep)
    page = walker.open(f"/customers/{row.pk}/?part=file")
    walker.press(f"#feedback a[href='/customers/{row.pk}/feedback/new/']")
    page.select_option("[name=kind]", str(kind.pk))
    page.fill("[name=text]", "报价改了三次，没有人事先说明")
    page.select_option("[name=channel]", "phone")
    walker.press("form[data-draft] .btn-primary")
    feedback = CustomerFeedback.objects.get()
    assert feedback.answerer == company.manager

    walker.sign_in(company.manager)
    walker.open("/")
    assert row.name in walker.text()
    page = walker.open(f"/customers/feedback/{feedback.pk}/")
    page.fill("form[action$='/answer/'] [name=text]", "已致歉，以后变价提前两天通知")
    walker.press("form[action$='/answer/'] .btn-primary")
    feedback.refresh_from_db()
    assert (feedback.status, feedback.answered_how) == ("answered", "phone")

    walker.sign_in(company.rep)
    page = walker.open(f"/customers/{row.pk}/?part=file")
    assert "提前两天通知" in page.locator("#feedback").inner_text()
