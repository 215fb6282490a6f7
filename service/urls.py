"""Addresses of service orders, their targets, and return visits."""

from django.urls import path

from .views import detail, entry, listing, targets, verbs, visit, visit_outcomes, visit_plans, visits

app_name = "service"
urlpatterns = [
    path("", listing.order_list, name="orders"),
    path("filter/", listing.filter_panel, name="filter"),
    path("new/", entry.new, name="new"),
    path("targets/", targets.current, name="targets"),
    path("targets/edit/", targets.edit, name="targets_edit"),
    path("visits/", visits.visit_list, name="visits"),
    path("visits/filter/", visits.filter_panel, name="visit_filter"),
    path("visits/new/", visits.new, name="visit_new"),
    path("visits/plans/", visit_plans.overview, name="visit_plans"),
    path("visits/plans/new/", visit_plans.plan, name="visit_plan_new"),
    path("visits/plans/<int:pk>/", visit_plans.plan, name="visit_plan"),
    path("visits/rules/", visit_plans.rules, name="visit_rules"),
    path("visits/aspects/new/", visit_plans.aspect, name="visit_aspect_new"),
    path("visits/aspects/<int:pk>/", visit_plans.aspect, name="visit_aspect"),
    path("visits/<int:pk>/", visit.detail, name="visit"),
    path("visits/<int:pk>/report/", visit.report, name="visit_report"),
    path("visits/<int:pk>/held/", visit.hold, name="visit_hold"),
    path("visits/<int:pk>/postpone/", visit.postpone, name="visit_postpone"),
    path("visits/<int:pk>/cancel/", visit.cancel, name="visit_cancel"),
    path("visits/<int:pk>/assign/", visit.assign, name="visit_assign"),
    path("demands/<int:pk>/deal/", visit_outcomes.deal, name="demand_deal"),
    path("demands/<int:pk>/aside/", visit_outcomes.aside, name="demand_aside"),
    path("ideas/", visit_outcomes.idea_list, name="ideas"),
    path("ideas/<int:pk>/answer/", visit_outcomes.answer, name="idea_answer"),
    path("<int:pk>/", detail.detail, name="order"),
    path("<int:pk>/edit/", entry.edit, name="edit"),
    path("<int:pk>/accept/", verbs.accept, name="accept"),
    path("<int:pk>/start/", verbs.start, name="start"),
    path("<int:pk>/wait/", verbs.wait, name="wait"),
    path("<int:pk>/resume/", verbs.resume, name="resume"),
    path("<int:pk>/finish/", verbs.finish, name="finish"),
    path("<int:pk>/confirm/", verbs.confirm, name="confirm"),
    path("<int:pk>/close/", verbs.close, name="close"),
    path("<int:pk>/cancel/", verbs.cancel, name="cancel"),
    path("<int:pk>/reopen/", verbs.reopen, name="reopen"),
    path("<int:pk>/assign/", verbs.assign, name="assign"),
]
