"""Addresses of the pages about the system itself."""

from django.urls import path

from crm_project.ground import views

app_name = "ops"
urlpatterns = [path("", views.system_state, name="system")]
