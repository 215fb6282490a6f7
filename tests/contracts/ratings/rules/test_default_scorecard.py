"""The scorecard that the product ships with, number by number (rows T9 to T13)."""

import pytest

from contracts.ratings.rules.default_scorecard import default_body

STEPS = {
    "direct": "5000000:20 3000000:16 1500000:12 500000:8 150000:4 0.01:2",
    "distributor": "12500000:20 7500000:16 3750000:12 1250000:8 375000:4 0.01:2",
}


def steps(segment, key):
    rule = next(line["rule"] for line in default_body(segment)["indicators"] if line["key"] == key)
    assert rule["kind"] == "steps"
    return " ".join(f"{least}:{points}" for least, points in rule["steps"])


@pytest.mark.req("T9", "T12")
@pytest.mark.parametrize("segment", STEPS)
def test_the_steps_of_what_is_computed(segment):
    assert steps(segment, "volume") == STEPS[segment]
    assert steps(segment, "volume_growth") == "20:10 10:8 0:6 -10:4 -30:2"
    assert steps(segment, "payment_timeliness") == "100:10 95:8 90:6 80:4 60:2"
    assert steps(segment, "cooperation_years") == "5:5 3:4 2:3 1:2 0.01:1"
    evenness = default_body(segment)["indicators"][4]
    assert (evenness["key"], evenness["full"]) == ("evenness", "15")
    assert evenness["rule"] == {"kind": "proportion", "zero": "0", "full": "100"}


@pytest.mark.req("T10", "T11", "T12")
def test_days_bounds_and_sizes():
    direct, distributor = default_body("direct"), default_body("distributor")
    assert direct.keys() == distributor.keys() and len(direct["indicators"]) == 9
    rest = {name: direct[name] for name in direct if name not in ("categories", "indicators")}
    assert rest == {
        "days": 20,
        "remind": 5,
        "bounds": {"AAA": "84", "AA": "74", "A": "64", "B": "54", "C": "45"},
        "big_amount": "20000000",
        "big_grades": ["AAA", "AA"],
        "needs_credit": True,
        "papers": False,
    }
    assert distributor["bounds"] == {"AAA": "89", "AA": "79", "A": "69", "B": "59", "C": "50"}
    assert (distributor["big_amount"], distributor["big_grades"]) == ("50000000", ["AAA"])
    assert (distributor["days"], distributor["needs_credit"], distributor["papers"]) == (20, False, False)


def test_a_body_that_is_changed_leaves_the_next_one_as_it_was():
    body = default_body("direct")
    body["indicators"][3]["rule"]["steps"].clear()
    body["categories"][0]["en"] = ""
    assert default_body("direct") != body and default_body("direct")["categories"][0]["key"] == "quality"
