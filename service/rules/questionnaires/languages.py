"""In which language somebody is asked (row T22)."""

import re

ENGLISH, CHINESE = "en", "zh-hans"
_HAN = re.compile(r"[\u3400-\u9fff]")


def language_of_name(name: str) -> str:
    """The language that a name is written in: Chinese where one character of it is."""
    return CHINESE if _HAN.search(name) else ENGLISH
