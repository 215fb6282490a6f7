"""Addresses of service orders and their targets."""

from django.urls import path

from .views import detail, entry, files, listing, statistics, targets, verbs

app_name = "service"
urlpatterns = [
    path("", listing.order_list, name="orders"),
    path("filter/", listing.filter_panel, name="filter"),
    path("new/", entry.new, name="new"),
    path("new/of-customer/", entry.of_customer, name="of_customer"),
    path("new/warranty/", entry.warranty, name="warranty"),
    path("statistics/", statistics.page, name="statistics"),
    path("statistics/export/", statistics.export, name="statistics_export"),
    path("targets/", targets.current, name="targets"),
    path("targets/edit/", targets.edit, name="targets_edit"),
    path("<int:pk>/", detail.detail, name="order"),
    path("<int:pk>/edit/", entry.edit, name="edit"),
    path("<int:pk>/files/add/", files.add, name="file_add"),
    path("files/<int:pk>/", files.file, name="file"),
    path("files/<int:pk>/withdraw/", files.withdraw, name="file_withdraw"),
    path("<int:pk>/accept/", verbs.accept, name="accept"),
    path("<int:pk>/start/", verbs.start, name="start"),
    path("<int:pk>/wait/", verbs.wait, name="wait"),
    path("<int:pk>/resume/", verbs.resume, name="resume"),
    path("<int:pk>/finish/", verbs.finish, name="finish"),
    path("<int:pk>/confirm/", verbs.confirm, name="confirm"),
    path("<int:pk>/close/", verbs.close, name="close"),
    path("<int:pk>/cancel/", verbs.cancel, name="cancel"),
    path("<int:pk>/reopen/", verbs.reopen, name="reopen"),
    path("<int:pk>/assign/", verbs.assign, name="assign"),
]
