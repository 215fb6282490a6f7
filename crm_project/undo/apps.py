from django.apps import AppConfig


class UndoConfig(AppConfig):
    name = "crm_project.undo"
    label = "undo"
