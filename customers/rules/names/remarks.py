"""What people write into names and does not belong there: persons, remarks, numbers, addresses (row Ni3)."""

import re

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔"
    "贺赖龚文庞樊殷施洪翟安倪严牛温芦季俞章鲁葛伍申尤毕聂丛焦向柳邢骆岳齐梅庄涂祝甘裴祁"
)
PERSON = re.compile(
    rf"(?:老板|联系人|负责人|法人|经理|找)?[{_SURNAMES}]"
    r"(?:总|老板|经理|先生|女士|小姐|主任|厂长|院长|校长|师傅|老师)$"
)
_SURE = "重要|紧急|备注|老板|联系人|负责人|勿扰|勿动|请勿|待跟进|跟进中|已签|未签|已成交|未成交|已报价|黑名单|老客户|新客户|大客户|重点客户"
REMARK = re.compile(
    _SURE + r"|优先|注意|电话|手机|微信|别动|待定|测试|已合作|合作中|意向|潜在|白名单|小客户|[A-Da-d]类|介绍|重复"
    r"|作废|无效|暂停|停用|同行|朋友|勿|急$|我的|旧|原名|现名|曾用名|更名|改名|总$"
    r"|\b(?:important|urgent|vip|test|hot|lead|prospect|contact|call|tel|phone|mobile|boss|mr|mrs|ms|mine|new|old"
    r"|ask|do not|don't|duplicate|todo|follow ?up|formerly)\b",
    re.IGNORECASE,
)
# Where no legal form shows the end of the name, only what no name contains.
SURE_REMARK = re.compile(_SURE)
CONTACT = re.compile(
    r"(?:(?:电话|手机|微信号?|联系方式|tel|phone|mobile|qq|wechat)[:.\s]*)?"
    r"(?:(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    r"|(?<!\d)\(?0\d{2,3}[-) ]{0,2}\d{7,8}(?!\d)|(?<!\d)[48]00[- ]?\d{3,4}[- ]?\d{3,4}(?!\d)"
    r"|\+\d[\d -]{7,}\d|(?<!\d)\d{7,}(?!\d))"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+|(?<!\w)www\.\S+",
    re.IGNORECASE,
)
MAY_BE_CONTACT = re.compile(r"\d{3}|@|//|www\.", re.IGNORECASE)
LEADING = re.compile(
    r"^(?:(?:(?:客户|公司|单位)(?:名称)?|名称|新客户|老客户)\s*:|\d{1,3}\s*[、.)](?!\d)"
    r"|[A-Da-d]类\s*[-:]?|[*#★☆!?@~^]+)\s*"
)
