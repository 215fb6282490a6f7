"""How a hurried colleague types a name that is already there: what the search for duplicates is measured with."""

from random import Random

from customers.rules import names

CHINESE_ALTERATIONS = (
    "width",
    "form_dropped",
    "form_changed",
    "region_dropped",
    "character_changed",
    "character_lost",
)
LATIN_ALTERATIONS = ("width", "form_dropped", "form_changed", "letter_changed", "letter_lost")


def altered(name: str, how: str, rng: Random) -> str:
    """The name as a hurried colleague would enter it; `how` is one of the alterations above."""
    if how not in CHINESE_ALTERATIONS + LATIN_ALTERATIONS:
        raise ValueError(f"no such alteration: {how}")
    parts = names.split(name)
    han = bool(names.HAN.search(name))
    if how == "width":
        wide = name.replace("(", "（").replace(")", "）")
        return wide if wide != name else "".join(map(_wide, name)) + " "
    if how == "form_dropped":
        return name.replace(parts.legal_form, "").strip()
    if how == "form_changed":
        first, second = ("股份有限公司", "有限公司") if han else ("LLC", "Inc.")
        return name.replace(parts.legal_form, second if parts.legal_form == first else first)
    if how == "region_dropped":
        return name.replace(f"({parts.region})", "").replace(parts.region, "", 1)
    at = name.index(parts.brand) + rng.randrange(len(parts.brand))
    if how.endswith("lost"):
        return name[:at] + name[at + 1 :]
    letters = "宏伟嘉美新华盛元立佳鼎" if han else "aeioursnt"
    return name[:at] + rng.choice([letter for letter in letters if letter != name[at]]) + name[at + 1 :]


def _wide(letter: str) -> str:
    return chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter
