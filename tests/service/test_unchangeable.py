"""A published questionnaire and a signed visit sheet do not change, by trigger, on both databases (rows T22, Ni21)."""

import pytest
from django.db import DatabaseError, connection, transaction

from service.domain.questionnaires import answering, drafts, publishing
from service.domain.sheets import signing
from service.migrations._unchangeable import SQLITE, TABLES
from service.models import QuestionnaireVersion, VisitSheet
from service.presenters.sheets import document
from tests.cast import NOW

from .questionnaires.asked import GOOD, built, invited, published
from .sheets.made import HOUR, done, drawn, sheet

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def guarded(db):
    """On SQLite the guards against DELETE are down in tests, because emptying tables needs it: put up for this one."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table, (name, since, said) in TABLES.items():
                cursor.execute(
                    SQLITE.format(what="delete", WHAT="DELETE", table=table, name=name, since=since, said=said)
                )


def version(cast):
    return published(cast).versions.get()


def signed(cast):
    made = sheet(cast, done(cast))
    return signing.sign_sheet(
        sheet_id=made.pk, signer="王", signature=drawn(), document=document.pdf, by=cast.service, at=NOW + 3 * HOUR
    )


@pytest.mark.req("T22", "Ni21")
@pytest.mark.parametrize(
    ("make", "field", "value"),
    [(version, "body", {}), (version, "number", 9), (signed, "signer", "x"), (signed, "body", {})],
)
@pytest.mark.parametrize("way", ["update", "save", "delete", "raw delete"])
def test_nothing_of_it_is_changed_or_taken_away(cast, guarded, make, field, value, way):
    row = make(cast)
    rows, before = type(row).objects.filter(pk=row.pk), getattr(row, field)
    setattr(row, field, value)
    changes = {
        "update": lambda: rows.update(**{field: value}),
        "save": row.save,
        "delete": lambda: rows.delete(),
        "raw delete": lambda: rows._raw_delete("default"),
    }
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        changes[way]()
    assert getattr(rows.get(), field) == before


@pytest.mark.req("T22")
def test_a_draft_is_edited_and_discarded_and_a_version_follows(cast, guarded):
    made = published(cast)
    drafts.begin_version(questionnaire_id=made.pk, by=cast.service_manager, at=NOW)
    drafts.discard_draft(questionnaire_id=made.pk, by=cast.service_manager, at=NOW)
    drafts.begin_version(questionnaire_id=made.pk, by=cast.service_manager, at=NOW)
    publishing.publish_draft(questionnaire_id=made.pk, by=cast.service_manager, at=NOW)
    assert [row.number for row in made.versions.all()] == [2, 1]
    row, _token = invited(cast, made)
    answering.submit_answers(invitation_id=row.pk, answers=GOOD, by=None, at=NOW)
    publishing.close_questionnaire(questionnaire_id=made.pk, by=cast.service_manager, at=NOW)
    assert QuestionnaireVersion.objects.filter(published_at=None).count() == 0
    assert built(cast, name="Another").versions.count() == 1


@pytest.mark.req("Ni21")
def test_a_sheet_that_nobody_signed_gives_way_to_the_next(cast, guarded):
    order = done(cast)
    sheet(cast, order)
    sheet(cast, order, people="李工")
    assert VisitSheet.objects.count() == 2
