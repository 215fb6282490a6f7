from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "crm_project.notices"
    label = "notices"
