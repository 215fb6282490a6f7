"""What the stories of work reports are told with: a demanded weekly report, one that is written, one that is handed in."""

from datetime import date

from reports.domain.work_reports import templates, writing
from tests.cast import NOW, moment

# A Monday on which the week before is due at 10:00.
MONDAY = moment("2026-03-09 08:30")
WEEK = date(2026, 3, 2)


def demand(cast, kind="weekly", *, by=None, at=NOW, **fields):
    """A template of the whole company, by the verb."""
    given = {
        "department": None,
        "holds_from": date(2026, 2, 1),
        "demanded": True,
        "days": 1,
        "hour": 10,
        "sections": [{"key": "assessment", "label": "", "required": True}],
        "figures": ["valid_followups", "visits", "deals_lost"],
        "readers": [],
        **fields,
    }
    return templates.set_template(kind=kind, by=by or cast.general_manager, at=at, **given)


def begun(author, *, kind="weekly", day=WEEK, at=NOW):
    return writing.start_report(kind=kind, day=day, by=author, at=at)


def written(**changes):
    """What the author typed."""
    return {"texts": {"assessment": "two visits went well"}, "outcomes": {}, "plan": [], **changes}


def handed_in(author, *, kind="weekly", day=WEEK, at=MONDAY, **changes):
    """The report of that period, submitted."""
    report = begun(author, kind=kind, day=day, at=at)
    return writing.submit_report(report_id=report.pk, by=author, at=at, **written(**changes))
