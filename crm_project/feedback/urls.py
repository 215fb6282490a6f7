"""Addresses of feedback."""

from django.urls import path

from .views import reports

app_name = "feedback"
urlpatterns = [
    path("", reports.mine, name="mine"),
    path("all/", reports.everything, name="list"),
    path("new/", reports.new, name="new"),
    path("<int:pk>/", reports.report, name="report"),
]
