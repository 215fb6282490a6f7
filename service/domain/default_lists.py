"""The lists a company begins with: the six kinds of service orders (row Ni21), some categories, causes; aspects of an evaluation."""

from typing import Any

KINDS = (
    ("repair_in_warranty", "Repair in warranty", "保内维修"),
    ("repair_out_of_warranty", "Repair out of warranty", "保外维修"),
    ("first_installation", "First installation", "首次安装"),
    ("online_support", "Online support", "在线支持"),
    ("return_visit", "Return visit", "回访"),
    ("training", "Training", "培训"),
)
CATEGORIES = {
    "repair_in_warranty": (("Electrical", "电气故障"), ("Mechanical", "机械故障"), ("Software", "软件故障")),
    "repair_out_of_warranty": (("Electrical", "电气故障"), ("Mechanical", "机械故障"), ("Software", "软件故障")),
    "online_support": (("Operation", "操作咨询"), ("Fault", "故障排查"), ("Complaint", "投诉")),
}
CAUSES = (
    ("Wear", "正常磨损"),
    ("Operation", "操作不当"),
    ("Material", "材料缺陷"),
    ("Transport", "运输损坏"),
    ("Installation", "安装问题"),
    ("No fault found", "未发现故障"),
)
# What an evaluation is asked about (row T21).
ASPECTS = (
    ("Product quality", "产品质量"),
    ("Delivery", "交货"),
    ("Service attitude", "服务态度"),
    ("Speed of response", "响应速度"),
    ("Value for money", "性价比"),
)


def ensure_aspects(aspects: Any) -> None:
    """Fill the list of aspects where it is empty."""
    if not aspects.objects.exists():
        aspects.objects.bulk_create(aspects(name=name, name_zh=zh, position=n) for n, (name, zh) in enumerate(ASPECTS))


def ensure(kinds: Any, categories: Any, causes: Any) -> None:
    """Fill lists that are empty; models as they are now or as a migration knows them."""
    if not kinds.objects.exists():
        kinds.objects.bulk_create(
            kinds(key=key, name=name, name_zh=zh, position=n) for n, (key, name, zh) in enumerate(KINDS)
        )
        found = {kind.key: kind for kind in kinds.objects.all()}
        categories.objects.bulk_create(
            categories(kind=found[key], name=name, name_zh=zh, position=n)
            for key, rows in CATEGORIES.items()
            for n, (name, zh) in enumerate(rows)
        )
    if not causes.objects.exists():
        causes.objects.bulk_create(causes(name=name, name_zh=zh, position=n) for n, (name, zh) in enumerate(CAUSES))
