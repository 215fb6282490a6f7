"""The home page and reports: in the table."""

from .page import Page, about
from .rights import (
    BELOW,
    DEPT,
    EVERYWHERE,
    GRANTS,
    HELD,
    LEVELS,
    OTHER,
    OWN,
    at,
    both,
    either,
    everybody,
    has,
    not_at,
    reaches,
    sees,
)

writes, reads = has("report.write"), reaches("report.read")
reads_or_wrote = either(at(OWN), reads)
writes_own = both(at(OWN), writes)
TEXTS = {
    "assessment": "two visits",
    **{f"plan-{name}": n for name, n in (("TOTAL_FORMS", "1"), ("INITIAL_FORMS", "0"))},
    "plan-0-text": "call them",
    "plan-0-due_on": "2026-03-12",
}
TEMPLATE = {
    "kind": "weekly",
    "holds_from": "2026-03-09",
    "demanded": "on",
    "days": "1",
    "hour": "10",
    "figures": "calls",
    **{f"texts-{name}": n for name, n in (("TOTAL_FORMS", "1"), ("INITIAL_FORMS", "0"))},
    "texts-0-label": "What next",
}
WORK_REPORTS = [
    Page("reports:work_reports", get=either(writes, has("report.read"))),
    Page("reports:work_report_start", post=writes, data=lambda w, c: {"kind": "daily", "day": "2026-03-02"}),
    Page("reports:team_reports", get=has("report.read")),
    Page("reports:report_templates", get=has("report.templates")),
    Page(
        "reports:report_template_new",
        get=has("report.templates"),
        post=has("report.templates"),
        data=lambda w, c: TEMPLATE,
    ),
    about("work report", "reports:work_report", HELD, get=reads_or_wrote),
    about("work report", "reports:work_report_pdf", HELD, get=reads_or_wrote),
    about(
        "work report begun",
        "reports:work_report_edit",
        HELD,
        get=writes_own,
        post=writes_own,
        data=lambda w, c: TEXTS,
    ),
    about("work report begun", "reports:work_report_save", HELD, post=writes_own, data=lambda w, c: TEXTS),
    about("work report", "reports:work_report_read", HELD, post=both(not_at(OWN), reads), words=True),
    about(
        "work report",
        "reports:work_report_return",
        HELD,
        post=both(not_at(OWN), reads),
        data=lambda w, c: {"reason": "the visits are missing"},
        words=True,
    ),
    about(
        "work report", "reports:work_report_comment", HELD, post=reads_or_wrote, data=lambda w, c: {"text": "well done"}
    ),
]

MAILS = either(has("customer.export"), has("analysis.view"), has("figures.view"))
OWN_MAILS = both(at(OWN), MAILS)


def _mailing(world, case, **more):
    """What this role may have mailed."""
    what = f"list:{world.shared_filter.pk}"
    if case.has("figures.view"):
        what = "figures:"
    if case.has("analysis.view"):
        what = "analysis:cohorts"
    said = {"name": "every Monday", "what": what, "days": "week", "repeat": "weekly", "weekday": "0", "day": "1"}
    return {**said, "hour": "9", "format": "xlsx", "reason": "weekly meeting", **more}


MAILINGS = [
    Page("reports:mailings", get=MAILS),
    Page("reports:mailing_new", get=MAILS, post=MAILS, data=_mailing),
    about("mailing", "reports:mailing_edit", HELD, get=OWN_MAILS, post=OWN_MAILS, data=_mailing),
    about("mailing", "reports:mailing_pause", HELD, post=OWN_MAILS, words=True),
    about("paused mailing", "reports:mailing_resume", HELD, post=OWN_MAILS, words=True),
    about("mailing", "reports:mailing_delete", HELD, post=OWN_MAILS, words=True),
    about("mailing", "reports:mailing_leave", HELD, post=both(not_at(OWN), MAILS), words=True),
    about("failed mail", "reports:mailing_again", HELD, post=OWN_MAILS, words=True),
]

plans, reads_trips = has("trip.write"), reaches("trip.read")


def _plan(world, case, **more):
    """A plan for the customer on the list."""
    pk = world.get("customer", case).pk
    days = {"first": "2026-03-16", "last": "2026-03-17", "expense": "1,200"}
    return {**days, f"visit-{pk}": "on", f"purpose-{pk}": "price of the new line", **more}


def _report(world, case):
    """A report of the trip that is over: its customer was visited."""
    stop = f"v{world.get('trip to report', case).stops.get().pk}"
    said = {"was": "there", "kind": "visit_out", "counterpart": "王经理", "content": "谈了新产品的价格和明年的采购计划"}
    times = {"left_at": "2026-02-28 08:00", "returned_at": "2026-02-28 18:00"}
    late = {"occurred_at": "2026-02-28 10:00", "late_reason": "on the way"}
    return times | {f"{stop}-{name}": text for name, text in (said | late).items()}


def _rules(world, case):
    return {"holds_from": "2026-03-09", "approval": "on", "report_days": "3"}


TRIPS = [
    Page("reports:trips", get=either(plans, has("trip.read"), has("trip.rules"))),
    Page(
        "reports:trip_new",
        get=both(at(OWN), plans),
        post=both(at(OWN), plans),
        places=(OWN,),
        args=lambda w, c: {"region": w.region},
        data=_plan,
    ),
    Page("reports:trip_rules", get=has("trip.rules")),
    Page("reports:trip_rules_new", get=has("trip.rules"), post=has("trip.rules"), data=_rules),
    about("trip", "reports:trip", HELD, get=either(both(at(OWN), either(plans, has("trip.read"))), reads_trips)),
    about(
        "trip",
        "reports:trip_edit",
        HELD,
        get=both(at(OWN), plans),
        post=both(at(OWN), plans),
        data=lambda w, c: _plan(w, c, reason="the buyer is away"),
    ),
    about(
        "trip to report",
        "reports:trip_report",
        HELD,
        get=both(at(OWN), plans),
        post=both(at(OWN), plans),
        data=_report,
    ),
    Page(
        "reports:trip_judge",
        args=lambda w, c: {"pk": w.get("trip to report", c).pk, "stop": w.get("trip to report", c).stops.get().pk},
        post=both(at(OWN), plans),
        places=HELD,
        data=_report,
        idle=True,
    ),
    about(
        "trip",
        "reports:trip_cancel",
        HELD,
        post=both(at(OWN), plans),
        data=lambda w, c: {"reason": "the buyer is away"},
    ),
]

goes, reads_outings = has("outing.write"), reaches("outing.read")
OUT_AGAIN = {"left_at": "2026-03-01T05:00", "back_at": "2026-03-01T05:30", "reason": "no reception"}
OUTINGS = [
    Page("reports:outings", get=either(goes, has("outing.read"))),
    Page("reports:outing_new", get=goes),
    Page("reports:home_outing", get=goes),
    Page(
        "reports:outing_start",
        post=both(at(OWN), goes),
        places=(OWN,),
        data=lambda w, c: {"customer": w.get("customer", c).pk},
        idle=True,
    ),
    Page(
        "reports:outing_enter",
        get=goes,
        post=both(at(OWN), goes),
        places=(OWN,),
        data=lambda w, c: {"customer": w.get("customer", c).pk, **OUT_AGAIN},
    ),
    about("outing", "reports:outing", HELD, get=either(both(at(OWN), either(goes, has("outing.read"))), reads_outings)),
    about(
        "outing open",
        "reports:outing_customer",
        HELD,
        post=both(at(OWN), goes),
        data=lambda w, c: {"customer": w.get("customer", c).pk},
        idle=True,
    ),
    about("outing open", "reports:outing_back", HELD, post=both(at(OWN), goes)),
    about(
        "outing",
        "reports:outing_correct",
        HELD,
        get=both(at(OWN), goes),
        post=both(at(OWN), goes),
        data=lambda w, c: OUT_AGAIN,
    ),
    about("outing", "reports:outing_void", HELD, post=both(at(OWN), goes), data=lambda w, c: {"reason": "a call"}),
    about(
        "outing open",
        "reports:outing_position",
        HELD,
        post=both(at(OWN), goes),
        data=lambda w, c: {"latitude": "30.274", "longitude": "120.155"},
    ),
    about("outing open", "reports:outing_positions_delete", HELD, post=both(at(OWN), goes), idle=True),
]


def above_manager(case):
    """They stand above the manager who decided first."""
    return LEVELS[case.role] >= 2


decides_others = both(not_at(OWN), reaches("contradiction.decide"))
COMPARED = {
    "holds_from": "2026-03-09",
    "visit": "on",
    **{
        "minutes_around": "60",
        "followup_days": "1",
        "expense_days": "0",
        "minutes_between": "20",
        "burst_visits": "5",
        "burst_days": "3",
        "burst_age": "3",
        "answer_hours": "24",
        "points": "2",
    },
}
DECISION = {"decision": "accepted", "reason": "the gate book says so"}
CONTRADICTIONS = [
    Page("reports:contradictions", get=everybody),
    Page("reports:contradictions_review", get=has("contradiction.decide")),
    Page("reports:contradiction_rules", get=has("contradiction.rules")),
    Page(
        "reports:contradiction_rules_new",
        get=has("contradiction.rules"),
        post=has("contradiction.rules"),
        data=lambda w, c: COMPARED,
    ),
    about("contradiction open", "reports:contradiction", HELD, get=at(OWN)),
    about(
        "contradiction open",
        "reports:contradiction_explain",
        HELD,
        post=at(OWN),
        data=lambda w, c: {"explanation": "the gate was closed"},
    ),
    about(
        "contradiction explained",
        "reports:contradiction_decide",
        HELD,
        post=decides_others,
        data=lambda w, c: DECISION,
        words=True,
    ),
    about(
        "contradiction decided",
        "reports:contradiction_appeal",
        HELD,
        post=at(OWN),
        data=lambda w, c: {"text": "the gate book has my name"},
        words=True,
    ),
    about(
        "contradiction appealed",
        "reports:contradiction_final",
        HELD,
        post=both(decides_others, above_manager),
        data=lambda w, c: DECISION,
        words=True,
    ),
]
verified_of_me = either(at(OWN), reaches("spot_check.view"))
SPOT_CHECK = {"figure": "followups", "first": "2026-02-25", "last": "2026-03-02", "points": "10"}
AWAY = (DEPT, BELOW, OTHER)
SPOT_CHECKS = [
    Page("reports:spot_checks", get=has("spot_check.view")),
    Page("reports:spot_check_results", get=has("spot_check.view")),
    Page(
        "reports:spot_check_new",
        get=has("spot_check.manage"),
        post=has("spot_check.manage"),
        data=lambda w, c: {**SPOT_CHECK, "department": w.homes[OWN].pk},
    ),
    about("spot check", "reports:spot_check", AWAY, get=reaches("spot_check.view")),
    about(
        "spot check", "reports:spot_check_draw", AWAY, post=reaches("spot_check.view", "spot_check.manage"), words=True
    ),
    about("doubted row", "reports:spot_check_row", HELD, get=verified_of_me),
    about(
        "row to verify",
        "reports:spot_check_verify",
        AWAY,
        post=reaches("spot_check.view", "spot_check.manage"),
        data=lambda w, c: {"result": "true", "how": "called"},
        words=True,
    ),
    about(
        "doubted row",
        "reports:spot_check_state",
        HELD,
        post=at(OWN),
        data=lambda w, c: {"statement": "I was there"},
        words=True,
    ),
    about(
        "row to decide",
        "reports:spot_check_decide",
        AWAY,
        post=reaches("spot_check.view", "spot_check.decide"),
        data=lambda w, c: {"decision": "dismissed", "reason": "a mistake"},
        words=True,
    ),
]


SCORES = reaches("appraisal.view")
SCHEME = {
    "month": "2026-03-01",
    "close_days": "5",
    "points-calls": "100",
    "full-calls": "20",
}


def month_of_person(world, case):
    """February of the person at the place."""
    return {"pk": world.get("person", case).pk, "month": "2026-02"}


APPRAISAL = [
    Page("reports:appraisal", get=has("appraisal.view")),
    Page("reports:appraisal_sheet", get=has("appraisal.export"), query={"month": "2026-02"}, notes=True),
    Page("reports:appraisal_schemes", get=has("appraisal.scheme")),
    Page(
        "reports:appraisal_scheme_new",
        get=has("appraisal.scheme"),
        post=has("appraisal.scheme"),
        data=lambda w, c: {**SCHEME, "roles": [w.cast.rep.role_id]},
    ),
    Page("reports:score", args=month_of_person, get=SCORES, places=HELD),
    about("score", "reports:closed_score", HELD, get=SCORES),
    about(
        "score",
        "reports:score_appeal",
        HELD,
        post=both(SCORES, at(OWN)),
        data=lambda w, c: {"points": "90", "reason": "two visits are missing"},
        words=True,
    ),
    about(
        "score",
        "reports:score_correct",
        HELD,
        post=both(reaches("appraisal.view", "appraisal.correct"), not_at(OWN)),
        data=lambda w, c: {"points": "90", "reason": "two visits are missing"},
        words=True,
    ),
]


def of_person(world, case):
    """The person at the place as somebody who has targets."""
    return {"unit": f"p{world.get('person', case).pk}"}


def of_department(world, case):
    """The department at the place likewise."""
    return {"unit": f"d{world.homes[case.place].pk}"}


def department(world, case):
    """The department at the place."""
    return {"pk": world.homes[case.place].pk}


def sets_all(case):
    """They set the targets of the whole company, their own included."""
    return GRANTS[case.role].get("target.manage") == "all"


HEADED = (DEPT, BELOW, OTHER)
SETS = both(reaches("target.view"), either(sets_all, both(reaches("target.manage"), not_at(OWN))))

REPORTS = [
    Page("home", get=everybody),
    Page("reports:queue", get=everybody),
    Page("reports:side", get=everybody),
    Page("reports:settings", get=everybody),
    Page("reports:search", get=everybody),
    Page("reports:search_live", post=everybody, data=lambda w, c: {"q": "杭州 1391234"}, idle=True),
    Page("reports:favourites", get=everybody),
    Page("reports:recent_menu", post=everybody, data=lambda w, c: {"recent": "/customers/1/ /x/"}, idle=True),
    Page("reports:favourites_menu", get=everybody),
    Page(
        "reports:favourite",
        args=lambda w, c: {"kind": "customers", "pk": w.get("customer", c).pk},
        post=both(has("customer.view"), sees()),
        places=EVERYWHERE,
        data=lambda w, c: {"on": "1"},
    ),
    Page("reports:figures", get=has("figures.view")),
    Page(
        "reports:figure",
        args=lambda w, c: {"key": "valid_followups", "pk": w.get("person", c).pk},
        get=reaches("figures.view"),
        places=HELD,
    ),
    Page("reports:analysis", get=has("analysis.view")),
    *(
        Page(f"reports:analysis_{name}", args=lambda w, c, page=page: {"page": page}, get=rule, notes=name == "sheet")
        for name in ("page", "rows", "sheet")
        for page, rule in (
            ("funnel", has("analysis.view", "deal.view")),
            ("win-rate", has("analysis.view", "deal.view")),
            ("cohorts", has("analysis.view")),
            ("flow", has("analysis.view")),
            ("not-seen", has("analysis.view")),
        )
    ),
    *MAILINGS,
    *WORK_REPORTS,
    *TRIPS,
    *OUTINGS,
    *CONTRADICTIONS,
    *SPOT_CHECKS,
    *APPRAISAL,
    Page("reports:targets", get=has("target.view")),
    Page("reports:target", args=of_person, get=reaches("target.view"), places=HELD),
    Page("reports:target_sheet", args=of_person, get=reaches("target.view"), places=HELD, notes=True),
    Page(
        "reports:target_set",
        args=of_person,
        get=SETS,
        post=SETS,
        places=HELD,
        data=lambda w, c: {
            "rows-TOTAL_FORMS": "1",
            "rows-INITIAL_FORMS": "1",
            "rows-0-slot": f"p{w.get('person', c).pk}:2026-03",
            "rows-0-target": "12",
        },
    ),
    Page("reports:home_targets", get=has("target.view")),
    Page(
        "reports:target_copy",
        args=of_department,
        get=reaches("target.view", "target.manage"),
        post=reaches("target.view", "target.manage"),
        places=HEADED,
        data=lambda w, c: {"year": "2026", "basis": "targets", "factor": "1.1", "keys": ["visits"]},
        idle=True,
    ),
    Page("reports:leaderboards", get=has("target.view")),
    Page("reports:leaderboard", args=department, get=reaches("target.view"), places=HEADED),
    Page(
        "reports:leaderboard_set",
        args=department,
        get=reaches("target.manage"),
        post=reaches("target.manage"),
        places=HEADED,
        data=lambda w, c: {"keys": ["visits"], "open": "on"},
    ),
    Page("reports:team_rhythm", get=has("followup.review")),
    Page("reports:system_state", get=has("people.manage")),
    Page("reports:team_week", get=has("figures.view")),
    Page(
        "reports:home_cards",
        get=everybody,
        post=everybody,
        data=lambda w, c: {"cards": ["asked"], "place-asked": "hidden"},
    ),
]
