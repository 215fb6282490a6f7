from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "crm_project.approvals"
    label = "approvals"
