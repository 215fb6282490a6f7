"""Addresses of requests for rights."""

from django.urls import path

from .views import asking

app_name = "rights"
urlpatterns = [
    path("", asking.mine, name="mine"),
    path("new/", asking.new, name="new"),
    path("all/", asking.everything, name="list"),
    path("<int:pk>/", asking.one, name="request"),
    path("proof/<int:pk>/", asking.proof, name="proof"),
]
