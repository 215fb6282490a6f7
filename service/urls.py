"""Addresses of service orders and their targets, of remedial plans and questionnaires."""

from django.urls import include, path

from .views import detail, entry, files, listing, statistics, targets, verbs
from .views.questionnaires import building, public, results, sending
from .views.questionnaires import listing as questionnaires
from .views.remedial import days as remedial_days
from .views.remedial import detail as remedial_detail
from .views.remedial import documents as remedial_documents
from .views.remedial import entry as remedial_entry
from .views.remedial import listing as remedial_listing
from .views.remedial import tasks as remedial_tasks
from .views.remedial import verbs as remedial_verbs

REMEDIAL = [
    path("", remedial_listing.plan_list, name="remedial"),
    path("filter/", remedial_listing.filter_panel, name="remedial_filter"),
    path("new/", remedial_entry.new, name="remedial_new"),
    path("days/", remedial_days.current, name="remedial_days"),
    path("days/edit/", remedial_days.edit, name="remedial_days_edit"),
    path("my-tasks/", remedial_listing.my_tasks, name="remedial_tasks"),
    path("tasks/<int:pk>/", remedial_tasks.task, name="remedial_task"),
    path("tasks/<int:pk>/done/", remedial_tasks.finish, name="remedial_task_done"),
    path("tasks/<int:pk>/give-back/", remedial_tasks.give_back, name="remedial_task_back"),
    path("files/<int:pk>/", remedial_documents.file, name="remedial_file"),
    path("<int:pk>/", remedial_detail.detail, name="remedial_plan"),
    path("<int:pk>/print/", remedial_documents.pdf, name="remedial_pdf"),
    path("<int:pk>/versions/<slug:kind>/", remedial_documents.compare, name="remedial_versions"),
    path("<int:pk>/write/", remedial_entry.write, name="remedial_write"),
    path("<int:pk>/submit/", remedial_verbs.submit, name="remedial_submit"),
    path("<int:pk>/approve/", remedial_verbs.approve, name="remedial_approve"),
    path("<int:pk>/send-back/", remedial_verbs.send_back, name="remedial_send_back"),
    path("<int:pk>/tasks/new/", remedial_tasks.new, name="remedial_task_new"),
    path("<int:pk>/tasks/<int:task>/edit/", remedial_tasks.edit, name="remedial_task_edit"),
    path("<int:pk>/tasks/<int:task>/remove/", remedial_tasks.drop, name="remedial_task_drop"),
    path("<int:pk>/hand-over/", remedial_verbs.hand_over, name="remedial_hand_over"),
    path("<int:pk>/accept/", remedial_verbs.accept, name="remedial_accept"),
    path("<int:pk>/assign/", remedial_verbs.assign, name="remedial_assign"),
    path("<int:pk>/cancel/", remedial_verbs.cancel, name="remedial_cancel"),
    path("<int:pk>/corrections/", remedial_verbs.link, name="remedial_link"),
    path("<int:pk>/corrections/<int:entry>/remove/", remedial_verbs.unlink, name="remedial_unlink"),
]

app_name = "service"
urlpatterns = [
    path("", listing.order_list, name="orders"),
    path("filter/", listing.filter_panel, name="filter"),
    path("new/", entry.new, name="new"),
    path("new/of-customer/", entry.of_customer, name="of_customer"),
    path("new/warranty/", entry.warranty, name="warranty"),
    path("statistics/", statistics.page, name="statistics"),
    path("statistics/export/", statistics.export, name="statistics_export"),
    path("targets/", targets.current, name="targets"),
    path("targets/edit/", targets.edit, name="targets_edit"),
    path("remedial-plans/", include(REMEDIAL)),
    path("<int:pk>/", detail.detail, name="order"),
    path("<int:pk>/edit/", entry.edit, name="edit"),
    path("<int:pk>/files/add/", files.add, name="file_add"),
    path("files/<int:pk>/", files.file, name="file"),
    path("files/<int:pk>/withdraw/", files.withdraw, name="file_withdraw"),
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
