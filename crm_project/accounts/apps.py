from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "crm_project.accounts"
    label = "accounts"
