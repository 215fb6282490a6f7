"""App of starting, health and backup."""

from django.apps import AppConfig


class GroundConfig(AppConfig):
    """Starting and stopping, signs of life, backup."""

    name = "crm_project.ground"
    label = "ground"
    verbose_name = "Ground"
