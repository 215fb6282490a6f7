"""What a report shows: figures with the rows behind them, what was planned and what became of it, texts (row Ni1)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project import catalogue
from crm_project.lib.figure import MONEY, FigureRow, Value
from crm_project.lib.time import day, local_date
from reports.domain.work_reports import frozen, writing
from reports.domain.work_reports.templates import ASSESSMENT, PROBLEMS, SUPPORT, figures_of, sections_of
from reports.models.work_reports import State
from reports.presenters.figures import Reader, value_text

# Rows of each figure on the page and in print; the page of the figure has all of them.
SHOWN = 30


def label_of(section):
    """The heading of a section, in the reader's language where it is a standard one."""
    standard = {
        ASSESSMENT: _("Assessment: what went well, what did not, and why"),
        PROBLEMS: _("Problems and what should change"),
        SUPPORT: _("Questions and support needed"),
    }
    return section.label or standard.get(section.key, section.key)


def texts(report):
    """[(heading, text)] of what was written."""
    return [
        (label_of(section), report.texts[section.key])
        for section in sections_of(report.template)
        if report.texts.get(section.key)
    ]


def figures(report, user, at):
    """[{label, says, value, now, url, rows, more}]: frozen where it was handed in, with what it would be now where that differs."""
    known = catalogue.figures()
    kept = report.state != State.DRAFT and bool(report.figures)
    values: dict[str, Value]
    behind: Mapping[str, Sequence[FigureRow]]
    if kept:
        values = {key: frozen.number(text) for key, text in report.figures.items() if key in known}
        behind = {key: [frozen.thawed(row) for row in rows] for key, rows in report.rows.items()}
        changed = frozen.changed_since(report)
    else:
        found = frozen.counted(report)
        values = {key: found.get(key, 0) for key in figures_of(report.template)}
        behind, changed = frozen.behind(report, values), {}
    reader = Reader(user, {row.customer_id for rows in behind.values() for row in rows[:SHOWN]}, at)
    days = urlencode({"since": report.first.isoformat(), "until": report.last.isoformat()})
    out = []
    for key, value in values.items():
        figure, _source = known[key]
        rows = behind.get(key, ())
        url = f"{reverse('reports:figure', args=[key, report.author_id])}?{days}"
        out.append(
            {
                "key": key,
                "label": figure.label,
                "says": figure.says,
                "value": value_text(figure, value),
                "now": value_text(figure, changed[key]) if key in changed else "",
                "empty": not value,
                "url": url,
                "rows": [_row(figure, row, reader) for row in rows[:SHOWN]],
                "more": max(0, len(rows) - SHOWN),
            }
        )
    return out


def _row(figure, row, reader):
    on = local_date(row.at) if isinstance(row.at, datetime) else row.at
    return {
        "when": on.isoformat(),
        "customer": reader.names.get(row.customer_id) or _("a customer that you may not see"),
        "url": reverse("customers:detail", args=[row.customer_id]) if row.customer_id in reader.names else "",
        "what": reader.what(figure.key, row),
        "value": value_text(figure, row.value) if figure.unit == MONEY else "",
    }


def plan(items):
    """[{text, due}] of what is planned."""
    return [{"text": item.text, "due": item.due_on.isoformat()} for item in items]


def plan_begun(report):
    """[{text, due_on, task}] the form of the plan begins with: what was saved, else what is open and due in the next period."""
    items = list(report.plan.all())
    if items or report.saved_at != report.created_at:
        return [{"text": item.text, "due_on": item.due_on, "task": item.task_id} for item in items]
    return [
        {"text": _promise(task)[:160], "due_on": local_date(task.due_at), "task": task.pk}
        for task in writing.promised(report)
    ]


def _promise(task):
    return " · ".join(text for text in (task.title, task.customer.name if task.customer else "") if text)


def last_plan(items, outcomes):
    """[{pk, text, due, done, when, said}]: what became of the last plan; `said` is what the author writes about it."""
    out = []
    for item in items:
        done = item.task.done_at if item.task else None
        out.append(
            {
                "pk": item.pk,
                "text": item.text,
                "due": item.due_on.isoformat(),
                "done": bool(done),
                "when": day(done) if done else "",
                "said": outcomes.get(str(item.pk), ""),
            }
        )
    return out
