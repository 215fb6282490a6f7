"""The figures of service orders as rows and charts; each figure leads to the orders behind it (row Ni22)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from crm_project.accounts.models import User
from crm_project.lib.time import local_date
from customers.models import Customer
from deals.models import Product
from service.domain.satisfaction import Satisfaction
from service.domain.statistics import CLOCKS, Line
from service.models import OrderCategory, OrderCause, OrderKind
from service.rules.questionnaires.figures import LEAST

from .clock import duration

GROUP_NAMES = {
    "kind": gettext_lazy("By kind"),
    "category": gettext_lazy("By category"),
    "product": gettext_lazy("By product"),
    "cause": gettext_lazy("By cause"),
    "customer": gettext_lazy("By customer"),
    "person": gettext_lazy("By person"),
    "month": gettext_lazy("By month"),
}
MODELS: dict[str, Any] = {
    "kind": OrderKind,
    "category": OrderCategory,
    "product": Product,
    "cause": OrderCause,
    "customer": Customer,
    "person": User,
}
# What the list of orders calls them.
CONDITIONS = {"kind": "kind", "category": "category", "product": "bought", "cause": "cause", "person": "assigned"}
NOBODY = {
    "person": gettext_lazy("nobody yet"),
    "product": gettext_lazy("no product of a contract"),
    "category": gettext_lazy("none"),
    "cause": gettext_lazy("not known"),
}
CLOCK_NAMES = {"response": pgettext_lazy("order", "Response"), "completion": pgettext_lazy("order", "Completion")}
# A customer is sought by its code: others may have its name in theirs, and no condition takes a long one.
_CODE = "code:"
# More bars than these nobody reads; the table has all.
DRAWN = 16


@dataclass(frozen=True)
class Cell:
    """A figure and the list of the orders behind it; `url` empty where there is none."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Row:
    """One group: its name and its cells, in the order of `headings`."""

    name: str
    cells: Sequence[Cell]


def short_headings() -> list[str]:
    """Of the cells of a row, below the names of the two clocks."""
    clock = [_("Median"), _("90th percentile"), _("In time"), pgettext("orders", "Late")]
    judged = [pgettext("evaluation", "Average"), pgettext("orders", "Evaluated")]
    return [_("Orders"), pgettext("order", "Done"), _("Reopened"), *clock, *clock, *judged]


def headings() -> list[str]:
    """The same, each whole by itself."""
    out = [_("Orders"), pgettext("order", "Done"), _("Reopened")]
    for clock in CLOCKS:
        name = CLOCK_NAMES[clock]
        out += [
            _("%(clock)s, median") % {"clock": name},
            _("%(clock)s, 90th percentile") % {"clock": name},
            _("%(clock)s in time") % {"clock": name},
            _("%(clock)s late") % {"clock": name},
        ]
    return [*out, _("Satisfaction, average (1 to 5)"), _("Orders evaluated")]


class Rows:
    """Rows of one grouping. `common`: conditions that all of its lists share; `judged`: {key: what its customers say}."""

    def __init__(
        self, group: str, lines: Iterable[Line], common: list[str], judged: Mapping[Any, Satisfaction] | None = None
    ) -> None:
        self.group, self.common, self.lines, self.judged = group, common, list(lines), judged or {}
        model = MODELS.get(group)
        ids = [line.key for line in self.lines if line.key is not None]
        self.named = {row.pk: row for row in model.objects.filter(pk__in=ids)} if model and ids else {}

    def rows(self) -> list[Row]:
        """In the order of the lines; one query for their names."""
        return [Row(self.name(line.key), self.cells(line)) for line in self.lines]

    def name(self, key: Any) -> str:
        if self.group == "month":
            return _month(key)
        if key is None:
            return str(NOBODY.get(self.group, "–"))
        row = self.named.get(key)
        return row.name if isinstance(row, Customer) else str(row)

    def cells(self, line: Line) -> list[Cell]:
        """The figures of a group, or of all (`line.key` None with an empty `group`)."""
        about = self._about(line.key)
        out = [
            Cell(f"{line.number:,}", self._url(about)),
            Cell(f"{line.done:,}", self._url(about, "done.filled")),
            Cell(f"{line.reopened:,}", self._url(about, "reopened.yes") if line.reopened else ""),
        ]
        for clock in CLOCKS:
            times, late = line.times[clock], line.times[clock].held - line.times[clock].in_time
            out += [self._minutes(about, clock, times.median), self._minutes(about, clock, times.ninetieth)]
            share = "–" if times.share is None else _("%(share)s %%") % {"share": times.share}
            out.append(
                Cell(share, self._url(about, f"{clock}_late.no", f"{clock}_minutes.between.0~") if times.held else "")
            )
            out.append(Cell(f"{late:,}", self._url(about, f"{clock}_late.yes") if late else ""))
        return out + self._judged(about, self.judged.get(line.key, Satisfaction()))

    def _judged(self, about: list[str] | None, said: Satisfaction) -> list[Cell]:
        """The average score and how many orders it comes from; of too few only that they are."""
        if said.few:
            return [Cell("–"), Cell(_("under %(n)d") % {"n": LEAST})]
        if said.mean is None:
            return [Cell("–"), Cell("0")]
        url = self._url(about, "evaluated.yes")
        return [Cell(f"{said.mean:.1f}", url), Cell(f"{said.answers:,}", url)]

    def _minutes(self, about: list[str] | None, clock: str, minutes: int | None) -> Cell:
        """A time, and the orders that took as long or longer."""
        if minutes is None:
            return Cell("–")
        return Cell(duration(minutes), self._url(about, f"{clock}_minutes.between.{minutes}~"))

    def _about(self, key: Any) -> list[str] | None:
        """The conditions of a group; None where the list has none for it."""
        if not self.group:
            return []
        if self.group == "month":
            last = (key + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            return [f"reported.between.{_day(key)}~{_day(last)}"]
        if self.group == "customer":
            return [f"{_CODE}{self.named[key].code}"]
        name = CONDITIONS[self.group]
        if key is None:
            return None if self.group == "product" else [f"{name}.empty"]
        return [f"{name}.in.{key}"]

    def _url(self, about: list[str] | None, *more: str) -> str:
        if about is None:
            return ""
        codes = [("q", one.removeprefix(_CODE)) for one in about if one.startswith(_CODE)]
        about = [one for one in about if not one.startswith(_CODE)]
        where = [("where", f"1.{one}") for one in [*self.common, *about, *more]]
        return f"{reverse('service:orders')}?{urlencode([('tab', 'all'), *codes, *where])}"


def common_conditions(
    *, since: date | None, until: date | None, kind: OrderKind | None, person: User | None
) -> list[str]:
    """What the filter of the page says, as conditions of the list."""
    out = [f"reported.between.{since.isoformat() if since else ''}~{until.isoformat() if until else ''}"]
    out += [f"kind.in.{kind.pk}"] if kind else []
    return out + ([f"assigned.in.{person.pk}"] if person else [])


def charts(group: str, rows: Sequence[Row], lines: Sequence[Line]) -> list[dict[str, Any]]:
    """How many, and how many of them late: the biggest groups; months in their order."""
    pairs = list(zip(rows, lines, strict=True))
    if group == "month":
        pairs.sort(key=lambda pair: pair[1].key)
        pairs = pairs[-DRAWN:]
    pairs = pairs[:DRAWN]
    late = [
        (row.name, line.number, line.times["completion"].held - line.times["completion"].in_time) for row, line in pairs
    ]
    heads = [str(GROUP_NAMES[group]), _("Orders"), _("Done late")]
    data = {
        "type": "bar",
        "labels": [name for name, *_figures in late],
        "series": [
            {"label": _("Orders"), "values": [number for _name, number, _late in late]},
            {"label": _("Done late"), "values": [bad for _name, _number, bad in late], "tone": "bad"},
        ],
        "across": group != "month",
    }
    size = "tall" if group != "month" and len(late) > 6 else ""
    return [{"id": "chart-orders", "name": _("Orders"), "data": data, "heads": heads, "rows": late, "size": size}]


def _month(key: datetime) -> str:
    return f"{_day(key)[:7]}"


def _day(moment: datetime) -> str:
    return local_date(moment).isoformat()
