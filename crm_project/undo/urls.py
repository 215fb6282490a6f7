"""Addresses of recent actions."""

from django.urls import path

from .views import recent

app_name = "undo"
urlpatterns = [
    path("", recent.recent, name="recent"),
    path("<int:pk>/undo/", recent.undo, name="undo"),
]
