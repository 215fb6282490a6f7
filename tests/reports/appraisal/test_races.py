"""A month closed by two workers at the same instant: one score for each person, one notice."""

import pytest

from crm_project.accounts.models import User
from crm_project.notices.models import Notice
from reports.domain.appraisal import closing
from reports.models import Score
from tests.cast import assemble
from tests.parallel import at_once

from .scorers import CLOSING, held_in_february

pytestmark = [pytest.mark.postgres, pytest.mark.soak, pytest.mark.django_db(transaction=True)]


@pytest.mark.req("Ni16")
def test_two_workers_close_each_score_once(clock):
    cast = assemble()
    held_in_february(cast)
    scored = User.objects.filter(role__key="rep").count()
    results = at_once([lambda: closing.close_due(at=CLOSING)] * 2)
    assert sorted(results) == [0, scored]
    assert Score.objects.count() == Notice.objects.filter(kind="score_closed").count() == scored
