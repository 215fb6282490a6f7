"""The figures of deals and quotes (rows Z2, Na12)."""

from django.db.models import Count
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from crm_project.lib.figure import LOSS, MONEY, VOLUME, Figure, FigureRow, FigureSource, key_of
from crm_project.lib.money import cents
from deals.domain import work_figures
from deals.models.choices import Status

FIGURES = (
    Figure(
        "deals_opened",
        _("Deals opened"),
        _("Deals that the person opened, won, lost or still open."),
        measures=VOLUME,
    ),
    Figure(
        "deals_moved",
        _("Deals moved on"),
        _("Records by which the person moved a deal to a later stage. Steps back and closings do not count."),
        measures=VOLUME,
    ),
    Figure(
        "deals_won",
        _("Deals won"),
        _("Deals of the person that were won on these days. What was opened again does not count."),
    ),
    Figure(
        "deal_amount",
        _("Amount of deals won"),
        _("The confirmed amounts of these deals. Deals in other currencies do not count."),
        MONEY,
    ),
    Figure(
        "deals_lost",
        _("Deals lost"),
        _("Deals of the person that were lost on these days. What was opened again does not count."),
        measures=LOSS,
    ),
    Figure("quotes", _("Quotes"), _("Quotes that the person wrote, drafts included."), measures=VOLUME),
)
# {figure: (its rows, the column of the person, the column of the moment)}
KINDS = {
    "deals_opened": (work_figures.opened, "created_by_id", "created_at"),
    "deals_moved": (work_figures.moved_on, "author_id", "at"),
    "deals_won": (lambda *asked: work_figures.closed(Status.WON, *asked), "owner_id", "closed_at"),
    "deal_amount": (work_figures.won_in_cny, "owner_id", "closed_at"),
    "deals_lost": (lambda *asked: work_figures.closed(Status.LOST, *asked), "owner_id", "closed_at"),
    "quotes": (work_figures.quoted, "created_by_id", "created_at"),
}


def _count(people, first, last):
    out = {}
    for key in ("deals_opened", "deals_moved", "quotes"):
        found, person, _moment = KINDS[key]
        rows = found(people, first, last).order_by().values_list(person)
        out |= {(pk, key): n for pk, n in rows.annotate(n=Count("pk"))}
    for person, won, amount, lost in work_figures.results(people, first, last):
        out |= {(person, "deals_won"): won, (person, "deal_amount"): cents(amount), (person, "deals_lost"): lost}
    return {key: n for key, n in out.items() if n}


def _rows(keys, person, first, last):
    return {key: _rows_of(key, person, first, last) for key in keys}


def _rows_of(key, person, first, last):
    found, _person, moment = KINDS[key]
    rows = found([person], first, last).order_by(f"-{moment}", "-pk")
    if key in ("deals_moved", "quotes"):
        rows = rows.select_related("deal")
    return [_row(key, one, getattr(one, moment)) for one in rows]


def _row(key, one, at):
    if key == "quotes":
        return FigureRow(at, one.deal.customer_id, f"{one.number} · {one.deal.name}", key=key_of(one))
    if key == "deals_moved":
        steps = said("stage %(old)d → %(new)d") % {"old": one.old, "new": one.new}
        return FigureRow(at, one.deal.customer_id, f"{one.deal.name} · {steps}", key=key_of(one))
    if key == "deals_lost":
        reason = " · ".join(text for text in (one.name, one.close_reason, one.competitor) if text)
        return FigureRow(at, one.customer_id, reason, key=key_of(one))
    return FigureRow(at, one.customer_id, one.name, one.amount if key == "deal_amount" else 1, key=key_of(one))


SOURCES = (FigureSource(25, FIGURES, _count, _rows, needs="deal.view"),)
