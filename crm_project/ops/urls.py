"""Addresses of the pages about the system itself."""

from django.urls import path

from . import private_search, views

app_name = "ops"
urlpatterns = [path("", views.system_state, name="system"), path("find/", private_search.find, name="find")]
