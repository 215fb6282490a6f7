"""The cards of a board, put together in Python: a board has dozens of them."""

from collections.abc import Iterable, Sequence

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .form_guard import form_token
from .icons import plain

_FORM = (
    '<details><summary data-act>{move}<span class="visually-hidden"> {name}</span></summary>'
    '<form method="post" action="{action}"><input type="hidden" name="csrfmiddlewaretoken" value="{csrf}">{token}'
    '<input type="hidden" name="next" value="{next}">'
    '<select class="form-select form-select-sm" name="{field}" aria-label="{label}">{options}</select>'
    '<button class="btn btn-secondary btn-sm">{move}</button></form></details>'
)


def card_text(href: str, title: str, who: str, lines: Iterable[Sequence[object]]) -> SafeString:
    """What a card says: its title leads to the page, below it `who`, then lines of figures, texts or safe HTML."""
    figures = "".join([f'<span class="figures">{"".join(map(plain, line))}</span>' for line in lines])
    return mark_safe(
        f'<a class="title" data-row-link href="{plain(href)}">{plain(title)}</a><span class="who">{plain(who)}</span>{figures}'
    )


def board_move(
    context: template.Context,
    action: str,
    field: str,
    ways: Iterable[tuple[object, object]],
    name: str,
    label: str,
    here: object = "",
) -> SafeString:
    """The form by which a card moves: `field` is what it asks, `ways` where it may go, `here` where it stands; `label` names the choice."""
    options = [
        f'<option value="{plain(value)}"{" selected" if value == here else ""}>{plain(text)}</option>'
        for value, text in ways
    ]
    return format_html(
        _FORM,
        move=_("Move"),
        name=name,
        action=action,
        csrf=context["csrf_token"],
        token=form_token(context),
        next=context["request"].get_full_path(),
        field=field,
        label=label,
        options=mark_safe("".join(options)),
    )
