"""Addresses."""

from django.urls import include, path

from assignment import organisation_urls
from customers.views.comments import comment
from reports.views.home import home

from .accounts import urls as account_urls
from .ops.views import healthz

handler500 = "crm_project.ops.views.server_error"
# People and departments: what ends or moves a position also hands customers over, and so belongs to another app.
organisation = [*account_urls.urlpatterns, *organisation_urls.urlpatterns]
urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("system/", include("crm_project.ops.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("crm_project.ops.sign_in_urls")),
    path("people/", include((organisation, account_urls.app_name))),
    path("rights/", include("crm_project.rights.urls")),
    path("presets/", include("crm_project.presets.urls")),
    path("approvals/", include("crm_project.approvals.urls")),
    path("notices/comments/<slug:kind>/<int:pk>/", comment, name="comment"),
    path("notices/", include("crm_project.notices.urls")),
    path("recent-actions/", include("crm_project.undo.urls")),
    path("feedback/", include("crm_project.feedback.urls")),
    path("violations/", include("crm_project.violations.urls")),
    path("lists/", include("crm_project.ui.urls")),
    path("audit/", include("crm_project.audit.urls")),
    path("customers/", include("customers.urls")),
    path("ownership/", include("assignment.urls")),
    path("deals/", include("deals.urls")),
    path("contracts/", include("contracts.urls")),
    path("ratings/", include("contracts.ratings.urls")),
    path("service/", include("service.urls")),
    path("activities/", include("activities.urls")),
    path("", include("reports.urls")),
    path("", include("crm_project.old_addresses")),
]
