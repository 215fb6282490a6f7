"""The way to a page, a card with its head, a table in it, and the two lines of a row in its list: block tags, so that a page says them in one line each."""

from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .icons import NOTHING


def crumbs(content: SafeString) -> SafeString:
    """{% crumbs %}<li>…</li>{% endcrumbs %}: the way to this page, without the page itself."""
    return format_html('<nav aria-label="{}"><ol class="crumbs">{}</ol></nav>', _("You are here"), content)


def card(
    content: SafeString,
    heading: str,
    *,
    count: int | str | None = None,
    link: str = "",
    link_label: str = "",
    body: bool = False,
    css: str = "",
) -> SafeString:
    """{% card _("Files") count=3 %}…{% endcard %}: a section with its heading and, beside it, how many there are or a link.

    `body`: what stands in it is text or a form and gets the card's padding; without it, it is a list from edge to edge.
    """
    return format_html(
        '<section class="card{}"><div class="card-header"><h2>{}</h2>{}{}</div>{}</section>',
        f" {css}" if css else "",
        heading,
        NOTHING if count is None else format_html('<span class="count">{}</span>', count),
        format_html('<span class="push"><a href="{}">{}</a></span>', link, link_label) if link else NOTHING,
        format_html('<div class="card-body">{}</div>', content) if body else content,
    )


def data_table(content: SafeString, caption: str, *headings: str, num: str = "") -> SafeString:
    """{% data_table _("Rejected rows") _("Row") _("Reason") num="1" %}<tr>…</tr>{% enddata_table %}: a table, on a phone a card per row.

    `caption` is read aloud; `num`: which columns hold figures, counted from 1 ("2 3"). The cells name their heading as `data-label`.
    """
    figures = num.split()
    heads = format_html_join(
        "",
        '<th scope="col"{}>{}</th>',
        (
            (mark_safe(' class="num"') if str(n) in figures else NOTHING, heading)
            for n, heading in enumerate(headings, 1)
        ),
    )
    return format_html(
        '<div class="table-wrap"><table class="data cards"><caption class="visually-hidden">{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
        caption,
        heads,
        content,
    )


def row_text(content: SafeString, title: str, href: str = "", *, cover: bool = False) -> SafeString:
    """{% row_text file.name %}note{% endrow_text %}: the title of a row and a note below it.

    `href`: the title leads there; `cover`: a click anywhere on the row does.
    """
    css = "row-title cover" if cover else "row-title"
    return format_html(
        '<span class="row-main">{}<span class="row-note">{}</span></span>',
        format_html('<a class="{}" href="{}">{}</a>', css, href, title)
        if href
        else format_html('<span class="row-title">{}</span>', title),
        content,
    )


def fold_form(
    context: Context,
    content: SafeString,
    summary: str,
    action: str,
    button: str,
    *,
    files: bool = False,
    unfolded: object = False,
    draft: str = "",
) -> SafeString:
    """{% fold_form _("Add a file") url _("Upload") %}fields{% endfold_form %}: a form at the foot of a card, unfolded by a click.

    `files`: what is posted to `action` are files. `unfolded`: open at once, as after a refusal (`form.errors`).
    `draft`: the name under which what was typed is kept until it is saved.
    """
    template = context.template.engine.get_template("parts/fold_form.html")  # type: ignore[union-attr]
    pushed = {"content": content, "summary": summary, "action": action, "button": button, "files": files}
    with context.push(**pushed, unfolded=unfolded, draft=draft):
        return template.render(context)
