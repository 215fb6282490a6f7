"""The scorecards as settings that a rule book may rule: bounds, big customers, papers before grading (rows T8, T10-T12)."""

from decimal import Decimal
from functools import partial

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_project.lib.money import money_text
from crm_project.lib.setting import COMPANY, Setting
from crm_project.lib.time import local_date
from customers.models.choices import Segment

from .domain import scorecards
from .rules.grading import default_rules
from .rules.quarters import Quarter
from .rules.scorecard import SEGMENTS, rules_of


def _plain(number):
    return f"{Decimal(number).normalize():f}"


def _rules_text(rules, papers):
    return {
        "bounds": {grade: _plain(bound) for grade, bound in rules.bounds},
        "big_amount": _plain(rules.big_amount),
        "big_grades": list(rules.big_grades),
        "needs_credit": rules.needs_credit,
        "papers": papers,
    }


def _read(department, at, *, segment):
    body = scorecards.body_of(segment, scorecards.latest(segment))
    return _rules_text(rules_of(segment, body), bool(body.get("papers", False)))


def _own(*, segment):
    return _rules_text(default_rules(segment), papers=True)


def _write(*, department, value, by, at, segment):
    row = scorecards.latest(segment)
    quarter = Quarter.of(local_date(at))
    holds_from = max(quarter, Quarter.parse(row.holds_from)) if row else quarter
    scorecards.revise_scorecard(
        segment=segment,
        holds_from=holds_from,
        body={**scorecards.body_of(segment, row), **value},
        note=_("Limits and documents as in the rule book."),
        by=by,
        at=at,
    )


def _text(value):
    *better, (last, least) = value["bounds"].items()
    bounds = [_("%(grade)s above %(points)s") % {"grade": grade, "points": points} for grade, points in better]
    bounds.append(_("%(grade)s from %(points)s") % {"grade": last, "points": least})
    texts = [
        _(", ").join(bounds),
        _("Big customers: %(amount)s purchased last year, graded %(grades)s")
        % {
            "amount": money_text(value["big_amount"], "CNY", 0),
            "grades": _(", ").join(value["big_grades"]),
        },
        _("No grade before the documents are in the file") if value["papers"] else _("Grades don't require documents"),
    ]
    if value["needs_credit"]:
        texts.insert(1, _("AAA requires full marks for credit performance"))
    return "\n".join(texts)


def _card(segment):
    return Setting(
        key=f"scorecard.{segment}",
        label=format_lazy("{}: {}", gettext_lazy("Scorecard"), Segment(segment).label),
        scope=COMPANY,
        action="rating.manage",
        read=partial(_read, segment=segment),
        write=partial(_write, segment=segment),
        text=_text,
        page=lambda department: reverse("ratings:revise", args=[segment]),
        own=partial(_own, segment=segment),
    )


SETTINGS = [_card(segment) for segment in SEGMENTS]
