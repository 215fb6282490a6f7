"""The analysis pages: what each is called, what it says, whose it is, its tables, the rows behind its numbers (rows Na12, T2)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assignment.domain.ledger import Kind
from crm_project.accounts.domain.access import may_any
from reports.domain.analysis import cohorts, flow, funnel, silence, win_rate
from reports.domain.analysis.asked import RIGHT, reads_deals
from reports.rules.analysis.stage_visits import BACK, LOST, MOVED, THERE

from . import customer_pages, deal_pages, lines

# Days of the period that is shown at first.
QUARTER, YEAR = 91, 365


@dataclass(frozen=True)
class AnalysisPage:
    """One page. `rows(asked, part, row, cell)`; `named(asked, part, row)`: what the line is called;
    `words`: what a row's code is called; `dated`: whether it has a period."""

    key: str
    label: str | Promise
    says: str | Promise
    tables: Callable[..., Any]
    rows: Callable[..., Any]
    seen_by: Callable[[Any], bool]
    named: Callable[..., str]
    words: Any = None
    days: int = QUARTER
    dated: bool = True
    folded: bool = False


_EVERYBODY = may_any(RIGHT)
_OUTCOMES = {
    MOVED: pgettext_lazy("deal", "Moved on"),
    BACK: _("Went back"),
    LOST: pgettext_lazy("deal", "Lost"),
    THERE: _("Still there"),
}
_RESULTS = {"won": pgettext_lazy("deal", "Won"), "lost": pgettext_lazy("deal", "Lost")}
PAGES = {
    page.key: page
    for page in (
        AnalysisPage(
            "funnel",
            _("Funnel"),
            _(
                "Each time a deal entered a stage within the period, and how it stood at the end of the period. A deal that comes back counts again."
            ),
            deal_pages.funnel_tables,
            lambda asked, _part, row, cell: funnel.rows(asked, row, cell),
            reads_deals,
            lines.stage,
            _OUTCOMES,
        ),
        AnalysisPage(
            "win-rate",
            _("Win rate"),
            _(
                "Deals that were won or lost within the period. A deal with several products or regions counts at each of them."
            ),
            deal_pages.win_tables,
            win_rate.rows,
            reads_deals,
            lines.dimension,
            _RESULTS,
            folded=True,
        ),
        AnalysisPage(
            "cohorts",
            _("Cohorts"),
            _(
                "Customers that were entered within the period, and what has become of them by today. Of a person: what they entered, and what was theirs on entry."
            ),
            customer_pages.cohort_tables,
            lambda asked, _part, row, cell: cohorts.rows(asked, row, cell),
            _EVERYBODY,
            lines.month,
            days=YEAR,
        ),
        AnalysisPage(
            "flow",
            _("Pool and people"),
            _("Customers that came to people and went from them within the period. What was undone does not count."),
            customer_pages.flow_tables,
            lambda asked, _part, row, cell: flow.rows(asked, row, cell),
            _EVERYBODY,
            lines.person,
            dict(Kind.choices),
        ),
        AnalysisPage(
            "not-seen",
            _("Not seen"),
            _("Customers that somebody holds today, and those of them without any follow-up for so many days."),
            customer_pages.silence_tables,
            lambda asked, _part, row, cell: silence.rows(asked, row, cell),
            _EVERYBODY,
            lines.level,
            dated=False,
        ),
    )
}


def pages_of(user):
    """Those that are for this person."""
    return [page for page in PAGES.values() if page.seen_by(user)]
