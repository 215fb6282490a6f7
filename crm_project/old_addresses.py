"""Addresses of before: bookmarks and open pages are led on for good."""

from django.urls import path
from django.views.generic import RedirectView

# Old address, name of the new one; what stands in angle brackets is passed on.
MOVED = [
    ("activities/home/rhythm/", "reports:team_rhythm"),
    ("activities/home/system/", "reports:system_state"),
]

urlpatterns = [
    path(old, RedirectView.as_view(pattern_name=new, permanent=True, query_string=True)) for old, new in MOVED
]
