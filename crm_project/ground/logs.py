"""Logs: one JSON object a line on standard error, each with the id of its request or task."""

from typing import Any

import structlog
from structlog.typing import EventDict

# What every line carries, whether it came through structlog or the standard library.
SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
]


def without_ticking(logger: Any, method: str, event: EventDict) -> EventDict:
    """Drop what says nothing: that a request began, and that a health check went well."""
    if event.get("event") == "request_started":
        raise structlog.DropEvent
    if event.get("request") == "GET /healthz" and event.get("code") == 200:
        raise structlog.DropEvent
    return event


def logging_config(level: str) -> dict[str, Any]:
    """Return Django's LOGGING, and have structlog write through the standard library."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            without_ticking,
            *SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.processors.UnicodeDecoder(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
                "foreign_pre_chain": SHARED,
            },
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Each request is already one line of django_structlog, with its id, its user and its exception.
            "django.server": {"level": "CRITICAL"},
            "django.request": {"level": "CRITICAL"},
            # These would fill the log with the ticking of the timetable.
            "celery.beat": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "django_structlog.celery": {"level": "WARNING"},
            # The filesystem has no host name, and says so at each connection.
            "kombu.connection": {"level": "ERROR"},
        },
    }
