"""Values that an import added to the managed lists go with it when it is undone, unless something uses them."""

from datetime import timedelta

import pytest

from crm_project.audit.models import Entry
from customers.models import Customer, ListItem
from tests.cast import NOW, customer
from tests.customers.importing_jobs import taken, undone

pytestmark = [pytest.mark.django_db, pytest.mark.req("Z10")]

NAMES = ["东阳横店影视器材有限公司", "浦江水晶工艺有限公司"]
LATER = NOW + timedelta(hours=2)
VALUES = {"region": "火星; 月球", "type": "Dealer of ours", "site": "Home"}


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"


def row(name, **values):
    return {"full_name": name, "department": "Sales", "owner": "rep", **VALUES, **values}


def state(model):
    return list(model.objects.order_by("pk").values())


def test_values_that_the_file_added_to_the_lists_are_gone_with_it(cast, tmp_path):
    made = customer(cast.rep, name=NAMES[1], code="C-1")
    before, changed_before = state(ListItem), Customer.objects.filter(pk=made.pk).values().get()
    file = [row(NAMES[0], code=None), row(NAMES[1], code="C-1")]
    job = taken(tmp_path, file, by=cast.admin, new_values=True)
    assert ListItem.objects.count() == len(before) + 3
    assert Entry.objects.filter(action="list.saved", reason="data.xlsx").count() == 3
    job = undone(job, by=cast.admin, at=LATER)
    assert (job.state, job.summary["undo"]["values"]) == ("undone", [])
    assert state(ListItem) == before
    assert Customer.objects.filter(pk=made.pk).values().get() == changed_before
    assert Entry.objects.filter(action="list.removed", actor=cast.admin, at=LATER).count() == 3
    again = taken(tmp_path, file, by=cast.admin, at=LATER, new_values=True)
    assert again.summary["counts"] == {"new": 1, "changed": 1}


def test_added_values_that_are_used_or_were_edited_stay_and_say_why(cast, tmp_path, signed_in, clock):
    job = taken(tmp_path, [row(NAMES[0])], by=cast.admin, new_values=True)
    other, mars = customer(cast.rep, name=NAMES[1]), ListItem.objects.get(name="火星")
    other.regions.add(mars)
    ListItem.objects.filter(name="月球").update(name_zh="月亮")
    job = undone(job, by=cast.admin, at=LATER)
    stay = [["火星", "Other entries use it."], ["月球", "It was changed after the import."]]
    assert sorted(job.summary["undo"]["values"]) == sorted(stay)
    assert list(other.regions.all()) == [mars] and not ListItem.objects.filter(name="Dealer of ours").exists()
    page = signed_in(cast.admin).get(f"/customers/import/{job.pk}/").text
    assert "“火星”: Other entries use it." in page
