"""What a name is found by (Nc2, Ni5)."""

import re
from functools import cache

from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT

from .latin import LATIN_FORMS
from .parts import CJK_RUN, NameParts
from .regions import short_region
from .spelling import HAN, HAN_RANGE, normalise, simplify, tokenise
from .splitting import split
from .words import BEGUN_LIMITED, LIMITED

LONGEST_GRAM = 16
MOST_GRAMS = 40
_WORD_RUN = re.compile(f"[^\\W_{HAN_RANGE}\u3040-\u30ff\uac00-\ud7af]+")


def pinyin_forms(core: str) -> tuple[str, str]:
    """Full pinyin and initials of a core, latin letters kept: 友好 is youhao, yh (Nc2)."""
    if any(core[at : at + length] in PHRASES_DICT for length in (2, 3, 4) for at in range(len(core) - 1)):
        syllables = [(part, part in core) for part in lazy_pinyin(core)]
    else:
        syllables = [(_syllable(letter), letter < "\u3000") for letter in core]
    full = "".join(part for part, _ in syllables)
    return full, "".join(part if latin else part[:1] for part, latin in syllables)


@cache
def _syllable(letter: str) -> str:
    """Of one character outside any phrase: six times as fast as asking for the word."""
    return lazy_pinyin(letter)[0]


def searched(text: str) -> str:
    """What of a typed text to search for, in pieces: without the legal form, even one only begun (Nc2)."""
    text = simplify(normalise(text))
    if not HAN.search(text):
        return split(text).text
    text = LIMITED.sub(" ", text.replace("(", " ").replace(")", " ")).strip()
    cut = BEGUN_LIMITED.sub("", text)
    return cut if len(cut) >= 2 else text


def bigrams(text: str) -> list[str]:
    """Pairs of neighbouring Chinese characters, in order, once each."""
    runs = CJK_RUN.findall(text)
    return list(dict.fromkeys(run[at : at + 2] for run in runs for at in range(len(run) - 1)))


def latin_words(text: str) -> list[str]:
    """The words of a text in any alphabet, in order, once each."""
    if not _WORD_RUN.search(text):
        return []
    return list(dict.fromkeys(word for token in tokenise(text) for word in _WORD_RUN.findall(token)))


def trigrams(word: str) -> list[str]:
    """Three neighbouring letters each."""
    return [word[at : at + 3] for at in range(len(word) - 2)]


def grams(name: str) -> set[str]:
    """What the side table holds of a name (Nc2, Ni5): at most 40 tokens of at most 16 characters.

    A letter before latin tokens says what they are: `w` word, `t` three letters, `i` initials, `p` pinyin or
    latin words joined, `j` words of brand and trade; `=` is the whole core. Otherwise letters and digits
    only, so that ranges hold under every collation.
    """
    return set(gram_list(split(name)))


def gram_list(parts: NameParts) -> list[str]:
    """The tokens of a name, the most telling first."""
    found = [f"={parts.core}"]
    words = latin_words(parts.text)
    if HAN.search(parts.core):
        full, initials = pinyin_forms(parts.core)
        found += [f"p{full}", f"i{initials}"]
    elif len(latin_words(parts.brand)) > 1:
        found.append(f"p{parts.core}")
    found += [f"w{word}" for word in words]
    found += _joints(parts)
    found += bigrams(parts.text)
    found += bigrams(parts.short_text)
    found += [f"t{three}" for word in latin_words(parts.brand) for three in trigrams(word)]
    return list(dict.fromkeys(gram[:LONGEST_GRAM] for gram in found))[:MOST_GRAMS]


def _joints(parts: NameParts) -> list[str]:
    """Where region, brand and trade meet: rare even where every pair of characters is common."""
    if not parts.brand:
        return []
    if HAN.search(parts.brand):
        left, right = (
            short_region(parts.region)[-2:] + parts.brand[0],
            parts.brand[-1] + parts.trade[:2],
        )
        return [joint for joint in (left, right) if len(joint) > 2]
    brand, trade = latin_words(parts.brand), latin_words(parts.trade)
    if not trade or len(brand) < 2:
        return []
    return [f"j{word[:8]}{trade[0][:7]}" for word in (brand[0], brand[-1])]


_LATIN_STEM = re.compile(f"(?:{'|'.join(sorted({''.join(form) for form in LATIN_FORMS}, key=len)[::-1])})$")


def stem(key: str) -> str:
    """A key without its legal form."""
    cut = LIMITED.sub("", key) if HAN.search(key) else _LATIN_STEM.sub("", key)
    return cut if len(cut) >= 2 else key


def begun_stem(key: str) -> str:
    """The same of a key that is still being typed: without the beginning of a legal form either."""
    cut = BEGUN_LIMITED.sub("", stem(key))
    return cut if len(cut) >= 2 else key
