"""What an entry is about is stored as code and name and read in every language, older entries too."""

import pytest
from django.utils import translation

from crm_project.approvals.models import Request
from crm_project.audit.domain.log import entry
from crm_project.audit.presenters.text import subject_text
from tests.cast import NOW


@pytest.mark.parametrize("stored", ["expense · 西湖机电", "Expense · 西湖机电", "费用 · 西湖机电"])
def test_a_request_is_named_in_the_readers_language(stored):
    with translation.override("zh-hans"):
        assert subject_text("request", stored) == "费用 · 西湖机电"
    with translation.override("en"):
        assert subject_text("request", stored) == "Expense · 西湖机电"


def test_other_subjects_and_unknown_kinds_are_shown_as_stored():
    assert subject_text("customer", "Expense · 西湖机电") == "Expense · 西湖机电"
    assert subject_text("request", "Lunch · 西湖机电") == "Lunch · 西湖机电"


def test_a_new_entry_keeps_the_code_whatever_its_author_reads():
    with translation.override("zh-hans"):
        written = entry(
            by=None, action="request.asked", at=NOW, subject=Request(pk=1, kind="extension", subject="西湖机电")
        )
    assert written.subject_name == "extension · 西湖机电"
