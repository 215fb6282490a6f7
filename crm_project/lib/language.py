"""The reader's language, where a value is kept in both: English as it is, Chinese beside it."""

from typing import TypeVar

from django.utils.translation import get_language

English = TypeVar("English")
Chinese = TypeVar("Chinese")


def is_chinese() -> bool:
    """Whether the active language is Chinese, of whatever script or region."""
    return (get_language() or "").startswith("zh")


def in_language(en: English, zh: Chinese) -> English | Chinese:
    """One of two values by the active language; the English one where no Chinese one is kept."""
    return zh if zh and is_chinese() else en


def with_note(text: object, note: object) -> str:
    """A text and a note on it in the brackets of the active language."""
    return f"{text}（{note}）" if is_chinese() else f"{text} ({note})"
