"""The small pieces of `crm_project.ground.pieces` as tags and filters: `{% load look %}`. Larger ones are includes in templates/parts/."""

from django import template

from ..pieces.figures import bar, sortable, tile
from ..pieces.form_guard import form_opened, form_token
from ..pieces.icons import icon
from ..pieces.messages import tone, undo_url
from ..pieces.people import avatar, browser, owner, stage, status
from ..pieces.remembering import fixed, remembered
from ..pieces.rules import blanks, said
from ..pieces.time_left import countdown, dial, why_line

register = template.Library()

for tag in (icon, countdown, dial, stage, status, avatar, owner, bar, tile, blanks, said, fixed):
    register.simple_tag(tag)
register.simple_tag(sortable, takes_context=True)
register.simple_tag(remembered, takes_context=True)
register.simple_tag(form_token, takes_context=True)
register.simple_tag(form_opened)
for word in (browser, tone, undo_url):
    register.filter(word.__name__, word)
register.inclusion_tag("parts/why_line.html")(why_line)
