"""The kinds of feedback that a new company starts with (row Nh8)."""

from typing import Any

# Name, name in Chinese, who answers (codes of `FeedbackKind.GoesTo`), working days for it. The first is that of bad answers.
DEFAULTS = (
    ("Complaint", "投诉", "head", 1),
    ("Question", "咨询", "owner", 1),
    ("Wish", "期望", "owner", 3),
    ("Suggestion", "建议", "owner", 5),
    ("Praise", "表扬", "owner", 5),
    ("Other", "其他", "owner", 3),
)


def ensure(model: Any) -> None:
    """Create them where the list is empty; what people changed is left alone."""
    if model.objects.exists():
        return
    model.objects.bulk_create(
        model(name=name, name_zh=name_zh, position=position, goes_to=goes_to, days=days, of_bad_answers=not position)
        for position, (name, name_zh, goes_to, days) in enumerate(DEFAULTS)
    )
