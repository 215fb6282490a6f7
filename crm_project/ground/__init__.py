"""The ground the CRM stands on: start and stop, settings, health, backup."""
