"""The funnel and the win rate in words and numbers (row Na12)."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.lib.language import in_language
from customers.domain.access.masking import of_texts
from customers.models import ListItem
from deals.domain.stages import WON
from deals.models import Product, Stage
from reports.domain.analysis import funnel, win_rate
from reports.rules.analysis.stage_visits import StageFigures

from .tables import Cell, Row, Table, number, plain, share

NOTHING = Cell("–")


def funnel_tables(asked, link):
    """A table for each pipeline through which deals went: each stage, how many entered it and what became of them."""
    now, then = funnel.counts(asked)
    pipelines = sorted({key[0] for key in (*now, *then)})
    stages = {}
    for stage in Stage.objects.filter(pipeline__in=pipelines).select_related("pipeline").order_by("number"):
        stages.setdefault(stage.pipeline_id, []).append(stage)
    return [_funnel(pk, stages[pk], now, then, link) for pk in pipelines]


def _funnel(pk, stages, now, then, link):
    most = max((now.get((pk, one.number), StageFigures()).entered for one in stages), default=0)
    rows = []
    for stage in stages:
        key, row = (pk, stage.number), f"{pk}-{stage.number}"
        found, before = now.get(key, StageFigures()), then.get(key, StageFigures())
        if not (stage.active or found.entered):
            continue
        cells = [
            number(found.entered, link("", row, "entered"), most=most, before=before.entered),
            number(before.entered),
        ]
        # From the last stage nothing goes on.
        cells += [NOTHING] * 7 if stage.probability == WON else _ends(found, row, link)
        rows.append(Row(str(stage), cells))
    heads = [
        _("Stage"),
        pgettext("deal", "Entered"),
        _("Period before"),
        pgettext("deal", "Moved on"),
        _("Moved on, %"),
        pgettext("deal", "Lost"),
        _("Drop-off"),
        _("Went back"),
        _("Still there"),
        _("Median days"),
    ]
    return Table(f"funnel-{pk}", str(stages[0].pipeline), heads, rows, drawn=_("Deals that entered the stage"))


def _ends(found, row, link):
    return [
        number(found.moved, link("", row, "moved")),
        share(found.moved, found.entered),
        number(found.lost, link("", row, "lost")),
        share(found.lost, found.entered),
        number(found.back, link("", row, "back")),
        number(found.there, link("", row, "there")),
        plain(found.median),
    ]


LABELS = {
    "product": lambda keys: {
        row.pk: in_language(row.name, row.name_zh) for row in Product.objects.filter(pk__in=keys).order_by()
    },
    **dict.fromkeys(
        ("region", "trade", "source"),
        lambda keys: {row.pk: str(row) for row in ListItem.objects.filter(pk__in=keys).order_by()},
    ),
}


def win_tables(asked, link):
    """All together, then by each dimension, then the reasons of loss."""
    names = {
        "product": _("By product"),
        "region": _("By region"),
        "trade": _("By trade"),
        "source": _("By source"),
    }
    whole = _won(_("All"), win_rate.total(asked), link, "all", "all")
    out = [Table("all", _("All deals"), _heads(_("Deals")), [whole], drawn=_("Win rate"))]
    for dimension, name in names.items():
        found = win_rate.by_dimension(asked, dimension)
        labels = LABELS[dimension]({row["key"] for row in found if row["key"]})
        rows = [
            _won(labels.get(row["key"]) or _("not given"), row, link, dimension, str(row["key"] or win_rate.NONE))
            for row in sorted(found, key=lambda row: (-(row["won"] + row["lost"]), labels.get(row["key"]) or ""))
            if row["won"] + row["lost"]
        ]
        out.append(Table(dimension, name, _heads(name), rows, drawn=_("Win rate")))
    return [*out, _reasons(asked, link)]


def _heads(first):
    return [
        first,
        _("Win rate"),
        _("Period before"),
        pgettext("deal", "Won"),
        pgettext("deal", "Lost"),
    ]


def _won(label, row, link, part, key):
    won, closed = row["won"], row["won"] + row["lost"]
    before = (row["won_before"], row["won_before"] + row["lost_before"])
    return Row(
        label,
        [
            share(won, closed, link(part, key, "closed"), before=before),
            share(*before),
            number(won, link(part, key, "won")),
            number(row["lost"], link(part, key, "lost")),
        ],
    )


def _reasons(asked, link):
    found, mask = win_rate.reasons(asked), of_texts(asked.user)
    most = max((row["n"] for row in found), default=0)
    rows = [
        Row(
            mask.text(row["close_reason"]) or _("not given"),
            [
                number(row["n"], link(win_rate.REASON, str(row["key"]), "lost"), most=most, before=row["before"]),
                number(row["before"]),
            ],
        )
        for row in found
    ]
    heads = [_("Reason"), _("Deals lost"), _("Period before")]
    return Table("reasons", _("Why deals were lost"), heads, rows, drawn=_("Deals lost"))
