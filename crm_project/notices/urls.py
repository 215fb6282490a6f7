"""Addresses of notices."""

from django.urls import path

from .views import notices

app_name = "notices"
urlpatterns = [
    path("", notices.everything, name="list"),
    path("bell/", notices.bell, name="bell"),
    path("read/", notices.read_all, name="read_all"),
    path("<int:pk>/", notices.follow, name="follow"),
    path("<int:pk>/read/", notices.read, name="read"),
]
