"""App of starting, health and backup."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Starting and stopping, heartbeats, backup."""

    name = "crm_project.ops"
    label = "ground"  # as its tables and migrations are named since the first version: data comes before tidiness
    verbose_name = "Operations"
