"""Addresses of what the page frame itself serves."""

from django.urls import path

from .condition_page import conditions

app_name = "ui"
urlpatterns = [path("<slug:key>/conditions/", conditions, name="conditions")]
