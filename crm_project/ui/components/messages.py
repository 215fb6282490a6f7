"""What the messages of the frame say beside their words."""

from django.contrib.messages.storage.base import Message

TONES = {"success": "ok", "warning": "warn", "error": "bad", "danger": "bad"}


def tone(message: Message) -> str:
    """The colour of a message of the messages framework."""
    return TONES.get(message.level_tag, "info")


def undo_url(message: Message) -> str:
    """The address that takes back what the message tells: its extra_tags have "undo:/ownership/7/undo/"."""
    for tag in (message.extra_tags or "").split():
        if tag.startswith("undo:/") and not tag.startswith("undo://"):
            return tag[5:]
    return ""
