"""Addresses of approvals."""

from django.urls import path

from .views import inbox

app_name = "approvals"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("mine/", inbox.mine, name="mine"),
    path("decided/", inbox.decided, name="decided"),
    path("<int:pk>/", inbox.one, name="request"),
    path("<int:pk>/evidence/", inbox.evidence, name="evidence"),
    path("<int:pk>/decide/", inbox.decide, name="decide"),
    path("<int:pk>/withdraw/", inbox.withdraw, name="withdraw"),
]
