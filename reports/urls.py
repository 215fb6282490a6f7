"""Addresses of the home page's later parts; the page itself is the root."""

from django.urls import path

from .views import home

app_name = "reports"
urlpatterns = [
    path("home/rhythm/", home.team_rhythm, name="team_rhythm"),
    path("home/system/", home.system_state, name="system_state"),
]
