"""Who keeps no cookies is told so, at the sign-in and at every other form."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
FORMS = [("account_login", {"login": "rep", "password": "x"}), ("set_language", {"language": "en"})]


@pytest.mark.parametrize(("name", "data"), FORMS)
def test_without_cookies_a_form_says_so(name, data):
    answer = Client(enforce_csrf_checks=True).post(reverse(name), data)
    assert answer.status_code == 403 and "Cookies are disabled" in answer.content.decode()


def test_with_cookies_and_an_old_page_it_says_that_instead():
    browser = Client(enforce_csrf_checks=True)
    browser.get(reverse("account_login"))
    answer = browser.post(reverse("account_login"), {"login": "rep", "password": "x", "csrfmiddlewaretoken": "x" * 32})
    text = answer.content.decode()
    assert answer.status_code == 403 and "This page has expired" in text and "Cookies are disabled" not in text
