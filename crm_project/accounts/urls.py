"""Addresses of accounts."""

from django.urls import path

from .views import (
    company_settings,
    departments,
    entry,
    learning,
    list_columns,
    masks,
    people,
    person,
    profile,
    roles,
    security,
)

app_name = "accounts"
urlpatterns = [
    path("", people.listed, name="people"),
    path("filter/", people.panel, name="people_panel"),
    path("new/", people.new, name="person_new"),
    path("<int:pk>/", person.page, name="person"),
    path("<int:pk>/edit/", person.edit, name="person_edit"),
    path("<int:pk>/reopen/", person.reopen, name="person_reopen"),
    path("<int:pk>/invite/", entry.invite, name="invite"),
    path("<int:pk>/uninvite/", entry.uninvite, name="uninvite"),
    path("<int:pk>/sign-out/", entry.end_sessions, name="end_sessions"),
    path("<int:pk>/second-factor/off/", entry.second_factor_off, name="second_factor_off"),
    path("<int:pk>/train-again/", entry.train_again, name="train_again"),
    path("invitation/<str:token>/", entry.invitation, name="invitation"),
    path("departments/", departments.tree, name="departments"),
    path("departments/new/", departments.new, name="department_new"),
    path("departments/<int:pk>/", departments.page, name="department"),
    path("departments/<int:pk>/reopen/", departments.reopen, name="department_reopen"),
    path("roles/", roles.table, name="roles"),
    path("roles/new/", roles.new, name="role_new"),
    path("roles/<int:pk>/", roles.page, name="role"),
    path("roles/<int:pk>/remove/", roles.remove, name="role_remove"),
    path("company-settings/", company_settings.page, name="company_settings"),
    path("masks/", masks.page, name="masks"),
    path("masks/remove/", masks.remove, name="mask_remove"),
    path("security/", security.page, name="security"),
    path("security/checked/", security.checked, name="security_checked"),
    path("profile/", profile.own, name="profile"),
    path("profile/away/", profile.away, name="away"),
    path("profile/calendar/", profile.reset_calendar, name="calendar_reset"),
    path("lists/<slug:key>/columns/", list_columns.columns, name="list_columns"),
    path("lists/<slug:key>/columns/width/", list_columns.width, name="list_column_width"),
    path("keepalive/", profile.keepalive, name="keepalive"),
    path("training/", learning.read, name="training"),
    path("help/", learning.help_page, name="help"),
]
