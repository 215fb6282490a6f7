"""Addresses of the pages about the system itself."""

from django.urls import path

from crm_project.ground import private_search, views

app_name = "ops"
urlpatterns = [path("", views.system_state, name="system"), path("find/", private_search.find, name="find")]
