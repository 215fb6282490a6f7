"""The levels and rooms that a new company starts with (row M11)."""

from typing import Any

VIP_SCHEDULE = (
    "Pick up the guests\nWelcome at the entrance by the management\nPresentation of the company\nTour of the works\n"
    "Talks\nMeal\nSee the guests off"
)
VIP_SCHEDULE_ZH = "接站或接机\n公司领导在门口迎接\n公司介绍\n参观工厂\n会谈\n用餐\n送客"
# Name, in Chinese, important, gifts and cost for each guest, schedule, in Chinese.
LEVELS: tuple[tuple[str, str, bool, int, int, str, str], ...] = (
    ("VIP", "VIP级", True, 500, 1500, VIP_SCHEDULE, VIP_SCHEDULE_ZH),
    (
        "Standard",
        "标准级",
        False,
        100,
        300,
        "Welcome at the reception desk\nTalks\nSee the guests off",
        "前台迎接\n会谈\n送客",
    ),
)
ROOMS = (("VIP reception room", "贵宾接待室"), ("Meeting room 1", "第一会议室"), ("Meeting room 2", "第二会议室"))


def ensure(level: Any, room: Any) -> None:
    """Create them where a list is empty; what people changed is left alone."""
    if not level.objects.exists():
        level.objects.bulk_create(
            level(
                name=name,
                name_zh=name_zh,
                position=position,
                important=important,
                gift_limit=gifts,
                cost_limit=cost,
                schedule=schedule,
                schedule_zh=schedule_zh,
            )
            for position, (name, name_zh, important, gifts, cost, schedule, schedule_zh) in enumerate(LEVELS)
        )
    if not room.objects.exists():
        room.objects.bulk_create(
            room(name=name, name_zh=name_zh, position=position) for position, (name, name_zh) in enumerate(ROOMS)
        )
