"""Several at the same sheet in the same instant: one signature, five tries (row Ni21)."""

import pytest

from crm_project.lib.refused import Refused
from service.domain.sheets import sending, signing
from service.models import OrderFile, VisitSheet
from service.presenters.sheets import document
from tests.cast import NOW, assemble
from tests.parallel import at_once

from .made import HOUR, done, drawn, sheet

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.soak,
    pytest.mark.django_db(transaction=True),
    pytest.mark.req("Ni21"),
]
LATER = NOW + 3 * HOUR


def codes_of(results):
    assert not [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)], results
    return sorted(r.code for r in results if isinstance(r, Refused))


def test_a_sheet_is_signed_once_and_its_file_kept_once():
    cast = assemble()
    made = sheet(cast, done(cast))
    sign = lambda: signing.sign_sheet(  # noqa: E731
        sheet_id=made.pk, signer="王", signature=drawn(), document=document.pdf, by=cast.service, at=LATER
    )
    assert codes_of(at_once([sign] * 5)) == ["status"] * 4
    assert OrderFile.objects.count() == 1


def test_guesses_at_once_are_counted_one_by_one():
    cast = assemble()
    made = sheet(cast, done(cast))
    code = sending.tell_code(sheet_id=made.pk, by=cast.service_manager, at=LATER)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    guess = lambda: signing.confirm_by_code(  # noqa: E731
        sheet_id=made.pk, code=wrong, document=document.pdf, by=cast.service, at=LATER
    )
    assert codes_of(at_once([guess] * 12)) == ["tried"] * 7 + ["wrong"] * 5
    assert VisitSheet.objects.get().code_tries == 5
