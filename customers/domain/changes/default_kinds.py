"""The kinds of major changes that a new company starts with (row M6)."""

from typing import Any

# What a kind proposes, by the codes of `Follow`.
DEFAULTS = (
    ("Ownership of the company", "股权变更", ["review", "grade"]),
    ("Legal representative", "法定代表人变更", ["review"]),
    ("Name of the company", "企业名称变更", ["review"]),
    ("Address", "地址搬迁", ["review"]),
    ("Line of business", "经营范围变更", ["review"]),
    ("Bankruptcy or insolvency", "破产或资不抵债", ["review", "grade", "key", "hold"]),
    ("Dispute or lawsuit", "纠纷或诉讼", ["grade", "hold"]),
    ("Large order", "重大订单", ["key"]),
    ("Merger or closure", "合并或关停", ["review", "key"]),
    ("Other", "其他", []),
)


def ensure(model: Any) -> None:
    """Create them where the list is empty; what people changed is left alone."""
    if model.objects.exists():
        return
    model.objects.bulk_create(
        model(name=name, name_zh=name_zh, position=position, follows=follows)
        for position, (name, name_zh, follows) in enumerate(DEFAULTS)
    )
