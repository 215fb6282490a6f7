"""Addresses of activities."""

from django.urls import path

from .views import calendar, days, files, followups, record_parts, reports, review, tasks, timeline

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
]
