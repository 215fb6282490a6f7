"""Cards, rows and forms at the foot of a card (`crm_project/ui/components/cards.py`)."""

from django.template import engines

from crm_project.accounts.models import User


def rendered(text, request=None, **values):
    html = engines["django"].from_string("{% load ui_tags %}" + text).render(values, request)
    return " ".join(html.split())


def test_a_card_names_itself_and_how_many_there_are():
    html = rendered("{% card name count=2 %}<ul></ul>{% endcard %}", name="A & B")
    assert html == (
        '<section class="card"><div class="card-header"><h2>A &amp; B</h2><span class="count">2</span></div>'
        "<ul></ul></section>"
    )


def test_a_card_counts_nought_but_leaves_out_what_it_was_not_told():
    assert '<span class="count">0</span>' in rendered("{% card 'A' count=n %}{% endcard %}", n=0)
    html = rendered("{% card 'A' link=missing link_label='Edit' body=True %}text{% endcard %}")
    assert "count" not in html and "Edit" not in html and '<div class="card-body">text</div>' in html


def test_a_card_leads_on_where_there_is_a_link():
    html = rendered("{% card 'A' link='/edit/' link_label='Edit' %}{% endcard %}")
    assert '<span class="push"><a href="/edit/">Edit</a></span>' in html


def test_a_row_has_a_title_and_a_note_and_its_title_is_escaped():
    html = rendered("{% row_text name %}{{ note }}{% endrow_text %}", name="<b>", note="<i>")
    assert html == (
        '<span class="row-main"><span class="row-title">&lt;b&gt;</span><span class="row-note">&lt;i&gt;</span></span>'
    )
    html = rendered("{% row_text 'A' '/a/' cover=True %}{% endrow_text %}")
    assert '<a class="row-title cover" href="/a/">A</a>' in html


def test_a_folded_form_posts_with_both_tokens_and_sees_the_page_around_it(rf, db):
    request = rf.get("/")
    request.user = User(pk=7)
    html = rendered("{% fold_form 'Add' '/add/' 'Save' %}{{ field }}{% endfold_form %}{{ action }}", request, field=7)
    assert '<form class="mt-2" method="post" action="/add/" novalidate>' in html and "enctype" not in html
    assert "csrfmiddlewaretoken" in html and html.count('<input type="hidden"') == 2 and ">7 <button" in html
    assert html.endswith("</details>")
    assert 'enctype="multipart/form-data"' in rendered(
        "{% fold_form 'Add' '/add/' 'Save' files=True %}{% endfold_form %}", request
    )


def test_a_table_names_its_columns_and_sets_figures_right():
    html = rendered("{% data_table 'Rows' heading 'n' num='2' %}<tr></tr>{% enddata_table %}", heading="A & B")
    assert html == (
        '<div class="table-wrap"><table class="data cards"><caption class="visually-hidden">Rows</caption><thead><tr>'
        '<th scope="col">A &amp; B</th><th scope="col" class="num">n</th></tr></thead><tbody><tr></tr></tbody></table></div>'
    )
