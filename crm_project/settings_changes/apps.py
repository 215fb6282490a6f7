from django.apps import AppConfig


class SettingsChangesConfig(AppConfig):
    name = "crm_project.settings_changes"
    label = "settings_changes"
