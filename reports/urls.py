"""Addresses of the search and of the home page's later parts; the home page itself is the root."""

from django.urls import path

from .views import home, search

app_name = "reports"
urlpatterns = [
    path("search/", search.results, name="search"),
    path("search/live/", search.live, name="search_live"),
    path("home/rhythm/", home.team_rhythm, name="team_rhythm"),
    path("home/system/", home.system_state, name="system_state"),
]
