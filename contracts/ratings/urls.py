"""Addresses of the credit rating."""

from django.urls import path

from .views import (
    customer,
    export,
    key_account_care,
    key_customers,
    listing,
    papers,
    rating_rounds,
    scorecards,
    sheets,
    yearly_figures,
)

app_name = "ratings"
urlpatterns = [
    path("", listing.grade_list, name="list"),
    path("export/", export.export, name="export"),
    path("run/", rating_rounds.run, name="run"),
    path("run/<slug:quarter>/", rating_rounds.progress, name="progress"),
    path("sheets/", sheets.sheets, name="sheets"),
    path("sheets/<slug:quarter>/<int:pk>/", sheets.sheet, name="sheet"),
    path("key/", key_customers.key_customers, name="key_customers"),
    path("scorecards/", scorecards.scorecards, name="scorecards"),
    path("scorecards/<slug:segment>/", scorecards.scorecard, name="scorecard"),
    path("scorecards/<slug:segment>/new/", scorecards.revise, name="revise"),
    path("customers/<int:pk>/", customer.customer, name="customer"),
    path("customers/<int:pk>/papers/", papers.add, name="papers"),
    path("customers/<int:pk>/papers/exception/", papers.grant, name="papers_exception"),
    path("papers/<int:pk>/copy/", papers.copy, name="paper"),
    path("papers/<int:pk>/withdraw/", papers.withdraw, name="paper_withdraw"),
    path("customers/<int:pk>/care/", key_account_care.add, name="care"),
    path("care/<int:pk>/done/", key_account_care.done, name="care_done"),
    path("customers/<int:pk>/nominate/", key_account_care.nominate, name="nominate"),
    path("customers/<int:pk>/drop/", key_account_care.drop, name="drop"),
    path("customers/<int:pk>/statements/", yearly_figures.save, name="statement"),
    path("statements/<int:pk>/document/", yearly_figures.document, name="document"),
]
