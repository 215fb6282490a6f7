"""A VIP reception in Chromium: planned, recorded afterwards, its follow-up on the timeline of the customer."""

from datetime import timedelta

import pytest

from activities.models import FollowUp, Reception
from customers.models import Contact
from tests.cast import customer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
AGREED = "与王经理参观了工厂，确认明年采购两百台，四月签合同"


@pytest.mark.req("M11")
def test_a_vip_is_received_and_what_was_agreed_stands_on_the_timeline(walker, company, now):
    row = customer(company.rep, since=now - timedelta(days=5), name="杭州甲电子有限公司", vip=True)
    Contact.objects.create(customer=row, name="王经理", title="采购经理", created_at=now)
    begins = (now + timedelta(days=2)).replace(minute=0)

    walker.sign_in(company.rep)
    page = walker.open(f"/activities/customers/{row.pk}/receptions/")
    walker.press(f"a.btn-primary[href='/activities/customers/{row.pk}/receptions/new/']")
    assert "VIP" in page.locator("[name=level] option:checked").inner_text()
    page.fill("[name=purpose]", "参观工厂")
    for name, moment in (("begins_at", begins), ("ends_at", begins + timedelta(hours=2))):
        page.evaluate(
            "([name, value]) => { const field = document.querySelector(`[name=${name}]`);"
            " field.value = value; field.dispatchEvent(new Event('change', {bubbles: true})); }",
            [name, moment.strftime("%Y-%m-%dT%H:%M")],
        )
    page.select_option("[name=room]", index=1)
    page.check("[name=contacts]")
    page.fill("[name='gift-0-what']", "龙井茶")
    page.fill("[name='gift-0-value']", "900")
    walker.press("form[data-draft] .btn-primary")
    assert not Reception.objects.exists() and "500.00" in page.locator(".error-summary").inner_text()
    page.fill("[name='gift-0-value']", "380")
    walker.press("form[data-draft] .btn-primary")
    made = Reception.objects.get()
    assert made.level.name == "VIP" and made.steps.count() == 7
    assert "龙井茶" in walker.text()

    # The days pass: it took place yesterday.
    Reception.objects.update(begins_at=now - timedelta(hours=5), ends_at=now - timedelta(hours=3))
    page = walker.open(f"/activities/receptions/{made.pk}/")
    walker.press(f"a.btn-primary[href='/activities/receptions/{made.pk}/record/']")
    page.fill("[name=content]", AGREED)
    page.fill("[name=result]", "同意四月签合同")
    page.fill("[name=next_step]", "发送合同草稿")
    walker.press("form[data-draft] .btn-primary")
    assert FollowUp.objects.get().content == AGREED
    assert AGREED in walker.text()
    walker.open(f"/customers/{row.pk}/")
    assert AGREED in walker.text()
