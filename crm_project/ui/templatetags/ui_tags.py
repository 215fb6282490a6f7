"""The small pieces of `crm_project.ui.components` as tags and filters: `{% load ui_tags %}`. Larger ones are includes in templates/parts/."""

from django import template

from crm_project.ui.components.board_cards import board_move
from crm_project.ui.components.cards import card, crumbs, data_table, fold_form, row_text
from crm_project.ui.components.figures import bar, money, price, quantity, sortable, tile, whole
from crm_project.ui.components.form_guard import form_opened, form_token
from crm_project.ui.components.form_problems import form_problems
from crm_project.ui.components.fragment_cache import fixed, remembered
from crm_project.ui.components.icons import icon
from crm_project.ui.components.messages import open_url, tone, undo_url
from crm_project.ui.components.people import avatar, browser, owner, stage, status
from crm_project.ui.components.rule_sentence import blanks, rule_text
from crm_project.ui.components.stars import star
from crm_project.ui.components.time_left import countdown, dial, why_line

register = template.Library()

for tag in (
    icon,
    countdown,
    dial,
    stage,
    status,
    avatar,
    owner,
    bar,
    money,
    whole,
    price,
    quantity,
    tile,
    blanks,
    rule_text,
    fixed,
    form_problems,
):
    register.simple_tag(tag)
for block in (card, crumbs, data_table, row_text):
    register.simple_block_tag(block)
register.simple_block_tag(fold_form, takes_context=True)
register.simple_tag(sortable, takes_context=True)
register.simple_tag(remembered, takes_context=True)
register.simple_tag(board_move, takes_context=True)
register.simple_tag(form_token, takes_context=True)
register.simple_tag(form_opened)
for word in (browser, open_url, tone, undo_url):
    register.filter(word.__name__, word)
register.inclusion_tag("parts/why_line.html")(why_line)
register.inclusion_tag("parts/star.html", takes_context=True)(star)
