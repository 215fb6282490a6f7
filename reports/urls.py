"""Addresses of the home page's parts, the page itself being the root, of the search, of targets, and of Settings and help."""

from django.urls import include, path

from .views import (
    favourites,
    figures,
    home,
    home_arranging,
    leaderboards,
    mailing,
    printed_forms,
    search,
    settings,
    targets,
    targets_setting,
)
from .views.analysis import pages as analysis
from .views.appraisal import schemes, scores
from .views.contradictions import rows as contradictions
from .views.contradictions import versions as contradiction_rules
from .views.outings import going, outing
from .views.outings import mine as outings
from .views.spot_checks import checks
from .views.spot_checks import rows as drawn_rows
from .views.trips import mine as trips
from .views.trips import plan as trip_plan
from .views.trips import report as trip_report
from .views.trips import trip
from .views.trips import versions as trip_rules
from .views.work_reports import mine, reading, team, templates, writing

app_name = "reports"
WORK_REPORTS = [
    path("", mine.work_reports, name="work_reports"),
    path("start/", mine.start, name="work_report_start"),
    path("team/", team.team_reports, name="team_reports"),
    path("templates/", templates.report_templates, name="report_templates"),
    path("templates/new/", templates.template_new, name="report_template_new"),
    path("<int:pk>/", reading.report, name="work_report"),
    path("<int:pk>/edit/", writing.edit, name="work_report_edit"),
    path("<int:pk>/save/", writing.keep, name="work_report_save"),
    path("<int:pk>/read/", reading.read, name="work_report_read"),
    path("<int:pk>/return/", reading.send_back, name="work_report_return"),
    path("<int:pk>/comment/", reading.comment, name="work_report_comment"),
    path("<int:pk>/pdf/", reading.pdf, name="work_report_pdf"),
]

TRIPS = [
    path("", trips.trips, name="trips"),
    path("new/<int:region>/", trip_plan.trip_new, name="trip_new"),
    path("rules/", trip_rules.trip_rules, name="trip_rules"),
    path("rules/new/", trip_rules.trip_rules_new, name="trip_rules_new"),
    path("<int:pk>/", trip.trip, name="trip"),
    path("<int:pk>/edit/", trip_plan.trip_edit, name="trip_edit"),
    path("<int:pk>/report/", trip_report.trip_report, name="trip_report"),
    path("<int:pk>/report/<int:stop>/judge/", trip_report.trip_judge, name="trip_judge"),
    path("<int:pk>/cancel/", trip_plan.trip_cancel, name="trip_cancel"),
]
OUTINGS = [
    path("", outings.outings, name="outings"),
    path("new/", outings.choose, name="outing_new"),
    path("start/", going.start, name="outing_start"),
    path("enter/", going.enter, name="outing_enter"),
    path("<int:pk>/", outing.outing, name="outing"),
    path("<int:pk>/customer/", going.add, name="outing_customer"),
    path("<int:pk>/back/", going.back, name="outing_back"),
    path("<int:pk>/correct/", outing.correct, name="outing_correct"),
    path("<int:pk>/void/", outing.void, name="outing_void"),
    path("<int:pk>/position/", going.position, name="outing_position"),
    path("<int:pk>/positions/delete/", going.forget_positions, name="outing_positions_delete"),
]
CONTRADICTIONS = [
    path("", contradictions.contradictions, name="contradictions"),
    path("review/", contradictions.review, name="contradictions_review"),
    path("rules/", contradiction_rules.contradiction_rules, name="contradiction_rules"),
    path("rules/new/", contradiction_rules.contradiction_rules_new, name="contradiction_rules_new"),
    path("<int:pk>/", contradictions.contradiction, name="contradiction"),
    path("<int:pk>/explain/", contradictions.explain, name="contradiction_explain"),
    path("<int:pk>/decide/", contradictions.decide, name="contradiction_decide"),
    path("<int:pk>/appeal/", contradictions.appeal, name="contradiction_appeal"),
    path("<int:pk>/decide-finally/", contradictions.decide_finally, name="contradiction_final"),
]
SPOT_CHECKS = [
    path("", checks.spot_checks, name="spot_checks"),
    path("new/", checks.spot_check_new, name="spot_check_new"),
    path("results/", checks.spot_check_results, name="spot_check_results"),
    path("<int:pk>/", checks.spot_check, name="spot_check"),
    path("<int:pk>/draw/", checks.draw, name="spot_check_draw"),
    path("rows/<int:pk>/", drawn_rows.spot_check_row, name="spot_check_row"),
    path("rows/<int:pk>/verify/", drawn_rows.verify, name="spot_check_verify"),
    path("rows/<int:pk>/state/", drawn_rows.state, name="spot_check_state"),
    path("rows/<int:pk>/decide/", drawn_rows.decide, name="spot_check_decide"),
]
APPRAISAL = [
    path("", scores.appraisal, name="appraisal"),
    path("sheet/", scores.sheet, name="appraisal_sheet"),
    path("schemes/", schemes.appraisal_schemes, name="appraisal_schemes"),
    path("schemes/new/", schemes.appraisal_scheme_new, name="appraisal_scheme_new"),
    path("<int:pk>/<slug:month>/", scores.score, name="score"),
    path("scores/<int:pk>/", scores.closed_score, name="closed_score"),
    path("scores/<int:pk>/appeal/", scores.score_appeal, name="score_appeal"),
    path("scores/<int:pk>/correct/", scores.score_correct, name="score_correct"),
]
ANALYSIS = [
    path("", analysis.first, name="analysis"),
    path("<slug:page>/", analysis.analysis, name="analysis_page"),
    path("<slug:page>/rows/", analysis.analysis_rows, name="analysis_rows"),
    path("<slug:page>/sheet/", analysis.sheet, name="analysis_sheet"),
]
MAILINGS = [
    path("", mailing.mailings, name="mailings"),
    path("new/", mailing.mailing_new, name="mailing_new"),
    path("<int:pk>/edit/", mailing.mailing_edit, name="mailing_edit"),
    path("<int:pk>/pause/", mailing.mailing_pause, name="mailing_pause"),
    path("<int:pk>/resume/", mailing.mailing_resume, name="mailing_resume"),
    path("<int:pk>/delete/", mailing.mailing_delete, name="mailing_delete"),
    path("<int:pk>/leave/", mailing.mailing_leave, name="mailing_leave"),
    path("mails/<int:pk>/again/", mailing.mailing_again, name="mailing_again"),
]
PRINTED_FORMS = [
    path("", printed_forms.print_forms, name="print_forms"),
    path("blank/<slug:kind>/", printed_forms.blank_form, name="blank_form"),
    path("blank/rating/<slug:segment>/", printed_forms.blank_rating, name="blank_rating"),
    path("customers/<int:pk>/", printed_forms.forms_of_customer, name="forms_of_customer"),
    path("customers/<int:pk>/information/", printed_forms.print_information, name="print_information"),
    path("customers/<int:pk>/file/", printed_forms.print_file, name="print_file"),
    path("customers/<int:pk>/rating/", printed_forms.print_rating, name="print_rating"),
    path("customers/<int:pk>/contacts/<int:contact_pk>/", printed_forms.print_profile, name="print_profile"),
    path("visits/<int:pk>/", printed_forms.print_visit, name="print_visit"),
    path("return-visits/<int:pk>/", printed_forms.print_return_visit, name="print_return_visit"),
    path("receptions/<int:pk>/", printed_forms.print_reception, name="print_reception"),
]

urlpatterns = [
    path("search/", search.results, name="search"),
    path("search/live/", search.live, name="search_live"),
    path("search/recent/", search.recent_menu, name="recent_menu"),
    path("favourites/", favourites.page, name="favourites"),
    path("favourites/menu/", favourites.menu, name="favourites_menu"),
    path("favourites/<slug:kind>/<int:pk>/", favourites.mark, name="favourite"),
    path("home/queue/", home.queue, name="queue"),
    path("home/side/", home.side, name="side"),
    path("figures/", figures.page, name="figures"),
    path("figures/<slug:key>/<int:pk>/", figures.figure, name="figure"),
    path("work-reports/", include(WORK_REPORTS)),
    path("trips/", include(TRIPS)),
    path("outings/", include(OUTINGS)),
    path("contradictions/", include(CONTRADICTIONS)),
    path("home/outing/", outings.card, name="home_outing"),
    path("spot-checks/", include(SPOT_CHECKS)),
    path("appraisal/", include(APPRAISAL)),
    path("analysis/", include(ANALYSIS)),
    path("mailings/", include(MAILINGS)),
    path("print-forms/", include(PRINTED_FORMS)),
    path("settings/", settings.settings, name="settings"),
    path("targets/", targets.start, name="targets"),
    path("targets/<slug:unit>/", targets.page, name="target"),
    path("targets/<slug:unit>/set/", targets_setting.set_page, name="target_set"),
    path("targets/<slug:unit>/copy/", targets_setting.copy, name="target_copy"),
    path("targets/<slug:unit>/sheet/", targets.sheet, name="target_sheet"),
    path("home/targets/", targets.card, name="home_targets"),
    path("leaderboards/", leaderboards.first, name="leaderboards"),
    path("leaderboards/<int:pk>/", leaderboards.leaderboard, name="leaderboard"),
    path("leaderboards/<int:pk>/set/", leaderboards.set_leaderboard, name="leaderboard_set"),
    path("home/rhythm/", home.team_rhythm, name="team_rhythm"),
    path("home/week/", home.team_week, name="team_week"),
    path("home/cards/", home_arranging.cards, name="home_cards"),
    path("home/system/", home.system_state, name="system_state"),
]
