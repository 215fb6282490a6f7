"""The text of a visit sheet as it is hashed, and how long its code may be tried."""

from datetime import UTC, datetime, timedelta

import pytest

from service.rules.sheets import CODE_HOLDS, EXPIRED, MOST_TRIES, NONE, TRIED, VALID, body, code_state, digest

MADE = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.req("Ni21")


def test_a_body_is_title_language_and_lines():
    assert body("Visit", "en", [("Work", "done")]) == {"title": "Visit", "language": "en", "lines": [["Work", "done"]]}


def test_the_same_text_has_the_same_digest_in_whatever_order():
    # As it was when the first sheets were signed: theirs must be found again.
    known = "cfe5a19f907ed81cf6b0a204e05a399cacbac841b18d9484e9f872aaa090a333"
    text = body("回访单", "zh-hans", [("内容", "已修")])
    assert digest(dict(reversed(text.items()))) == digest(text) == known
    assert digest(text) != digest(body("回访单", "zh-hans", [("内容", "未修")]))


@pytest.mark.parametrize(
    ("made_at", "tries", "later", "state"),
    [
        (None, 0, timedelta(0), NONE),
        (MADE, 0, timedelta(0), VALID),
        (MADE, MOST_TRIES - 1, CODE_HOLDS - timedelta(seconds=1), VALID),
        (MADE, MOST_TRIES, timedelta(minutes=1), TRIED),
        (MADE, 0, CODE_HOLDS, EXPIRED),
        (MADE, MOST_TRIES, CODE_HOLDS + timedelta(days=1), EXPIRED),
    ],
)
def test_a_code_holds_half_an_hour_and_five_tries(made_at, tries, later, state):
    assert code_state(made_at, tries, MADE + later) == state
