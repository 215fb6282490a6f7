"""Walking through the product in Chromium, on a desktop and a phone, in both languages, with axe on every page."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from tests.cast import assemble

AXE = Path(__file__).resolve().parent.parent / "vendor" / "axe.min.js"
# As long as everything else is waited for: a machine that builds other things is slow, not wrong.
expect.set_options(timeout=15_000)
PASSWORD = "walks-through-every-page"
SCREENS = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
# Everything is loaded, and no part of the page is on its way: an event, where "networkidle" waits half a second for nothing.
SETTLED = """() => document.readyState === "complete" && document.fonts.status === "loaded"
    && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling")"""
# What differs between two renderings of one page and nobody sees: tokens, numbers, moments.
UNSEEN = re.compile(r'(?:value|content|nonce|hx-headers)="[^"]*"|\d+')
AXE_RUN = """async () => (await axe.run(document, {resultTypes: ["violations"], preload: false}))
    .violations.map(v => [v.id, v.nodes.map(n => n.html).slice(0, 3)])"""
looked_over = set()
signed_in_by_form = set()


class Walker:
    """One person in front of one screen."""

    def __init__(self, browser, address, screen, language):
        self.address, self.screen = address, screen
        self.context = browser.new_context(
            viewport=SCREENS[screen],
            locale="zh-CN" if language.startswith("zh") else "en-US",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            bypass_csp=True,
        )
        self.context.add_cookies([{"name": "django_language", "value": language, "url": address}])
        self.page = self.context.new_page()
        self.page.set_default_timeout(15000)
        # The first page of a process reads every template: on a busy machine that alone takes as long.
        self.page.set_default_navigation_timeout(45_000)
        self.problems = []
        self.page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))

    def sign_in(self, person):
        """By the form once for each kind of screen and role, afterwards by the cookie that the form gives."""
        self.context.clear_cookies(name="sessionid")
        if (self.screen, person.role.key) in signed_in_by_form:
            browser = Client()
            browser.force_login(person)
            cookie = {"name": "sessionid", "value": browser.cookies["sessionid"].value, "url": self.address}
            self.context.add_cookies([cookie])
            self.page.goto(f"{self.address}/")
            return
        self._by_form(person)
        signed_in_by_form.add((self.screen, person.role.key))

    def _by_form(self, person):
        self.page.goto(f"{self.address}/accounts/login/")
        self.check()
        self.page.fill("[name=login]", person.username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url(lambda url: "login" not in url)

    def open(self, path):
        answer = self.page.goto(f"{self.address}{path}")
        assert answer.status == 200, (path, answer.status)
        self.check()
        return self.page

    def press(self, selector):
        """Press what leads to another page, and wait for it."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        self.check()

    def check(self):
        """No violation that axe knows of, nothing wider than the screen, no script error."""
        self.page.wait_for_function(SETTLED)
        self.axe()
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px wider than the screen"
        assert not self.problems, self.problems

    def axe(self):
        """Ask axe, once for each page as it looks on this screen: most journeys come past the same pages."""
        seen = (self.screen, UNSEEN.sub("", self.page.content()))
        if seen in looked_over:
            return
        self.page.add_script_tag(path=str(AXE))
        found = self.page.evaluate(AXE_RUN)
        assert not found, f"{self.page.url}: {json.dumps(found, ensure_ascii=False)[:1500]}"
        looked_over.add(seen)

    def text(self):
        return re.sub(r"\s+", " ", self.page.inner_text("body"))


@pytest.fixture
def now():
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def company(transactional_db):
    """The cast with passwords that can be typed."""
    cast = assemble()
    for person in cast.people.values():
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
    return cast


WALKED = [("desktop", "en"), ("phone", "zh-hans")]


def _walker(request, browser, live_server):
    walk = Walker(browser, live_server.url, *request.param)
    yield walk
    walk.context.close()


# A journey is walked on a desktop in English and on a phone in Chinese: each screen and each language once.
walker = pytest.fixture(_walker, params=WALKED, ids="-".join, name="walker")
# Pages that are only looked at: both screens in both languages.
everywhere = pytest.fixture(
    _walker, params=[*WALKED, ("desktop", "zh-hans"), ("phone", "en")], ids="-".join, name="everywhere"
)
