"""Results as the page shows them: tiles, a chart with its table for each question, groups that are large enough (row T22)."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.lib.time import local_date
from customers.models.choices import Level
from deals.models import Product
from service.domain.questionnaires.results import Group, Results, grades_of
from service.rules.questionnaires.body import DATE, GRADES, LISTED, NUMBER, RECOMMEND, TEXT, Question
from service.rules.questionnaires.figures import LEAST, large_enough, mean_of, percent, score_of

from .words import choice_text, reads


def signed(score: int | None) -> str:
    """A recommend score: +32, -5, 0; – where nobody was asked."""
    return "–" if score is None else f"{score:+d}" if score else "0"


def tiles(found: Results) -> list[tuple[str, str, str]]:
    """[(label, value, note)] at the head of the page."""
    rate = found.rate
    return [
        (_("Response rate"), f"{percent(rate.answered, rate.sent)} %", ""),
        (_("Asked"), f"{rate.sent:,}", ""),
        (pgettext("invitation", "Answered"), f"{rate.answered:,}", ""),
        (pgettext("invitation", "Still open"), f"{rate.waiting:,}", ""),
        (_("Recommend score"), signed(found.score), _("from -100 to +100")),
    ]


def question_cards(found: Results, rows_url: str, query: Mapping[str, str], *, opens: bool) -> list[dict[str, Any]]:
    """A card for each question: a chart with its table, or what was written in figures. `opens`: figures lead to their rows."""
    out = []
    for question in found.questions:
        if question.kind == TEXT:
            continue  # on a page of its own
        answered = found.answered.get(question.key, 0)
        card: dict[str, Any] = {"key": question.key, "text": reads(question.text), "answered": answered}
        if answered < LEAST:
            card["few"] = True
        elif question.kind in LISTED or question.kind in GRADES:
            _charted(card, question, found.counts.get(question.key, {}), rows_url, query, opens)
        elif question.kind == NUMBER and question.key in found.numbers:
            _people, least, most, mean = found.numbers[question.key]
            card["facts"] = [
                (_("Mean"), f"{mean:,.1f}"),
                (_("Smallest"), f"{least.normalize():f}"),
                (_("Largest"), f"{most.normalize():f}"),
            ]
        elif question.kind == DATE and question.key in found.days:
            _people, first, last = found.days[question.key]
            card["facts"] = [(_("Earliest"), first.isoformat()), (_("Latest"), last.isoformat())]
        out.append(card)
    return out


def _charted(
    card: dict[str, Any],
    question: Question,
    counts: dict[str, int],
    rows_url: str,
    query: Mapping[str, str],
    opens: bool,
) -> None:
    choices = list(question.values()) + sorted(set(counts) - set(question.values()))
    labels = [choice_text(question, choice) for choice in choices]
    values, total = [counts.get(choice, 0) for choice in choices], card["answered"]
    name = card["text"]
    card["chart"] = {
        "id": f"chart-{question.key}",
        "name": name,
        "data": {
            "type": "bar",
            "labels": labels,
            "across": question.kind in LISTED,
            "series": [{"label": _("Answers"), "values": values}],
        },
    }
    card["heads"] = [_("Answer"), _("Answers"), _("Share")]
    card["rows"] = [
        (
            label,
            n,
            f"{percent(n, total)} %",
            f"{rows_url}?{urlencode({'question': question.key, 'choice': choice, **query})}" if opens and n else "",
        )
        for choice, label, n in zip(choices, labels, values, strict=True)
    ]
    if question.kind in GRADES:
        grades = grades_of(question, counts)
        mean = mean_of(grades)
        card["note"] = (
            _("Recommend score %(score)s") % {"score": signed(score_of(grades))}
            if question.kind == RECOMMEND
            else _("Mean %(mean)s of 5") % {"mean": f"{mean or 0:.1f}"}
        )


def trend(found: Results) -> dict[str, Any] | None:
    """Answers and recommend score by quarter; None where fewer than two of them are large enough."""
    rows = [(quarter_name(group.key), group) for group in found.quarters]
    shown = large_enough({name: group.answers for name, group in rows})
    if len(shown) < 2:
        return None
    scores = [group.score if name in shown else None for name, group in rows]
    return {
        "id": "chart-trend",
        "name": _("Recommend score by quarter"),
        "data": {
            "type": "bar",
            "labels": [name for name, _group in rows],
            "series": [{"label": _("Recommend score"), "values": scores}],
        },
        "heads": [_("Quarter"), _("Answers"), _("Recommend score")],
        "rows": [
            (name, group.answers, signed(group.score)) if name in shown else (name, few(), "–") for name, group in rows
        ],
    }


def quarter_name(moment: Any) -> str:
    """2026 Q1."""
    day = local_date(moment)
    return f"{day.year} Q{(day.month + 2) // 3}"


def few() -> str:
    """What stands in the place of a figure that would tell who said what."""
    return _("under %(n)d answers") % {"n": LEAST}


def groups(
    found: list[Group], name: Callable[[Any], str], url: Callable[[Any], str]
) -> list[tuple[str, str, str, str]]:
    """[(name, answers, score, address)] of the groups; of those too small only that they are. Those without a class can't be asked
    for by themselves."""
    shown = large_enough({group.key: group.answers for group in found})
    return [
        (name(group.key), f"{group.answers:,}", signed(group.score), url(group.key) if group.key else "")
        if group.key in shown
        else (name(group.key), few(), "–", "")
        for group in found
    ]


def level_name(level: str) -> str:
    """A class in words."""
    return str(Level(level).label) if level in Level.values else pgettext("class", "without a class")


def product_names(found: Results) -> dict[int, str]:
    """{key: name}; one query."""
    rows = Product.objects.filter(pk__in=[group.key for group in found.products])
    return {row.pk: str(row) for row in rows}


def answer_text(question: Question | None, row: Any) -> str:
    """One stored answer in words."""
    if row.text:
        return str(row.text)
    if row.day:
        return date_format(row.day, "Y-m-d")
    if row.choice:
        return choice_text(question, row.choice) if question else str(row.choice)
    return f"{row.number.normalize():f}" if row.number is not None else ""
