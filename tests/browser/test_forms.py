"""Forms in the browser: the first field in error has the focus, a pasted card fills empty fields only, amounts as people write them."""

import pytest

from customers.models import Customer
from tests.cast import customer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CARD = "王芳  采购经理\n杭州友好科技有限公司\n手机 13805710001\n电话 0571-88001234\n地址：杭州市西湖区文三路1号\nwang@youhao.cn"

FOLDED = "details:has([name=registered_capital])"


@pytest.mark.req("Ni3")
def test_a_pasted_card_fills_what_is_empty_and_nothing_that_was_typed(walker, company):
    walker.sign_in(company.rep)
    page = walker.open("/customers/new/")
    page.fill("[name=contact_name]", "王芳芳")
    page.click(".card-paste summary")
    page.fill("[name=card]", CARD)
    page.click(".card-paste button")
    page.wait_for_selector("[data-fill=id_name]")
    assert page.input_value("[name=name]") == "杭州友好科技有限公司"
    assert page.input_value("[name=contact_mobile]") == "13805710001"
    assert page.input_value("[name=phone]") == "0571-88001234"
    assert page.input_value("[name=contact_title]") == "采购经理" and page.is_visible("[name=contact_title]")
    assert page.input_value("[name=contact_name]") == "王芳芳"
    assert page.locator("[data-fill=id_contact_name] [data-kept]").is_visible()
    assert page.locator("[data-fill=id_name] [data-kept]").is_hidden()


def test_the_first_field_in_error_has_the_focus_and_the_summary_leads_to_folded_ones(walker, company):
    walker.sign_in(company.rep)
    page = walker.open("/customers/new/")
    page.fill("[name=name]", "杭州友好科技有限公司")
    page.locator(FOLDED).locator("summary").click()
    page.fill("[name=registered_capital]", "12,5")
    walker.press("main form button.btn-primary")
    focused = page.evaluate("document.activeElement.name")
    assert page.locator(f"[name={focused}]").first.get_attribute("aria-invalid") == "true"
    assert f"id_{focused}_error" in page.locator(f"[name={focused}]").first.get_attribute("aria-describedby")
    page.locator(FOLDED).evaluate("part => { part.open = false; }")
    page.click('.error-summary a[href="#id_registered_capital"]')
    assert page.evaluate("document.activeElement.name") == "registered_capital"
    assert page.input_value("[name=registered_capital]") == "12,5"


def test_an_amount_is_typed_as_people_write_it(walker, company, now):
    row = customer(company.rep)
    walker.sign_in(company.rep)
    page = walker.open(f"/customers/{row.pk}/edit/")
    page.fill("[name=registered_capital]", "１２５万")
    walker.press("main form button.btn-primary")
    assert str(Customer.objects.get().registered_capital) == "1250000.00"
    assert walker.open(f"/customers/{row.pk}/edit/").input_value("[name=registered_capital]") == "1,250,000.00"
