import pytest
from tests.cast import *
from datetime import timedelta
from assignment import sweep, ownership, undo
pytestmark = pytest.mark.django_db(transaction=True)
def test_smoke(cast, clock):
    c = customer(cast.rep, since=moment("2026-02-01 09:00"))
    followup(c, cast.rep, moment("2026-02-10 11:00"))
    followup(c, cast.rep, moment("2026-02-12 11:00"), content="外出")
    at = moment("2026-02-25 10:00")
    lines = sweep.preview(at)
    print(lines)
    assert lines[0]["outcome"]=="release"
    r = sweep.run(at=at)
    print(r.figures)
    assert owner_of(c) is None
    print(undo.undo_run(run_id=r.pk, by=cast.manager, at=at))
    assert owner_of(c)=="rep"
    assert sweep.preview(at)==lines
