"""No grade before the papers are in the file, or a director says why not (row T8)."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.ratings.domain import papers, scorecards
from contracts.ratings.models import PaperFile, Papers, Scorecard
from contracts.ratings.rules.default_scorecard import default_body
from contracts.ratings.rules.scorecard import SEGMENTS
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from customers.models import Customer
from tests.cast import NOW

from .company import Q, client, grade_of, rate, total

pytestmark = [pytest.mark.django_db, pytest.mark.req("T8"), pytest.mark.usefixtures("clock")]


def upload(name="licence.pdf", content=b"%PDF-1.4 a copy"):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def asked(cast):
    """Scorecards that ask for the papers, in force for the quarter that is rated."""
    for segment in SEGMENTS:
        body = default_body(segment) | {"papers": True}
        Scorecard.objects.create(segment=segment, number=2, holds_from="2020Q1", body=body, note="papers", made_at=NOW)


def added(row, kind, by, **changes):
    given = {"dated_on": date(2020, 5, 1), "upload": upload(), "by": by, "at": NOW} | changes
    return papers.add_paper(customer_id=row.pk, kind=kind, **given)


def test_without_papers_there_is_no_grade_and_the_grade_says_which_are_missing(cast, asked, signed_in):
    row = client(cast.rep)
    total(row, 80)
    rate()
    assert grade_of(row).grade == ""
    page = signed_in(cast.rep).get(f"/ratings/customers/{row.pk}/").text
    assert (
        "No grade before the documents are in the file: Business licence, ID of the legal representative. "
        "With them it would be AA." in page
    )


def test_with_both_papers_it_is_graded_at_once(cast, asked):
    row = client(cast.rep)
    total(row, 80)
    rate()
    added(row, "licence", cast.rep)
    assert grade_of(row).grade == ""
    added(row, "representative", cast.rep)
    assert (grade_of(row).grade, grade_of(row).number) == ("AA", 3)


def test_a_person_needs_no_licence(cast, asked):
    row = client(cast.rep, kind="individual")
    total(row, 80)
    added(row, "representative", cast.rep)
    rate()
    assert grade_of(row).grade == "AA"


def test_a_director_lets_it_be_graded_without_them_with_a_reason(cast, asked, signed_in):
    row = client(cast.rep)
    total(row, 80)
    rate()
    address = f"/ratings/customers/{row.pk}/papers/exception/"
    refused = signed_in(cast.manager).post(address, {"exception_reason": "listed company"}, follow=True)
    assert grade_of(row).grade == "" and "A director can approve grading without documents." in refused.text
    short = signed_in(cast.director).post(address, {"exception_reason": "no"})
    assert short.status_code == 422 and "Give the reason for grading this customer without documents." in short.text
    signed_in(cast.director).post(address, {"exception_reason": "Listed company, papers are public"})
    assert grade_of(row).grade == "AA" and Papers.objects.get().exception_by == cast.director
    assert "Listed company, papers are public" in signed_in(cast.rep).get(f"/ratings/customers/{row.pk}/").text
    signed_in(cast.director).post(address, {"do": "end"})
    assert grade_of(row).grade == "" and Entry.objects.filter(action="paper.excepted").count() == 1


def test_papers_are_files_with_dates_uploaded_in_the_browser(cast, asked, signed_in):
    row = client(cast.rep)
    address = f"/ratings/customers/{row.pk}/papers/"
    browser = signed_in(cast.rep)
    browser.post(address, {"kind": "licence", "dated_on": "2019-06-30", "file": upload()})
    kept = PaperFile.objects.get()
    assert (kept.kind, kept.dated_on, kept.name, kept.by) == ("licence", date(2019, 6, 30), "licence.pdf", cast.rep)
    page = browser.get(f"/ratings/customers/{row.pk}/").text
    assert "licence.pdf" in page and "2019-06-30" in page
    got = browser.get(f"/ratings/papers/{kept.pk}/copy/")
    assert b"".join(got.streaming_content) == b"%PDF-1.4 a copy"
    assert signed_in(cast.stranger).get(f"/ratings/papers/{kept.pk}/copy/").status_code == 404
    assert Entry.objects.filter(action="file.downloaded", actor=cast.rep).count() == 1


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"dated_on": "2026-03-03"}, "must be between 1900 and today"),
        ({"dated_on": "0026-11-20"}, "is out of range: enter a date from"),
        ({"file": upload("licence.txt", b"it lies in the folder")}, "A scan is a PDF or a picture"),
        (
            {"file": upload("licence.pdf", b"no pdf")},
            "does not match its file type: open it, save it as the correct type, and choose it again.",
        ),
        ({"file": ""}, "Copy (PDF or picture)"),
    ],
)
def test_what_is_no_paper_is_refused_and_the_rest_stays(cast, asked, signed_in, changes, said):
    row = client(cast.rep)
    typed = {"kind": "representative", "dated_on": "2019-06-30", "file": upload()} | changes
    answer = signed_in(cast.rep).post(f"/ratings/customers/{row.pk}/papers/", typed)
    assert answer.status_code == 422 and said in answer.text and not PaperFile.objects.exists()
    assert answer.context["paper_form"]["kind"].value() == "representative"


def test_a_copy_taken_back_counts_no_longer_and_only_its_author_takes_it_back(cast, asked):
    row = client(cast.rep, kind="individual")
    total(row, 80)
    made = added(row, "representative", cast.rep)
    rate()
    with pytest.raises(Refused, match="withdraw what others added."):
        papers.withdraw_paper(paper_id=made.pk, by=cast.manager, at=NOW)
    papers.withdraw_paper(paper_id=made.pk, by=cast.rep, at=NOW)
    assert grade_of(row).grade == "" and PaperFile.objects.count() == 1


def test_the_default_scorecard_does_not_wait_for_papers(cast):
    row = client(cast.rep)
    total(row, 80)
    rate()
    assert grade_of(row).grade == "AA" and scorecards.Cards(Q)["direct"].papers is False


def test_a_bad_debt_is_said_before_papers(cast, asked):
    row = client(cast.rep)
    Customer.objects.filter(pk=row.pk).update(bad_debt=True)
    total(row, 80)
    rate()
    assert [code["code"] for code in grade_of(row).why] == ["bad_debt"]
