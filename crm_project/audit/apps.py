from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "crm_project.audit"
    label = "audit"
