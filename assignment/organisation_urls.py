"""Addresses of what ends or moves positions and departments: they stand among those of accounts, and bear their names."""

from django.urls import path

from .views import leaving, reorganisation

urlpatterns = [
    path("<int:pk>/move/", leaving.move, name="person_move"),
    path("<int:pk>/close/", leaving.close, name="person_close"),
    path("departments/<int:pk>/move/", reorganisation.move, name="department_move"),
    path("departments/<int:pk>/close/", reorganisation.close, name="department_close"),
]
