"""Addresses of the pages about the system itself."""

from django.urls import path

from . import backup_views, private_search, views

app_name = "ops"
urlpatterns = [
    path("", views.system_state, name="system"),
    path("backups/", backup_views.backups, name="backups"),
    path("backups/now/", backup_views.backup_now, name="backup_now"),
    path("backups/<int:pk>/state/", backup_views.backup_job, name="backup_job"),
    path("backups/<int:pk>/rehearse/", backup_views.backup_rehearse, name="backup_rehearse"),
    path("backups/<int:pk>/file/", backup_views.backup_file, name="backup_file"),
    path("find/", private_search.find, name="find"),
]
