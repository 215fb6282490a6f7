"""One person's walk along the links of the product, and what is wrong with the pages on the way (see `crawl.py`)."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Error, Page

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "tests/vendor/axe.min.js"
LOOK_OVER = (ROOT / "scripts/crawl_page.js").read_text()
# What the demo company's people wrote, which stays as they wrote it.
DEMO = "".join(path.read_text() for path in sorted((ROOT / "crm_project/demo").glob("*.py")))
PASSWORD = "sunrise-demo-2026"
LOOKS = [
    ("desktop", {"width": 1440, "height": 900}, "en", "light"),
    ("phone", {"width": 390, "height": 844}, "zh-hans", "dark"),
    ("desktop", {"width": 1440, "height": 900}, "zh-hans", "light"),
    ("phone", {"width": 360, "height": 780}, "en", "dark"),
]
MOST = 150  # pages for one person and look
# Files, ways out, and what is the same page in another order.
LEFT_OUT = re.compile(
    r"/(logout|media|static|files|download|export|print|pdf|healthz|i18n)\b|\.(pdf|ics|csv|xlsx|vcf)\b"
)
SETTLED = """() => document.readyState === "complete" && document.fonts.status === "loaded"
    && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling")"""


def walk(
    browser: Browser,
    site: str,
    person: str,
    look: tuple,
    found: dict[str, set[str]],
    password: str = PASSWORD,
    most: int = MOST,
) -> int:
    """Follow the links of one person on one screen; the number of pages seen, at most `most`."""
    name, size, language, theme = look
    context = browser.new_context(viewport=size, locale="zh-CN" if language == "zh-hans" else "en-GB", bypass_csp=False)
    context.add_cookies(
        [{"name": key, "value": value, "url": site} for key, value in (("django_language", language), ("theme", theme))]
    )
    page, messages = context.new_page(), []
    page.on("pageerror", lambda error: messages.append(f"script error: {error}"))
    page.on(
        "console",
        lambda line: messages.append(f"console: {line.text[:160]}") if line.type in ("error", "warning") else None,
    )
    page.on(
        "response",
        lambda answer: messages.append(f"{answer.status} of {pattern(answer.url)}") if answer.status >= 500 else None,
    )
    sign_in(page, site, person, password)
    waiting, known, seen = ["/"], {"/"}, 0
    while waiting and seen < most:
        path = waiting.pop(0)
        messages.clear()
        try:
            answer = page.goto(site + path)
        except Error as reason:
            if "Download is starting" in reason.message:
                continue
            raise
        page.wait_for_function(SETTLED)
        seen += 1
        place = f"{person} {name} {language} {theme} {path}"
        if not answer or answer.status >= 400:
            found[f"{answer.status if answer else 'no answer'}: {pattern(path)}"].add(place)
            continue
        if "html" not in answer.headers.get(
            "content-type", ""
        ):  # a PDF, which the browser shows with a page of its own
            continue
        for message in dict.fromkeys(messages):
            found[f"{pattern(path)}: {message}"].add(place)
        page.evaluate(AXE.read_text())
        for problem in page.evaluate(LOOK_OVER, {"chinese": language == "zh-hans"}):
            written = problem.removeprefix("in English: ")
            if f'"{written}"' in DEMO:  # a user name
                continue
            if written != person and (written == problem or " " not in written or written not in DEMO):
                found[f"{pattern(path)}: {problem}"].add(place)
        for href in page.evaluate("[...document.querySelectorAll('a[href^=\"/\"]')].map(a => a.getAttribute('href'))"):
            address = href.split("#")[0]
            if address and pattern(address) not in known and not LEFT_OUT.search(address):
                known.add(pattern(address))
                waiting.append(address)
    context.close()
    return seen


def pattern(address: str) -> str:
    """An address without what differs from row to row: numbers, tokens, what is asked for."""
    path = re.sub(r"^https?://[^/]+", "", address).split("?")[0]
    return re.sub(r"/[^/]*\d[^/]*(?=/|$)", "/N", path)


def sign_in(page: Page, site: str, person: str, password: str) -> None:
    page.goto(f"{site}/accounts/login/")
    page.fill("[name=login]", person)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "login" not in url)
