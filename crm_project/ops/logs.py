"""Logs: one JSON object a line on standard error, each with the id of its request or task."""

import re
from typing import Any

import structlog
from structlog.typing import EventDict

# Whoever reads the log must not be able to sign in, to call, or to open a link as somebody else.
_LINKS = re.compile(r"(/(?:invitation|key|feed|calendar|answer)/)[^\s/?\"']{8,}")
_NAMED = re.compile(
    r"(?i)((?:password|token|secret|signature|sessionid|csrf\w{0,40}|authorization)[\"']?[=:]\s*[\"']?)[^\s&\"',;}]+"
)
_NUMBERS = re.compile(r"\+?\d[\d\s()-]{5,18}\d")
KEPT = {"timestamp", "request_id", "parent_task_id", "task_id", "ip", "level", "logger"}
LEAST_DIGITS = 7


def without_secrets(logger: Any, method: str, event: EventDict) -> EventDict:
    """Put … for tokens, passwords and phone numbers wherever they come into a line, tracebacks included."""
    for name, value in event.items():
        if isinstance(value, str) and name not in KEPT:
            event[name] = redacted(value)
    return event


def redacted(text: str) -> str:
    """The text without tokens of links, values of secrets, and the digits of what may be a phone number."""
    text = _NAMED.sub(r"\1…", _LINKS.sub(r"\1…", text))
    return _NUMBERS.sub(_shortened, text)


def _shortened(found: re.Match[str]) -> str:
    digits = sum(sign.isdigit() for sign in found[0])
    return "…" + found[0][-2:] if digits >= LEAST_DIGITS and not _DATE.match(found[0]) else found[0]


_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")

# What every line carries, whether it came through structlog or the standard library.
SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
    without_secrets,
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
