"""Two customers are merged: what the rating knew of the later one is the survivor's, or stands beside it (rows Ni7, T7, M7)."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from contracts.ratings.domain import grades, key_status, scores
from contracts.ratings.models import KeyStatus, Rating, YearlyStatement
from crm_project.approvals.models import Request
from customers.domain.duplicates import merge as merging
from customers.domain.duplicates import unmerge
from tests.cast import NOW
from tests.contracts.ratings.company import Q, client, grade_of, total

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LATER = NOW + timedelta(minutes=5)


def pair(cast):
    """(the earliest, the later one)."""
    return client(cast.rep, since=NOW - timedelta(days=9), created_by=cast.rep), client(
        cast.mate, since=NOW - timedelta(days=5)
    )


def merge(one, other, cast):
    return merging.merge_customers(one_id=one.pk, other_id=other.pk, reason="same licence", by=cast.manager, at=NOW)


@pytest.mark.req("Ni7", "T7", "M7")
def test_the_survivor_shows_the_grade_and_the_figures_of_the_later_file(cast, signed_in):
    one, other = pair(cast)
    total(other, 85)
    grades.run_rating(quarter=Q, at=NOW)
    Rating.objects.filter(customer=one).delete()
    YearlyStatement.objects.create(customer=other, year=2024, revenue=7_654_321, at=NOW)
    assert KeyStatus.objects.get(customer=other).kind == "key"
    merge(one, other, cast)
    assert grade_of(one).grade == "AAA" and KeyStatus.objects.get(customer=one).kind == "key"
    text = signed_in(cast.rep).get(f"/ratings/customers/{one.pk}/").text
    assert "Key customer" in text and "¥7,654,321" in text


@pytest.mark.req("Ni7", "T7", "M7")
def test_where_both_had_one_the_survivors_stands_and_the_other_is_shown_beside_it(cast, signed_in):
    one, other = pair(cast)
    total(one, 75)
    total(other, 85)
    grades.run_rating(quarter=Q, at=NOW)
    for row, revenue in ((one, 111), (other, 222)):
        YearlyStatement.objects.create(
            customer=row, year=2024, revenue=revenue, at=NOW, document="x.pdf", document_name=f"{row.pk}.pdf"
        )
    merge(one, other, cast)
    assert (grade_of(one).grade, grade_of(other).grade) == ("AA", "AAA")
    person = signed_in(cast.rep)
    text = person.get(f"/ratings/customers/{one.pk}/").text
    assert "Grades of merged files" in text and f"{other.code} {other.name}" in text
    assert "¥111" in text and "¥222" in text
    listed = person.get(f"/ratings/?quarter={Q}").text
    assert f"/ratings/customers/{one.pk}/" in listed and f"/ratings/customers/{other.pk}/" not in listed


@pytest.mark.req("M7")
def test_the_document_of_a_merged_file_is_handed_out_to_whoever_sees_the_survivor(cast, signed_in):
    one, other = pair(cast)
    row = YearlyStatement(customer=other, year=2024, revenue=1, at=NOW, document_name="accounts.pdf")
    row.document.save("x.pdf", ContentFile(b"%PDF-1.4"), save=True)
    YearlyStatement.objects.create(customer=one, year=2024, revenue=1, at=NOW)
    merge(one, other, cast)
    row.refresh_from_db()
    assert row.customer_id == other.pk
    assert signed_in(cast.rep).get(f"/ratings/statements/{row.pk}/document/").status_code == 200
    assert signed_in(cast.stranger).get(f"/ratings/statements/{row.pk}/document/").status_code == 404


@pytest.mark.req("Ni7", "T15")
def test_a_question_about_the_standing_of_a_merged_file_is_closed_and_asked_again_when_it_is_undone(cast):
    one, other = pair(cast)
    total(other, 85)
    grades.run_rating(quarter=Q, at=NOW)
    key_status.change_status(customer_id=other.pk, key=False, quarter=str(Q), by=cast.manager, at=NOW)
    total(other, 85, Q.next())
    grades.run_rating(quarter=Q.next(), at=NOW)
    ask = Request.objects.get(kind="key_customer", customer_id=other.pk)
    record = merge(one, other, cast)
    ask.refresh_from_db()
    assert ask.status == "obsolete"
    unmerge.undo_merge(record_id=record.pk, by=cast.manager, at=LATER)
    ask.refresh_from_db()
    assert ask.status == "pending"


@pytest.mark.req("Ni7", "T7")
def test_a_grade_corrected_at_the_survivor_leaves_both_with_one_that_holds_when_the_merge_is_undone(cast):
    one, other = pair(cast)
    total(other, 85)
    grades.run_rating(quarter=Q, at=NOW)
    Rating.objects.filter(customer=one).delete()
    record = merge(one, other, cast)
    scores.save_scores(
        customer_id=one.pk, quarter=Q, points={"management": 0}, reason="buys elsewhere", by=cast.manager, at=NOW
    )
    assert grade_of(one).number == 2
    unmerge.undo_merge(record_id=record.pk, by=cast.manager, at=LATER)
    assert (grade_of(other).number, grade_of(one).number) == (1, 2)
