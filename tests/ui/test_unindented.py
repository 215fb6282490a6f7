"""The page carries no indentation; errors still name the line of the template."""

import re

import pytest
from django.template import TemplateSyntaxError
from django.template.loader import get_template


@pytest.fixture
def folder(tmp_path, settings):
    """A folder of templates that comes before those of the product."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    return tmp_path


def test_the_indentation_of_a_template_stays_out_of_the_page(folder):
    (folder / "list.html").write_text("<ul>\n  {% for n in ns %}\n    <li>{{ n }}</li>\n  {% endfor %}\n</ul>\n")
    assert get_template("list.html").render({"ns": [1]}) == "<ul>\n\n<li>1</li>\n\n</ul>\n"


def test_a_text_for_mail_keeps_its_layout(folder):
    (folder / "mail.txt").write_text("Hello,\n  {{ name }}\n")
    assert get_template("mail.txt").render({"name": "Wang"}) == "Hello,\n  Wang\n"


def test_an_error_names_the_line_of_the_file(folder):
    (folder / "wrong.html").write_text("<p>\n    one\n    {% nothing %}\n</p>")
    with pytest.raises(TemplateSyntaxError, match="on line 3"):
        get_template("wrong.html")


@pytest.mark.django_db
def test_no_page_holds_indented_lines(client):
    page = client.get("/accounts/login/").content.decode()
    assert "<form" in page and not re.search(r"\n[ \t]+<(div|p|form|a|span|section)\b", page)
