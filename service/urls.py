"""Addresses of service orders and their targets, and of questionnaires."""

from django.urls import path

from .views import detail, entry, listing, targets, verbs
from .views.questionnaires import building, public, results, sending
from .views.questionnaires import listing as questionnaires

app_name = "service"
urlpatterns = [
    path("", listing.order_list, name="orders"),
    path("filter/", listing.filter_panel, name="filter"),
    path("new/", entry.new, name="new"),
    path("targets/", targets.current, name="targets"),
    path("targets/edit/", targets.edit, name="targets_edit"),
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
    path("questionnaires/", questionnaires.questionnaire_list, name="questionnaires"),
    path("questionnaires/new/", questionnaires.new, name="questionnaire_new"),
    path("questionnaires/<int:pk>/", questionnaires.detail, name="questionnaire"),
    path("questionnaires/<int:pk>/edit/", questionnaires.edit, name="questionnaire_edit"),
    path("questionnaires/<int:pk>/heading/", building.heading, name="questionnaire_heading"),
    path("questionnaires/<int:pk>/sections/new/", building.section, name="section_new"),
    path("questionnaires/<int:pk>/sections/<slug:key>/", building.section, name="section"),
    path("questionnaires/<int:pk>/sections/<slug:key>/questions/new/", building.new_question, name="question_new"),
    path("questionnaires/<int:pk>/questions/<slug:key>/", building.question, name="question"),
    path("questionnaires/<int:pk>/move/", building.move, name="questionnaire_move"),
    path("questionnaires/<int:pk>/remove/", building.remove, name="questionnaire_remove"),
    path("questionnaires/<int:pk>/preview/", building.preview, name="questionnaire_preview"),
    path("questionnaires/<int:pk>/publish/", building.publish, name="questionnaire_publish"),
    path("questionnaires/<int:pk>/version/", building.begin_version, name="questionnaire_version"),
    path("questionnaires/<int:pk>/discard/", building.discard, name="questionnaire_discard"),
    path("questionnaires/<int:pk>/close/", building.close, name="questionnaire_close"),
    path("questionnaires/<int:pk>/reopen/", building.reopen, name="questionnaire_reopen"),
    path("questionnaires/<int:pk>/send/", sending.send, name="questionnaire_send"),
    path("questionnaires/<int:pk>/invitations/", sending.invitations, name="invitations"),
    path("questionnaires/<int:pk>/codes/", sending.codes, name="questionnaire_codes"),
    path("questionnaires/<int:pk>/results/", results.results, name="questionnaire_results"),
    path("questionnaires/<int:pk>/results/texts/", results.texts, name="questionnaire_texts"),
    path("questionnaires/<int:pk>/results/answers/", results.answers, name="questionnaire_answers"),
    path("questionnaires/<int:pk>/results/answers/<int:invitation>/", results.answered, name="questionnaire_answered"),
    path("questionnaires/<int:pk>/results/export/", results.export, name="questionnaire_export"),
    path("invitations/<int:pk>/withdraw/", sending.withdraw, name="invitation_withdraw"),
    path("invitations/<int:pk>/fill/", sending.fill, name="invitation_fill"),
    path("answer/<str:token>/", public.answer, name="answer"),
]
