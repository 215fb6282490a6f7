from django.apps import AppConfig


class RatingsConfig(AppConfig):
    name = "contracts.ratings"
    label = "ratings"
