"""Addresses of contracts."""

from django.urls import path

from .views import detail, entry, listing

app_name = "contracts"
urlpatterns = [
    path("", listing.contract_list, name="list"),
    path("new/", entry.new, name="new"),
    path("<int:pk>/", detail.detail, name="detail"),
    path("<int:pk>/confirm/", detail.confirm, name="confirm"),
    path("<int:pk>/void/", detail.void, name="void"),
]
