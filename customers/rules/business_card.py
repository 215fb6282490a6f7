"""What the text of a business card says, pasted in either language: pure rules, nothing guessed that is not written there (row Ni3)."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 2000  # characters of a text that is still a card
LINES = 40

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_WEB = re.compile(r"(?:https?://|www\.)[\w.-]+(?:/[\w./?=&%-]*)?", re.ASCII | re.IGNORECASE)
_SITE = re.compile(
    r"(?<![\w@.])[\w-]+(?:\.[\w-]+)*\.(?:com\.cn|com|cn|net|org|de|io|eu)(?![\w.])", re.ASCII | re.IGNORECASE
)
_PHONE = re.compile(r"\+?\(?\d[\d\s().\-/]{5,}\d(?:\s*(?:转|ext\.?|x)\s*\d{1,6})?", re.ASCII | re.IGNORECASE)
_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NP-RTUW-Y]{18}(?![0-9A-Z])")
_POSTCODE = re.compile(r"(?:邮编|邮政编码|P\.?C\.?|ZIP|Postcode)\s*:?\s*(\d{5,6})|(?<!\d)(\d{6})$", re.IGNORECASE)
_MOBILE_CN = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
_LABELS = (
    ("mobile", r"手机号码|手机|移动电话|移动|mobile|mob|cell|handy|M"),
    ("fax", r"传真号码|传真|telefax|fax|F"),
    ("phone", r"电话号码|联系电话|电话|座机|总机|telephone|phone|tel|T|P|D"),
    ("email", r"电子邮箱|电子邮件|邮箱|邮件|e-?mail|mail|E"),
    ("website", r"公司网址|网址|网站|website|web|url|W"),
    ("address", r"公司地址|通讯地址|联系地址|地址|address|addr|add|A"),
    ("company", r"公司名称|单位名称|公司|单位|company"),
    ("name", r"姓名|联系人|name"),
    ("title", r"职务|职位|职称|position|title"),
    ("department", r"部门|department|dept"),
    ("tax_id", r"统一社会信用代码|信用代码|税号|纳税人识别号|tax id|uscc"),
)
_LABEL = {
    kind: re.compile(rf"^(?:{words})\.?\s*(?::|(?<=[\u4e00-\u9fff])|\s(?=\+?[\d(]))\s*", re.IGNORECASE)
    for kind, words in _LABELS
}
_COMPANY = re.compile(
    r"(?:公司|集团|工厂|厂|研究院|设计院|研究所|事务所|合作社|商行|经营部|大学|学院|医院|中心)$"
    r"|\b(?:Co\.?,? ?Ltd|Ltd|Limited|Inc|LLC|Corp|Corporation|Company|GmbH|AG|KG|B\.?V|S\.?A|S\.?r\.?l|Pty|PLC|Group)\.?$",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:经理|总监|工程师|主任|总裁|董事长|董事|主管|代表|专员|部长|科长|处长|厂长|院长|所长|总工|顾问|助理|采购员|业务员|会计|老板|负责人)$"
    r"|\b(?:Manager|Director|Engineer|Officer|President|Head|Buyer|Partner|Consultant|Assistant|Representative|Founder|Chairman"
    r"|Accountant|Specialist|Supervisor|Executive|CEO|CFO|CTO|COO)\b",
    re.IGNORECASE,
)
_DEPARTMENT = re.compile(
    r"^[\u4e00-\u9fff]{2,10}(?:部|科|处|中心|事业部)$|\b(?:Department|Dept\.?|Division)\b", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"(?:[省市区县镇乡].*(?:路|街|道|巷|村|园|大厦|号|楼|室))|(?:路|街|大道|巷)\s*\d+\s*号"
    r"|\b\d+[\w-]*\s+\w.*\b(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Boulevard|Way|Park)\b|\w+(?:str\.|straße|strasse)\s*\d+",
    re.IGNORECASE,
)
_HAN_NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}")
_LATIN_NAME = re.compile(r"(?:(?:Mr|Mrs|Ms|Dr|Prof)\.?\s+)?[A-Z][\w'’.-]*(?:\s+[A-Z][\w'’.-]*){1,3}")
_POLITE = re.compile(r"(?:先生|女士|小姐)$|^(?:Mr|Mrs|Ms)\.?\s+")
_MARKS = " \t,;:|/·、，；：-–—"


@dataclass(frozen=True)
class Card:
    """What was understood; empty where the card says nothing. `unread`: lines that nothing was made of."""

    name: str = ""
    title: str = ""
    department: str = ""
    company: str = ""
    mobile: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    website: str = ""
    address: str = ""
    postal_code: str = ""
    tax_id: str = ""
    unread: tuple[str, ...] = ()


def read(text: str) -> Card:
    """Read a card: labels first, then what can be nothing else, then names and titles by where they stand."""
    found: dict[str, str] = {}
    rest: list[str] = []
    for line in _lines(text):
        left = _take(line, found)
        if left:
            rest.append(left)
    unread = [line for line in rest if not _place(line, found)]
    return Card(**found, unread=tuple(unread))


def _lines(text: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).replace("\r", "\n")
    for line in plain.split("\n")[:LINES]:
        for part in re.split(r"\s*[|｜]\s*|\t+|\s{3,}", line):
            if part.strip(_MARKS):
                yield " ".join(part.split())


def _take(line: str, found: dict[str, str]) -> str:
    """Take what can be nothing else out of a line; what is left of it."""
    for kind in ("name", "title", "department", "company", "address"):
        if (label := _LABEL[kind].match(line)) and label.group().strip(" :").casefold() != line.casefold():
            value = line[label.end() :].strip(_MARKS)
            if kind == "address":
                value = _without_postcode(value, found)
            if value and not (kind in ("company", "name") and not label.group().rstrip().endswith(":")):
                found.setdefault(kind, value)
                return ""
    for kind, pattern in (("tax_id", _CODE), ("email", _EMAIL), ("website", _WEB), ("website", _SITE)):
        if hit := pattern.search(line):
            found.setdefault(kind, hit.group().rstrip("."))
            line = f"{line[: hit.start()]} {line[hit.end() :]}"
    if not _ADDRESS.search(line):
        line = _take_phones(line, found)
    for kind in ("tax_id", "email", "website", "mobile", "phone", "fax"):
        if (label := _LABEL[kind].match(f"{line.strip(_MARKS)}:")) and label.end() >= len(line.strip(_MARKS)):
            return ""
    return line.strip(_MARKS)


def _take_phones(line: str, found: dict[str, str]) -> str:
    while hit := _PHONE.search(line):
        before, number = line[: hit.start()].rstrip(), " ".join(hit.group().split())
        kind, digits = "", re.sub(r"\D", "", number)
        for name in ("mobile", "fax", "phone"):
            words = dict(_LABELS)[name]
            if label := re.search(rf"(?:^|[\s,;/、])(?:{words})\.?\s*:?\s*$", before, re.IGNORECASE):
                kind, before = name, before[: label.start()]
                break
        if not kind:
            if re.search(r"(?:邮编|邮政编码|ZIP|Postcode)\s*:?$", before, re.IGNORECASE) or len(digits) < 7:
                break
            kind = "phone"
        if kind == "phone" and _MOBILE_CN.fullmatch(re.sub(r"[\s-]", "", number)):
            kind = "mobile"
        found.setdefault(kind, number)
        line = f"{before} {line[hit.end() :]}"
    return line


def _without_postcode(value: str, found: dict[str, str]) -> str:
    if hit := _POSTCODE.search(value):
        found.setdefault("postal_code", hit.group(1) or hit.group(2))
        value = value[: hit.start()] + value[hit.end() :]
    return value.strip(_MARKS)


def _place(line: str, found: dict[str, str]) -> bool:
    """Whether a line without numbers and addresses of the net was understood."""
    if _ADDRESS.search(line) or re.match(r"(?:邮编|邮政编码)", line):
        value = _without_postcode(line, found)
        if value:
            found["address"] = f"{found['address']} {value}" if "address" in found else value
        return True
    if _COMPANY.search(line):
        found.setdefault("company", line)
        return True
    if _TITLE.search(line) and " " in line and _HAN_NAME.fullmatch(line.split(" ", 1)[0]):
        name, title = line.split(" ", 1)
        return _place(name, found) & _place(title, found)
    for kind, pattern in (("department", _DEPARTMENT), ("title", _TITLE)):
        if kind not in found and pattern.search(line):
            found[kind] = line
            return True
    name = _POLITE.sub("", line).strip()
    if "name" not in found and (_HAN_NAME.fullmatch(name) or _LATIN_NAME.fullmatch(name)):
        found["name"] = name
        return True
    return False
