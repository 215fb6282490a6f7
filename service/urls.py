"""Addresses of service orders and their targets."""

app_name = "service"
urlpatterns: list = []
