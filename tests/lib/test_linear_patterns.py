"""No pattern over what people type takes more than its length: two kilobytes must not stop a worker (row Nh2).

Each pattern of the product looks through long texts made of what it is made of. Texts of those in SHORT are cut before.
"""

import importlib
import re
import signal
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

# {module.name: what cuts its texts}
SHORT = {
    "crm_project.lib.dates._HOUR": "iso_text",
    "crm_project.lib.sensitive._AMOUNT": "asked of a whole run: fullmatch",
    "customers.rules.business_card": "LONGEST, LINES",
    "customers.rules.names": "names have 200 signs",
}
LENGTH, SECONDS = 20_000, 1.0  # of processor time
SIGNS = ("a", "0", " ", "(", "1-", "a.", "a@", "“", "中", "A", "{", "=", "\n", "１", "T", "csrf")


def modules():
    """Every module of the product, by name."""
    listed = subprocess.check_output(["git", "ls-files", "*.py"], text=True, cwd=settings.BASE_DIR)
    left_out = ("tests", "scripts", "migrations", "settings", "manage.py", "docs")
    for path in map(Path, listed.split()):
        if not set(left_out) & set(path.parts):
            yield ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def patterns():
    """{pattern: module.name} of those that stand at the top of a module, by themselves or in a mapping or a list."""
    found = {}
    for name in modules():
        for key, value in vars(importlib.import_module(name)).items():
            for one in (
                value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else [value]
            ):
                for pattern in one if isinstance(one, tuple) else [one]:
                    if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str):
                        found.setdefault(pattern, f"{name}.{key}")
    return {pattern: name for pattern, name in found.items() if not name.startswith(tuple(SHORT))}


class TooLong(BaseException):
    """Raised out of the pattern by the clock."""


def ring(*_signal):
    raise TooLong


@pytest.mark.slow
@pytest.mark.embedded
def test_no_pattern_takes_more_than_the_length_of_its_text():
    before, slow = signal.signal(signal.SIGVTALRM, ring), []
    try:
        for pattern, name in patterns().items():
            words = set(re.findall(r"[^\W\d]{2,12}", re.sub(r"\\\w", "", pattern.pattern)))
            for sign in (*SIGNS, *sorted(words)[:6]):
                signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
                try:
                    pattern.sub("", (sign * LENGTH)[:LENGTH] + "!")
                except TooLong:
                    slow.append((name, sign))
                finally:
                    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    finally:
        signal.signal(signal.SIGVTALRM, before)
    assert not slow


def test_a_day_is_not_looked_for_in_a_long_text():
    from crm_project.lib.dates import iso_text

    signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        assert iso_text("T" * 100_000) == "T" * 100_000
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
