"""Two nightly runs at the same instant: every contradiction once, told once."""

import pytest

from crm_project.audit.models import Entry
from crm_project.notices.models import Notice
from reports.domain.contradictions import detecting
from reports.models import Contradiction
from tests.cast import assemble
from tests.parallel import at_once

from .contradicting import NIGHT, held, ruled, spent, visited, was_out

pytestmark = [pytest.mark.postgres, pytest.mark.soak, pytest.mark.django_db(transaction=True)]


@pytest.mark.req("Nf9")
def test_two_runs_at_once_make_one(clock):
    cast = assemble()
    ruled(cast)
    for person in (cast.rep, cast.mate):
        was_out(person, held(person), "2026-03-02 09:00", "2026-03-02 11:00")
        visited(person, held(person), "2026-03-02 14:00")
        spent(person, held(person), NIGHT.date().replace(day=2))
    results = at_once([lambda: detecting.detect(at=NIGHT), lambda: detecting.detect(at=NIGHT)])
    assert sum(results) == 6, results
    assert Contradiction.objects.count() == 6
    assert Notice.objects.filter(kind="contradiction_found").count() == 6
    assert Entry.objects.filter(action="contradiction.found").count() == 6
