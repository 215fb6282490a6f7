"""Addresses of rule book presets."""

from django.urls import path

from . import views

app_name = "presets"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("preview/", views.preview, name="preview"),
]
