from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "crm_project.feedback"
    label = "feedback"
