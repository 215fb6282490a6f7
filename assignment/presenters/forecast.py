"""A finished forecast as tables and charts."""

import json
from datetime import date, timedelta

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from assignment.models.choices import RULE_NAMES
from assignment.rules.policy import REVIEW
from crm_project.lib.sort_names import sort_name
from crm_project.lib.time import minute

from .rule_text import OUTCOME_NAMES

REPS_DRAWN = 20
LISTED = 30
BRIEF_REPS = 8


def _fate(side):
    if side is None:
        return ""
    rule, outcome = RULE_NAMES.get(side["rule"], side["rule"]), OUTCOME_NAMES.get(side["outcome"], "")
    return f"{minute(parse_datetime(side['due_at']))} · {rule} · {outcome}"


def _difference(now, draft):
    return f"+{draft - now}" if draft > now else f"−{now - draft}" if draft < now else "±0"


def headline(result):
    """Who loses how many days; empty for a forecast from before this was computed."""
    shift = result.get("shift")
    if shift is None:
        return ""
    texts = []
    if shift["sooner"]:
        texts.append(
            ngettext(
                "%(n)d customer's deadline becomes earlier, by %(days)s days on average.",
                "%(n)d customers' deadlines become earlier, by %(days)s days on average.",
                shift["sooner"],
            )
            % {"n": shift["sooner"], "days": number_format(shift["sooner_days"], 1)}
        )
    texts += [
        str(sentence % {"n": shift[key]})
        for key, sentence in (
            ("later", ngettext_lazy("%(n)d customer gains days.", "%(n)d customers gain days.", "n")),
            (
                "begins",
                ngettext_lazy(
                    "%(n)d customer gets a deadline for the first time.",
                    "%(n)d customers get a deadline for the first time.",
                    "n",
                ),
            ),
            (
                "ends",
                ngettext_lazy(
                    "%(n)d customer no longer has a deadline.", "%(n)d customers no longer have a deadline.", "n"
                ),
            ),
        )
        if shift[key]
    ]
    return " ".join(texts) or _("No deadline changes.")


def first_days(result):
    """[(which days, without work now → draft, with the usual work now → draft)]."""
    return [
        (
            _("%(day)s (%(n)d days after the change)") % {"day": _last(result, row["days"]), "n": row["days"]},
            row["none"]["now"],
            row["none"]["draft"],
            row["usual"]["now"],
            row["usual"]["draft"],
        )
        for row in result.get("first", ())
    ]


def _last(result, days):
    return (date.fromisoformat(result["holds_from"]) + timedelta(days=days - 1)).isoformat()


def activity(result):
    """What the usual work is, so that the estimate can be judged."""
    usual = result.get("activity")
    if usual is None:
        return ""
    return _(
        "Usual activity: %(followups)s follow-ups and %(contracts)s contracts per 100 customers and 30 days, as in the last %(days)d days. The change would apply from %(day)s."
    ) % {
        "followups": number_format(usual["followups"], 1),
        "contracts": number_format(usual["contracts"], 1),
        "days": usual["days"],
        "day": result["holds_from"],
    }


def nearer(rep):
    """“12, by 4.8 days”; empty where nothing comes nearer."""
    if not rep.get("sooner"):
        return ""
    return _("%(n)d, by %(days)s days") % {"n": rep["sooner"], "days": number_format(rep["sooner_days"], 1)}


def brief(result, pk=None):
    """What whoever decides reads first: {pk, headline, first, activity, by_rep: [(rep, now, draft, nearer)]}, those hit hardest at the head.

    `pk`: of the job whose page shows the rest.
    """
    reps = sorted(
        result["by_rep"], key=lambda r: (-(r["draft"] - r["now"]), -(r.get("sooner") or 0), -r["draft"], r["name"])
    )
    return {
        "pk": pk,
        "headline": headline(result),
        "first": first_days(result),
        "activity": activity(result),
        "by_rep": [(r["name"], r["now"], r["draft"], nearer(r)) for r in reps[:BRIEF_REPS]],
    }


def forecast_text(job, visible):
    """{figures, by_rule, by_rep, chart, days, customers, …} of a job; names of customers in `visible` are links (one query)."""
    result = job.result
    now_label, draft_label = _("In force"), _("Draft")
    reps = sorted(
        result["by_rep"], key=lambda r: (-abs(r["draft"] - r["now"]), -r["draft"], sort_name(r["name"], person=True))
    )
    drawn = reps[:REPS_DRAWN]
    codes = [c["customer"] for c in result["customers"]]
    ids = dict(visible.filter(code__in=codes).values_list("code", "pk")) if codes else {}
    names = {r["rep"]: r["name"] for r in result["by_rep"]}
    customers = [
        {
            **c,
            "owner": names.get(c["owner"], c["owner"]),
            "pk": ids.get(c["customer"]),
            "now": _fate(c["now"]) or _("not before that date"),
            "draft": _fate(c["draft"]) or _("not before that date"),
        }
        for c in result["customers"]
    ]
    return {
        "job": job,
        "until": minute(parse_datetime(result["until"]))[:10],
        "total": result["total"],
        "now": result["now"],
        "draft": result["draft"],
        "difference": _difference(result["now"], result["draft"]),
        "headline": headline(result),
        "first": first_days(result),
        "activity": activity(result),
        "differ": result["differ"],
        "more": max(result["differ"] - len(result["customers"]), 0),
        "by_rule": [
            (str(RULE_NAMES.get(r["rule"], r["rule"])), r["now"], r["draft"], _difference(r["now"], r["draft"]))
            for r in result["by_rule"]
        ],
        "by_rep": [(r["name"], r["now"], r["draft"], _difference(r["now"], r["draft"])) for r in reps],
        "effects": _effects(job, result),
        "rep_chart": {
            "id": f"forecast-reps-{job.pk}",
            "name": _("Releases per rep"),
            "json": json.dumps(
                {
                    "type": "bar",
                    "across": True,
                    "labels": [r["name"] for r in drawn],
                    "series": [
                        {"label": now_label, "values": [r["now"] for r in drawn], "tone": "quiet"},
                        {"label": draft_label, "values": [r["draft"] for r in drawn]},
                    ],
                },
                ensure_ascii=False,
            ),
            "heads": [_("Rep"), now_label, draft_label, _("Difference"), _("Deadline becomes earlier")],
            "rows": [[r["name"], r["now"], r["draft"], _difference(r["now"], r["draft"]), nearer(r)] for r in reps],
        },
        "day_chart": {
            "id": f"forecast-days-{job.pk}",
            "name": _("Releases per day"),
            "json": json.dumps(
                {
                    "type": "bar",
                    "labels": [d["day"][5:] for d in result["by_day"]],
                    "series": [
                        {"label": now_label, "values": [d["now"] for d in result["by_day"]], "tone": "quiet"},
                        {"label": draft_label, "values": [d["draft"] for d in result["by_day"]]},
                    ],
                },
                ensure_ascii=False,
            ),
            "heads": [_("Day"), now_label, draft_label],
            "rows": [[d["day"], d["now"], d["draft"]] for d in result["by_day"]],
        },
        "customers": customers,
        "shown_first": customers[:LISTED],
        "rest": customers[LISTED:],
    }


def _effects(job, result):
    """[(rule of the draft, what it would do)] for the sentences of the editor; both stages share one figure."""
    counted = {r["rule"]: r for r in result["by_rule"]}
    out = []
    for rule in job.body["rules"]:
        r = counted.get(rule["kind"], {"now": 0, "draft": 0})
        text = _("Forecast: %(draft)d releases within 30 days, %(now)d under the rules in force.") % r
        if rule["outcome"] == REVIEW:
            text = _("Send to manager for review: this rule releases nobody by itself.")
        out.append((f"{rule['kind']}-{rule['stage']}" if rule.get("stage") else rule["kind"], text))
    return out


def progress(job):
    """A running job for parts/job.html."""
    running = job.state == job.State.RUNNING
    return {
        "pk": job.pk,
        "title": _("Forecast of %(policy)s") % {"policy": job.policy},
        "done": job.done,
        "total": job.total,
        "state": "running" if running else "failed",
        "poll_url": reverse("assignment:forecast", args=[job.pk]),
        "percent": f"{round(100 * job.done / job.total)} %" if job.total else "",
        "result_url": "",
        "note": _("You may leave this page and come back.")
        if running
        else _("It could not be computed: edit the draft, or ask an admin."),
    }
