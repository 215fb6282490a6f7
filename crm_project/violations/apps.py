from django.apps import AppConfig


class ViolationsConfig(AppConfig):
    name = "crm_project.violations"
    label = "violations"
