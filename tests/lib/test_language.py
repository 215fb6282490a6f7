"""Texts by the reader's language."""

import pytest
from django.utils import translation

from crm_project.lib.language import with_note


@pytest.mark.parametrize(("code", "text"), [("en", "李明 (3 天)"), ("zh-hans", "李明（3 天）")])
def test_a_note_stands_in_the_brackets_of_the_language(code, text):
    with translation.override(code):
        assert with_note("李明", "3 天") == text
