"""The series of contract numbers that a new company begins with (row Nc15)."""

from contracts.models import NumberSeries

BEGINNINGS = (
    ("HT", "Sales contracts", "销售合同"),
    ("FW", "Service contracts", "服务合同"),
    ("KJ", "Framework agreements", "框架协议"),
)
USUAL = BEGINNINGS[0][0]


def ensure(series_model: type[NumberSeries]) -> None:
    """Enter them where there is no series at all."""
    if not series_model.objects.exists():
        series_model.objects.bulk_create(
            [series_model(key=key, name=name, name_zh=name_zh) for key, name, name_zh in BEGINNINGS]
        )
