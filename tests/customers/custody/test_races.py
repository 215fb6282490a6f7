"""Two keepers hand the same folder out at the same moment: one person gets it (row T6)."""

from functools import partial

import pytest

from crm_project.lib.refused import Refused
from customers.domain.custody import handing
from customers.models import FolderEntry, FolderLoan, PaperFolder
from tests.cast import NOW
from tests.parallel import at_once

from .filed import approved, filed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.soak, pytest.mark.req("T6")]


@pytest.mark.parametrize("same", [True, False], ids=["double click", "two people"])
def test_two_hand_outs_of_one_folder_give_it_to_one_person(cast, same):
    folder = filed(cast)
    loans = [approved(folder, person) for person in (cast.rep, cast.manager)]
    keys = [loans[0].pk] * 2 if same else [loan.pk for loan in loans]
    results = at_once([partial(handing.hand_out, loan_id=key, by=cast.file_keeper, at=NOW) for key in keys])
    refused = [one for one in results if isinstance(one, Refused)]
    assert [one.code for one in refused] == ["out"], results
    assert FolderLoan.objects.filter(status="out").count() == 1
    assert PaperFolder.objects.get().status == "out" and FolderEntry.objects.filter(kind="lent").count() == 1
