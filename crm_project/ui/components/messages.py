"""What the messages of the frame say beside their words."""

from django.contrib.messages.storage.base import Message

TONES = {"success": "ok", "warning": "warn", "error": "bad", "danger": "bad"}


def tone(message: Message) -> str:
    """The colour of a message of the messages framework."""
    return TONES.get(message.level_tag, "info")


def undo_url(message: Message) -> str:
    """The address that takes back what the message tells: its extra_tags have "undo:/ownership/7/undo/"."""
    return _tagged(message, "undo:")


def open_url(message: Message) -> str:
    """The page of what the message tells of: its extra_tags have "open:/customers/7/"."""
    return _tagged(message, "open:")


def _tagged(message: Message, mark: str) -> str:
    for tag in (message.extra_tags or "").split():
        if tag.startswith(f"{mark}/") and not tag.startswith(f"{mark}//"):
            return tag.removeprefix(mark)
    return ""
