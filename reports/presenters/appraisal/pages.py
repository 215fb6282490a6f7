"""The pages of scores: one score with what each point is made of, a team's month (rows Nf16, Ni16)."""

from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project import catalogue
from crm_project.accounts.domain.access import may
from crm_project.lib.time import minute
from customers.domain.access.masking import of_texts
from reports.domain.appraisal import measures
from reports.domain.appraisal.closing import closes_on
from reports.domain.appraisal.schemes import rules_of
from reports.domain.appraisal.scoring import kept
from reports.models import DrawnRow
from reports.models.appraisal import Because
from reports.rules.appraisal.scoring import result

from .names import points_text, value_text


def score_url(person_id, month):
    """The page of somebody's month."""
    return reverse("reports:score", args=[person_id, month.key])


def lines(found, person, month, user, now=None):
    """[{name, says, value, points, of, measure, url, now, deducts}] of a result; `now`: the figures as they are, of a closed month."""
    known = measures.scorable() | measures.deductible()
    return [
        {
            "name": measures.label(line.key),
            "says": known.get(line.key, ("", ""))[1],
            "value": value_text(line.key, line.value),
            "nothing": line.value is None,
            "points": points_text(line.points),
            "of": points_text(line.at_most),
            "measure": value_text(line.key, line.measure) if not line.deducts else points_text(line.measure),
            "deducts": line.deducts,
            "url": _rows_url(line.key, person, month, user),
            "now": _now(line, now),
        }
        for line in found.lines
    ]


def _now(line, now):
    """What it is now, where that differs from what was kept; only of figures, shares tell of their day."""
    if now is None or line.key in measures.SHARES:
        return ""
    value = Decimal(now.get(line.key, 0))
    return value_text(line.key, value) if value != line.value else ""


def _rows_url(key, person, month, user):
    """Where the rows behind a line are, for whoever may see them."""
    days = urlencode({"since": month.first.isoformat(), "until": month.last.isoformat()})
    if key in catalogue.figures():
        return f"{reverse('reports:figure', args=[key, person.pk])}?{days}" if may(user, "figures.view") else ""
    own = person.pk == user.pk
    if key == measures.REPORTS:
        return (
            reverse("reports:work_reports")
            if own
            else reverse("reports:team_reports")
            if may(user, "report.read")
            else ""
        )
    if key == measures.SAME_DAY:
        return _rows_url("followups", person, month, user)
    if key == measures.CONTRADICTIONS:
        return reverse("reports:contradictions") if own or may(user, "contradiction.decide") else ""
    if key == measures.VIOLATIONS:
        others = may(user, "violation.view") or may(user, "violation.decide")
        return reverse("violations:mine") if own else reverse("violations:all") if others else ""
    asked = {measures.COMPLETE: "incomplete", measures.RHYTHM: "overdue"}.get(key)
    if asked is None or not may(user, "customer.view"):
        return ""
    return f"{reverse('customers:list')}?{urlencode({'owner': person.pk, asked: 'on'})}"


def closed_score(score, month, user):
    """What the page shows of a closed score."""
    found = result(rules_of(score.scheme), kept(score.measured), len(score.untrue))
    keys = [line.key for line in found.lines]
    now = measures.counted([score.person_id], month.first, month.last, keys)[score.person_id]
    return {
        "lines": lines(found, score.person, month, user, now),
        "earned": points_text(found.earned),
        "total": points_text(score.total),
        "closed_with": points_text(score.closed_with),
        "untrue": untrue(score.untrue, user),
        "zero": bool(score.untrue) and score.scheme.zero,
        "closed": minute(score.closed_at),
        "appeal_by": minute(score.appeal_by),
        "corrections": corrections(score, user),
        "granted": _last_change(score) == Because.APPEAL,
    }


def live_score(now, person, month, user):
    """What the page shows while the month runs, and until it is closed."""
    found = now.result
    return {
        "lines": lines(found, person, month, user),
        "earned": points_text(found.earned),
        "total": points_text(found.total),
        "untrue": untrue(now.untrue, user),
        "zero": bool(now.untrue) and now.scheme.zero,
        "closes_on": closes_on(now.scheme, month),
    }


def untrue(keys, user):
    """[{text, reason, url}] of the records that were upheld."""
    mask = of_texts(user)
    rows = DrawnRow.objects.filter(pk__in=keys).select_related("decided_by", "check_of").order_by("day") if keys else []
    return [
        {
            "text": _("%(day)s, upheld by %(person)s on %(time)s")
            % {"day": f"{row.day:%F}", "person": row.decided_by, "time": minute(row.decided_at)},
            "reason": mask.text(row.reason),
            "url": reverse("reports:spot_check_row", args=[row.pk]) if may(user, "spot_check.view") else "",
        }
        for row in rows
    ]


def _last_change(score):
    last = score.corrections.order_by("-corrected_at", "-pk").first()
    return last.because if last else ""


def corrections(score, user):
    """[{what, values, reason, by}] of the changes since it was closed, the first first."""
    mask = of_texts(user)
    return [
        {
            "what": one.get_because_display(),
            "values": f"{points_text(one.before)} → {points_text(one.after)}",
            "reason": mask.text(one.reason),
            "by": " · ".join(str(part) for part in (one.corrected_by or "", minute(one.corrected_at)) if part),
        }
        for one in score.corrections.select_related("corrected_by")
    ]


def team(people, closed, running, month):
    """[{name, department, points, filled, text, tone, url}] of a month, by name; `closed` and `running` by person."""
    out = []
    for person in people:
        score, now = closed.get(person.pk), running.get(person.pk)
        if score is None and now is None:
            continue
        total = score.total if score else now.result.total
        text, tone = status(score)
        out.append(
            {
                "name": str(person),
                "department": str(person.department or ""),
                "points": points_text(total),
                "filled": f"{total:f}",
                "text": text,
                "tone": tone,
                "url": score_url(person.pk, month),
            }
        )
    return out


def status(score):
    """(text, tone) of where a score stands; None: not closed."""
    if score is None:
        return _("so far"), "info"
    if score.waiting_id:
        return _("appeal being decided"), "warn"
    if score.untrue and score.scheme.zero and not score.total:
        return _("zero: untrue record"), "bad"
    if score.corrections.all():
        return pgettext("score", "corrected"), "accent"
    return pgettext("score", "closed"), "ok"
