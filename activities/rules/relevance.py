"""Whether a text names anything of its customer: a hint while typing, never a refusal (row Nd7). No Django here."""

import re
from collections.abc import Sequence

from assignment.rules.standard import tidy

# Words of business: a product, a price, a meeting or a next step. A text with one of them is not asked further.
_CHINESE = """
产品 样品 型号 规格 数量 报价 价格 单价 折扣 采购 订单 下单 合同 协议 签约 付款 回款 发票 定金 货款 账期 交货 发货 交付 到货 库存 物流
安装 调试 验收 售后 质保 维修 保养 投诉 培训 试用 演示 方案 图纸 参数 技术 招标 投标 中标 项目 预算 需求 用量 产能 工期 进度 客户 对方 贵司
下次 下周 下月 明天 后天 约定 约好 约了 回访 再谈 再联系 跟进 拜访 寄送 发送 资料 目录 名片 答复 确认 审批 决定
"""
_ENGLISH = """
product products sample samples model specification quantity quote quotation price prices discount purchase order orders
contract agreement payment invoice deposit delivery shipment stock installation acceptance warranty repair complaint
training trial demo demonstration proposal drawing drawings tender bid project budget demand requirement requirements
capacity schedule customer client supplier next tomorrow follow visit catalogue catalog brochure offer offers plan plans
approval decision confirmed confirm agreed meeting appointment
"""
TOPICS, ENGLISH_TOPICS = tuple(_CHINESE.split()), frozenset(_ENGLISH.split())
# Part of many a name, telling nothing of this one.
_COMMON = {"有限", "公司", "科技", "集团", "技术", "实业", "贸易", "工程", "设备"} | {
    "the",
    "and",
    "ltd",
    "inc",
    "company",
    "limited",
    "group",
}
_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿]+")
_TITLES = ("总", "经理", "工", "主任", "老师", "先生", "女士", "小姐", "部长", "科长", "处长", "厂长", "董", "院长")


def names_something(text: str, *, customer: str, people: Sequence[str] = (), next_step: str = "") -> bool:
    """Whether `text` names the customer, somebody there (`people`: their names), a matter of business or a next step.

    An empty text is for others to judge: it names nothing wrong.
    """
    clean = tidy(text)
    if not clean or (next_step or "").strip():
        return True
    words = set(_WORD.findall(clean))
    if any(topic in clean for topic in TOPICS) or words & ENGLISH_TOPICS:
        return True
    return _names_customer(clean, words, tidy(customer)) or any(_names_person(clean, words, tidy(p)) for p in people)


def _names_customer(clean: str, words: set[str], name: str) -> bool:
    telling = {word for word in _WORD.findall(name) if len(word) > 2} - _COMMON
    return bool(telling & words) or _pairs(clean, name)


def _pairs(clean: str, name: str) -> bool:
    """Two signs of a Chinese name that stand together, like its short form."""
    runs = _HAN.findall(name)
    pairs = {run[i : i + 2] for run in runs for i in range(len(run) - 1)}
    return any(pair in clean for pair in pairs - _COMMON)


def _names_person(clean: str, words: set[str], name: str) -> bool:
    if not name:
        return False
    han = "".join(_HAN.findall(name))
    if han:
        return han in clean or any(han[0] + title in clean for title in _TITLES)
    return any(word in words for word in _WORD.findall(name) if len(word) > 1)
