from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "crm_project.rights"
    label = "rights"
