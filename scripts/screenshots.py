"""Renew the pictures of docs/images from a running demo company: `python scripts/screenshots.py http://127.0.0.1:8000`."""

import sys
from pathlib import Path

from packages import chromium
from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "docs/images"
PASSWORD = "sunrise-demo-2026"
# Picture: who looks, in which language, what (an address, or a link to be followed from one).
PAGES = {
    "home": ("rep", "en", ["/"]),
    "home-zh": ("rep", "zh-hans", ["/"]),
    "customers": ("rep", "en", ["/customers/"]),
    "customer": ("rep", "en", ["/customers/", "main tbody a[href^='/customers/']"]),
    "why": ("rep", "en", ["/customers/", "main tbody a[href^='/customers/']", "main a[href$='/why/']"]),
    "pool": ("rep", "en", ["/ownership/pool/"]),
    "approvals": ("manager", "en", ["/approvals/"]),
    "policies": ("gm", "en", ["/ownership/policies/"]),
    "release-log": ("manager", "en", ["/ownership/release-log/"]),
    "deals": ("rep", "en", ["/deals/"]),
    "collections": ("manager", "en", ["/contracts/collections/"]),
    "audit": ("admin", "en", ["/audit/"]),
}


def main(site: str) -> None:
    """Sign in as each person once; pictures are 1440 by 900."""
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for person in dict.fromkeys(who for who, *_ in PAGES.values()):
            page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-GB")
            page.goto(f"{site}/accounts/login/")
            page.fill("[name=login]", person)
            page.fill("[name=password]", PASSWORD)
            page.click("main [type=submit]")
            page.wait_for_load_state("networkidle")
            for name, (who, language, way) in PAGES.items():
                if who == person:
                    take(page, site, name, language, way)
            page.close()


def take(page, site: str, name: str, language: str, way: list[str]) -> None:
    """Go there in this language and keep what is seen."""
    page.context.add_cookies([{"name": "django_language", "value": language, "url": site}])
    page.goto(f"{site}{way[0]}")
    for link in way[1:]:
        page.goto(site + page.locator(link).first.get_attribute("href"))
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"{name}.png")
    print(f"{name:12} {page.url}")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000")
