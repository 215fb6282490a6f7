"""Addresses of audit."""

from django.urls import path

from .views import search

app_name = "audit"
urlpatterns = [
    path("", search.search, name="search"),
    path("filter/", search.panel, name="panel"),
    path("export/", search.export, name="export"),
    path("prove/", search.prove, name="prove"),
    path("<int:pk>/", search.entry, name="entry"),
]
