"""Walk through the whole product as each role and look for defects: `make crawl`, or `python scripts/crawl.py SITE [PEOPLE]`.

Follows every link from Home, one address for each pattern, on a desktop and a phone, in both languages, light and dark, in a
demo company of its own (or one that runs already at SITE). Tells of each page: what did not answer, errors and refused
resources of the browser, what axe finds, what is wider than the screen or cut off, and English words on Chinese pages.
"""

import contextlib
import os
import subprocess
import sys
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import services
from crawler import LOOKS, walk
from packages import chromium
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = [
    "rep",
    "manager",
    "sun.yue",
    "anna",
    "director",
    "gm",
    "clerk",
    "keeper",
    "auditor",
    "admin",
    "finance",
    "service",
]


def main(arguments: list[str]) -> int:
    """Print what was found by kind, most frequent first; 1 if there was anything."""
    people = arguments[1:] or PEOPLE
    found: dict[str, set[str]] = defaultdict(set)
    with _site(arguments[0] if arguments else "") as site, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        pages = sum(walk(browser, site, person, look, found) for person in people for look in LOOKS)
    for problem, places in sorted(found.items(), key=lambda item: -len(item[1])):
        print(f"{len(places):4} × {problem}\n       {'; '.join(sorted(places)[:3])}")
    print(f"\n{pages} pages, {len(found)} problems")
    return 1 if found else 0


@contextlib.contextmanager
def _site(running: str) -> Iterator[str]:
    """The address of a demo company: one that runs, or one of our own for as long as the walk takes."""
    if running:
        yield running.rstrip("/")
        return
    with services.folder("crm-crawl-", None) as folder:
        env = os.environ | {"CRM_DATA": str(folder), "DEMO": "1", "PORT": "8199"}
        server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
        try:
            for _second in range(300):
                with contextlib.suppress(OSError):
                    urllib.request.urlopen("http://127.0.0.1:8199/healthz").close()
                    break
                time.sleep(1)
            yield "http://127.0.0.1:8199"
        finally:
            server.terminate()
            server.wait(60)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
