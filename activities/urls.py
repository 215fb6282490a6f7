"""Addresses of activities."""

from django.urls import path

from .views import calendar, days, files, followups, record_parts, reports, review, tasks, timeline
from .views.receptions import levels as reception_levels
from .views.receptions import listing as reception_lists
from .views.receptions import planning as reception_plans
from .views.receptions import reception as receptions
from .views.receptions import recording as reception_records

app_name = "activities"
urlpatterns = [
    path("customers/<int:pk>/followups/new/", followups.followup_new, name="followup_new"),
    path("customers/<int:pk>/followups/judge/", followups.judge, name="judge"),
    path("customers/<int:pk>/timeline/", timeline.timeline, name="timeline"),
    path("customers/<int:pk>/files/", files.attach, name="attach"),
    path("files/<int:pk>/", files.attachment, name="attachment"),
    path("files/<int:pk>/withdraw/", files.withdraw, name="attachment_void"),
    path("followups/<int:pk>/edit/", followups.followup_edit, name="followup_edit"),
    path("followups/<int:pk>/void/", followups.followup_void, name="followup_void"),
    path("followups/<int:pk>/appeal/", followups.followup_appeal, name="followup_appeal"),
    path("followups/<int:pk>/check/", review.followup_check, name="followup_check"),
    path("contact-reports/", reports.report_list, name="contact_reports"),
    path("contact-reports/<int:pk>/", reports.report, name="contact_report"),
    path("review/same-day/", review.same_day, name="same_day"),
    path("review/", review.review_list, name="review_list"),
    path("review/confirm/", review.review_many, name="review_many"),
    path("tasks/", tasks.task_list, name="tasks"),
    path("tasks/new/", tasks.task_new, name="task_new"),
    path("tasks/customers/", tasks.customer_options, name="customer_options"),
    path("tasks/<int:pk>/", tasks.task_edit, name="task_edit"),
    path("tasks/<int:pk>/done/", tasks.task_done, name="task_done"),
    path("tasks/<int:pk>/finish/", tasks.task_finish, name="task_finish"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<str:token>.ics", calendar.calendar_feed, name="feed"),
    path("record-parts/", record_parts.record_parts, name="record_parts"),
    path("working-days/", days.days, name="days"),
    path("working-days/<int:pk>/clear/", days.day_clear, name="day_clear"),
    path("customers/<int:pk>/receptions/", reception_lists.of_customer, name="receptions_of"),
    path("customers/<int:pk>/receptions/new/", reception_plans.reception_new, name="reception_new"),
    path("receptions/", reception_lists.listed, name="receptions"),
    path("receptions/<int:pk>/", receptions.reception, name="reception"),
    path("receptions/<int:pk>/edit/", reception_plans.reception_edit, name="reception_edit"),
    path("receptions/<int:pk>/cancel/", reception_plans.reception_cancel, name="reception_cancel"),
    path("receptions/<int:pk>/record/", reception_records.reception_record, name="reception_record"),
    path("receptions/<int:pk>/judge/", reception_records.reception_judge, name="reception_judge"),
    path("receptions/levels/", reception_levels.levels, name="reception_levels"),
    path("receptions/levels/<int:pk>/", reception_levels.one_level, name="reception_level"),
    path("receptions/levels/<int:pk>/<slug:what>/", reception_levels.level_do, name="reception_level_do"),
    path("receptions/rooms/", reception_levels.rooms, name="reception_rooms"),
    path("receptions/rooms/<int:pk>/", reception_levels.one_room, name="reception_room"),
    path("receptions/rooms/<int:pk>/<slug:what>/", reception_levels.room_do, name="reception_room_do"),
]
