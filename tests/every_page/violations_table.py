"""violations: in the table."""

from .page import Page, about
from .rights import BELOW, DEPT, LEVELS, OTHER, OWN, at, both, either, everybody, has, not_at, reaches, wider_than

PLACES = (OWN, DEPT, BELOW, OTHER)
opens = wider_than("own", "violation.open")
sees = either(at(OWN), reaches("violation.view"), reaches("violation.decide"))
others = either(opens, wider_than("own", "violation.view"), wider_than("own", "violation.decide"))
decides = both(not_at(OWN), reaches("violation.decide"))
DECISION = {"decision": "upheld", "effect": "warning", "expires_on": "2027-03-02", "reason": "the log says so"}


def above_hr(case):
    return LEVELS[case.role] >= 1


VIOLATIONS = [
    Page("violations:mine", get=everybody),
    Page("violations:all", get=others),
    Page("violations:counts", get=others),
    Page(
        "violations:new",
        get=has("violation.open"),
        post=has("violation.open"),
        data=lambda w, c: {
            "person": w.owners[DEPT].pk,
            "kind": w.violation_kind.pk,
            "day": "2026-02-27",
            "what": "the password stood on a note",
        },
    ),
    Page(
        "violations:kinds",
        get=has("lists.manage"),
        post=has("lists.manage"),
        data=lambda w, c: {"name": "New kind", "name_zh": "新类型"},
    ),
    Page(
        "violations:kind",
        get=has("lists.manage"),
        post=has("lists.manage"),
        args=lambda w, c: {"pk": w.violation_kind.pk},
        data=lambda w, c: {"name": "Renamed", "name_zh": ""},
    ),
    Page("violations:kind_switch", post=has("lists.manage"), args=lambda w, c: {"pk": w.violation_kind.pk}),
    about("violation statement", "violations:violation", PLACES, get=sees),
    about("violation file", "violations:file", PLACES, get=sees, notes=True),
    about(
        "violation statement",
        "violations:statement",
        PLACES,
        post=at(OWN),
        data=lambda w, c: {"statement": "it was not me"},
        words=True,
    ),
    about("violation decision", "violations:decide", PLACES, post=decides, data=lambda w, c: DECISION, words=True),
    about(
        "violation decided",
        "violations:appeal",
        PLACES,
        post=at(OWN),
        data=lambda w, c: {"text": "it was not me"},
        words=True,
    ),
    about(
        "violation appealed",
        "violations:final",
        PLACES,
        post=both(decides, above_hr),
        data=lambda w, c: {"decision": "dismissed", "reason": "it was somebody else"},
        words=True,
    ),
    about(
        "violation statement",
        "violations:withdraw",
        PLACES,
        post=decides,
        data=lambda w, c: {"reason": "a mistake"},
        words=True,
    ),
    about(
        "violation decided",
        "violations:void",
        PLACES,
        post=decides,
        data=lambda w, c: {"reason": "a mistake"},
        words=True,
    ),
]
