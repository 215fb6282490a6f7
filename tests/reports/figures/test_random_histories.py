"""Valid follow-ups of random histories, against a plain reading of the rules."""

from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from crm_project.lib.time import local_date
from reports.domain import figures
from tests.assignment.test_agreement import HISTORY, build, counts_plainly
from tests.cast import NOW, assemble

FIRST = date(2025, 12, 1)


def plainly(history, last):
    """{author: (follow-ups, valid)} until that day, void ones left out."""
    found, said = {}, set()
    for when, author, text, somebody, late, voided in sorted(history["followups"], key=lambda one: one[0]):
        if voided:
            continue
        helps = author == "mate" and history["helper_since"] and history["helper_since"] <= when
        mine = when >= history["since"] and (author == "rep" or helps)
        good = mine and not late and counts_plainly(text, somebody, False) and (author, text.rstrip("。.")) not in said
        if good:
            said.add((author, text.rstrip("。.")))
        if local_date(when) <= last:
            number, valid = found.get(author, (0, 0))
            found[author] = (number + 1, valid + bool(good))
    return found


@pytest.mark.req("Z2", "Nf16")
class TestRandomHistories(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = assemble()

    @settings(
        max_examples=30,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(histories=st.lists(HISTORY, min_size=1, max_size=3), back=st.integers(0, 40))
    def test_every_figure_is_what_a_plain_count_gives(self, histories, back):
        for history in histories:
            build(self.cast, history)
        last = date.fromordinal(local_date(NOW).toordinal() - back)
        wanted = {}
        for history in histories:
            for author, (number, valid) in plainly(history, last).items():
                before = wanted.get(author, (0, 0))
                wanted[author] = (before[0] + number, before[1] + valid)
        people = {name: getattr(self.cast, name) for name in ("rep", "mate", "stranger")}
        found = figures.count([one.pk for one in people.values()], FIRST, last)
        for name, person in people.items():
            told = found.get(person.pk, {})
            assert (told.get("followups", 0), told.get("valid_followups", 0)) == wanted.get(name, (0, 0)), (name, last)
            for key in ("followups", "valid_followups", "invalid_followups", "calls"):
                assert len(figures.rows(key, person.pk, FIRST, last)) == told.get(key, 0)
