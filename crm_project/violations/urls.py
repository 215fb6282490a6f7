"""Addresses of violations."""

from django.urls import path

from .views import kinds, listing, opening, violation

app_name = "violations"
urlpatterns = [
    path("", listing.mine, name="mine"),
    path("all/", listing.everything, name="all"),
    path("counts/", listing.counted, name="counts"),
    path("new/", opening.new, name="new"),
    path("kinds/", kinds.kinds, name="kinds"),
    path("kinds/<int:pk>/", kinds.kind, name="kind"),
    path("kinds/<int:pk>/switch/", kinds.switch, name="kind_switch"),
    path("files/<int:pk>/", violation.file, name="file"),
    path("<int:pk>/", violation.violation, name="violation"),
    path("<int:pk>/statement/", violation.state_side, name="statement"),
    path("<int:pk>/decide/", violation.decide, name="decide"),
    path("<int:pk>/appeal/", violation.appeal, name="appeal"),
    path("<int:pk>/final/", violation.decide_finally, name="final"),
    path("<int:pk>/withdraw/", violation.withdraw, name="withdraw"),
    path("<int:pk>/void/", violation.declare_void, name="void"),
]
