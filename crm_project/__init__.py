"""The project: settings, addresses, background work and the small platform apps."""

from .celery import app as celery_app

__all__ = ["celery_app"]
