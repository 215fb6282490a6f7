"""The demo company: the same every time, dated from today."""

from datetime import timedelta

from .customers import Maker
from .deals import Deals
from .money import Money
from .people import hire
from .ratings import Raters
from .story import Story


def found(now):
    """Fill an empty database; a few seconds."""
    people, departments = hire(now, now - timedelta(days=400))
    made = Maker(now, people, departments).run()
    Story(now, people, made).run()
    Deals(now, people, departments).run()
    Money(now, people).run()
    Raters(now, people).run()
