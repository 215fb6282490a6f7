"""What every test stands on: services, browser, clean caches. A plugin of pytest (see pyproject.toml)."""

import gc
import itertools
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from scripts.packages import chromium

# Playwright runs an event loop in the thread of the test, and Django would refuse to query there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ROOT = Path(__file__).resolve().parent.parent
ARTEFACTS = Path(__file__).resolve().parent / "artefacts"
CHROMIUM = chromium()
LEFT_OUT = pytest.StashKey[Counter[str]]()
_numbers = itertools.count(1)


TOUCHES_DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot run on what there is, and say so at the end (`make test` provides every service); what touches no
    service runs once, with SQLite."""
    if os.environ.get("PURE_TESTS_RAN"):
        config.hook.pytest_deselected(items=[item for item in items if _is_pure(item)])
        items[:] = [item for item in items if not _is_pure(item)]
    postgres = os.environ.get("DATABASE_URL", "").startswith("postgres")
    redis = bool(os.environ.get("REDIS_URL"))
    lacking = {
        "postgres": None if postgres else "needs PostgreSQL (DATABASE_URL)",
        "redis": None if redis else "needs Redis (REDIS_URL)",
        "embedded": "is about the embedded database" if postgres else None,
        "browser": None if Path(CHROMIUM).exists() else f"needs Chromium ({CHROMIUM})",
    }
    impossible = {item: why for item in items if (why := _lacking(item, lacking))}
    config.hook.pytest_deselected(items=list(impossible))
    items[:] = [item for item in items if item not in impossible]
    config.stash[LEFT_OUT] = Counter(impossible.values())


class LongFirst:
    """Files with long tests come first, so that at the end no process waits for another; each file stays together.

    Before pytest-django sorts: those that empty the tables still come after all others.
    """

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> Iterator[None]:
        long = {item.path for item in items if item.get_closest_marker("slow")}
        items.sort(key=lambda item: item.path not in long)
        yield


def pytest_collection_finish() -> None:
    """What was collected stays to the end: the collector of garbage need not walk through it again and again (a tenth of the time)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(LongFirst())


def _lacking(item: pytest.Item, lacking: Mapping[str, str | None]) -> str | None:
    """What this test needs and is not there."""
    return next((why for marker, why in lacking.items() if why and item.get_closest_marker(marker)), None)


LONG = 20.0  # seconds; longer ones are marked `slow`


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was left out and why, and name the tests that take long without saying so."""
    for why, count in terminalreporter.config.stash.get(LEFT_OUT, Counter()).items():
        terminalreporter.write_line(f"{count} left out: {why}", yellow=True)
    reports = [one for kind in ("passed", "failed") for one in terminalreporter.stats.get(kind, [])]
    for report in reports:
        if getattr(report, "when", "") == "call" and report.duration > LONG and "slow" not in report.keywords:
            terminalreporter.write_line(
                f"took {report.duration:.0f} s: mark it slow, or make it quicker: {report.nodeid}", yellow=True
            )


def _is_pure(item: pytest.Item) -> bool:
    """Neither database, nor Redis, nor browser: the answer cannot differ between the two suites."""
    from django.test import SimpleTestCase

    if issubclass(getattr(item, "cls", None) or object, SimpleTestCase):
        return False
    marks = {mark.name for mark in item.iter_markers()}
    names = set(getattr(item, "fixturenames", ()))
    return not marks & {"django_db", "postgres", "redis", "browser"} and not names & TOUCHES_DATABASE


@pytest.fixture(autouse=True)
def _fresh_cache(settings: Any) -> None:
    """Each test begins with an empty cache: a prefix never used before, in every thread."""
    from django.core.cache import caches

    settings.CACHES["default"]["KEY_PREFIX"] = f"{os.environ.get('CACHE_PREFIX', 'test')}-{next(_numbers)}"
    if hasattr(caches._connections, "default"):
        del caches["default"]


@pytest.fixture(autouse=True)
def _language_left_behind() -> Any:
    """A request leaves its language active in its thread: the next test begins in that of the settings."""
    from django.utils import translation

    yield
    translation.deactivate()


# --- Browser --------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium, calling nobody."""
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A desktop in Shanghai, in English; a test that needs another makes its own context."""
    return {
        **browser_context_args,
        "viewport": {"width": 1440, "height": 900},
        "locale": "en-US",
        "timezone_id": "Asia/Shanghai",
        "reduced_motion": "reduce",
    }


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Keep a picture of the page on which a browser test failed."""
    report = yield
    page = getattr(item, "funcargs", {}).get("page")
    if report.when == "call" and report.failed and page is not None:
        ARTEFACTS.mkdir(exist_ok=True)
        name = re.sub(r"[^\w.-]+", "_", item.nodeid)[-120:]
        try:
            page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)
            report.sections.append(("screenshot", str(ARTEFACTS / f"{name}.png")))
        except Exception as error:  # the page may be what broke
            report.sections.append(("screenshot", f"none: {error}"))
    return report
