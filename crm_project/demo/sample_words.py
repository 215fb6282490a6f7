"""The words that believable names, addresses and people are put together from."""


def _words(text: str, between: str | None = None) -> list[str]:
    return text.split(between)


# City, its weight (companies in about a thousand), its dialling code.
CITIES = _words("""
    上海:60:021 北京:55:010 深圳:50:0755 广州:40:020 杭州:30:0571 苏州:26:0512 成都:24:028 南京:20:025
    武汉:20:027 重庆:20:023 天津:18:022 宁波:16:0574 青岛:15:0532 西安:15:029 东莞:15:0769 无锡:14:0510
    长沙:13:0731 佛山:13:0757 郑州:13:0371 济南:12:0531 合肥:11:0551 厦门:11:0592 大连:10:0411 常州:10:0519
    沈阳:9:024 福州:9:0591 昆明:8:0871 温州:8:0577 泉州:8:0595 南通:8:0513 石家庄:7:0311 哈尔滨:7:0451
    长春:6:0431 南昌:6:0791 嘉兴:6:0573 绍兴:6:0575 台州:5:0576 金华:5:0579 中山:5:0760 惠州:5:0752
    珠海:5:0756 徐州:5:0516 扬州:5:0514 烟台:5:0535 潍坊:5:0536 昆山:5:0512 江阴:4:0510 义乌:4:0579
    靖江:3:0523 太仓:3:0512
""")
FIRST = (
    "华宏恒瑞鑫金天新中正德盛泰富嘉博汇海永盈创智立信远达康佳兴宇鸿腾飞凯隆祥和美卓越优诚力荣昌润丰源"
    "通联众聚晨星明辉光耀亿启航雅迅云晶蓝锐捷拓万百同合安顺利广东方君元锦冠景"
)
SECOND = (
    "宇达瑞丰鑫泰源盛昌隆兴旺荣茂祥瑜和顺康宁安邦国栋梁才峰岳川海洋涛波浩瀚远博雅文彬杰豪雄伟业创锐锋"
    "进捷迅腾飞翔鹏程诚信德义仁礼慧明辉耀灿星辰曦阳芒虹霖润泽恩惠佳好优卓越超凡拓展森林禾田颐正平"
)
THIRD = "达源特德泰通宝康利奇美思诺克尔斯亚恩莱格"
PAIRS = _words("""
    友好 创达 中亿 启航 天成 宏图 伟业 鼎盛 恒信 瑞祥 金桥 华兴 九州 四方 八达 三联 五岳 长虹 东升 南洋 西域
    北辰 中天 万象 百川 千里 开元 盛世 光明 永诚 同创 联众 汇丰 聚力 众诚 博远 卓越 远航 启明 星辰 云帆 蓝海
    绿洲 青松 翠柏 银河 金鼎 玉龙 凤翔 飞鹰 雄鹰 骏马 神州 华夏 炎黄 大地 长江 黄河 昆仑 珠峰 天山 太湖 西子
    春晖 夏荷 秋实 冬青 旭日 明月 清风 瑞雪 甘霖 硕果 丰收 锦绣 如意 吉庆 福满 禄源 寿康 嘉和 安泰 顺达 通达
    畅行 捷安 利民 惠众 立德 树人 育才 精诚 至善 求实 争先 领航 超越 腾达 奋进 力源 合力 共赢 双赢 互惠 信诺
    守信 百年 千禧 世纪 新时 未来 前沿 智汇 智联 云智 数联 科创 凯瑞 凯旋 维克 欧普 卡尔 迪诺 莱特 米兰
""")
TRADES = _words("""
    科技 电子 机械 贸易 机电设备 自动化设备 精密机械 信息技术 网络科技 软件 智能科技 光伏科技 新能源
    电力设备 电气 照明 空调 暖通设备 制冷设备 五金 五金制品 模具 塑料制品 橡塑 包装材料 印刷 纸业 化工
    新材料 涂料 环保科技 环境工程 节能科技 生物科技 医药 医疗器械 食品 饮料 酒业 茶业 农业科技 种业 饲料
    水产 纺织 服饰 鞋业 家具 家居 建材 装饰工程 建筑工程 钢结构 不锈钢 金属制品 铝业 电缆 电机 电器 仪器仪表
    检测技术 汽车零部件 汽车销售 物流 国际货运代理 供应链管理 进出口 商贸 实业 工程技术 园林绿化 物业管理
    房地产开发 酒店管理 餐饮管理 旅游开发 文化传媒 广告 教育科技 企业管理咨询 人力资源服务 投资管理 通信设备
    光电科技 半导体 数控机床 阀门 泵业 轴承 消防设备 安防科技
""")
FORMS = ("有限公司",) * 84 + ("股份有限公司",) * 7 + ("有限责任公司",) * 4 + ("集团有限公司",) * 5
WORDS_A = _words("""
    Blue Silver Golden Red Green North South East West Grand Pacific Atlantic Alpine Nordic Summit Harbor
    River Stone Iron Copper Crystal Bright Clear Swift Prime Noble Royal Union Liberty Century Pioneer
    Frontier Evergreen Maple Cedar Oak Willow Falcon Eagle Lion Tiger Orion Nova Stellar Lunar Vertex Apex
    Zenith Quantum Fusion Vector Delta Sigma Omega Alpha Beacon Anchor Compass Granite Amber Coral Ember
    Highland Meadow
""")
WORDS_B = _words("""
    Ridge Creek Valley Field Wood Ford Gate Point Bay Port Hill Peak View Bridge Wave Light Star Sky Line
    Path Way Mark Craft Forge Mill House Crown Shield Spark Flow Leaf Root Haven Brook Dale Glen Moor Cliff
    Shore Coast Reef Isle Grove Park Square Tower Arch Pillar Beam Core Link Loop Sphere Cube Prism Lens
    Pixel Signal Pulse Current Stream Harvest Orchard Garden
""")
SYLLABLES_A = _words("""
    Al Ar Be Bo Ca Cor Da Del El En Fa Fer Ga Gal Ha Hel In Ja Ka Kel La Lu Ma Mer Na Nor Or Pa Per Qua Ra
    Ro Sa Sol Ta Tor Ul Va Ver Wa Xe Ya Za Zen
""")
SYLLABLES_B = _words("""
    ba bel co da den do fa fi ga gra ki la len li lo ma mi mo na ne ni no pa ra ri ro sa si so ta te ti to
    va vi vo xa zo
""")
SYLLABLES_C = _words("""
    con dex dia fin gen lex lis lon max mer mont nex nix nor ra rex ris ron sa son ta tec ten tex ton tor
    tron tus va vex via vis wick zan
""")
ENGLISH_TRADES = _words(
    "Technologies; Electronics; Industries; Trading; Engineering; Solutions; Systems; Energy; Solar; "
    "Logistics; Foods; Medical; Pharmaceuticals; Chemicals; Materials; Machinery; Instruments; Tools; "
    "Automation; Robotics; Packaging; Textiles; Furniture; Construction; Consulting; Media; Software; "
    "Networks; Semiconductor; Optics; Automotive; Aerospace; Marine; Agriculture; Plastics; Steel; "
    "Lighting; Power Systems; Medical Devices; Food Products; Industrial Supplies; Control Systems",
    "; ",
)
# Where it is, and the legal forms there are.
ENGLISH_PLACES = _words(
    ":Ltd.|Inc.|LLC|GmbH|Corp.|Limited|Co., Ltd.|S.A.|B.V.|AG|S.r.l.|AB|PLC; (China):Co., Ltd.|Ltd.; "
    "Asia:Pte. Ltd.|Ltd.; (UK):Ltd.|Limited|PLC; Europe:B.V.|GmbH|S.A.|AG; (Shanghai):Co., Ltd.|Ltd.; "
    "USA:Inc.|LLC|Corp.; (Hong Kong):Ltd.|Limited; (Singapore):Pte. Ltd.; Germany:GmbH|AG; "
    "(Shenzhen):Co., Ltd.; Japan:K.K.|Co., Ltd.",
    "; ",
)
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔"
    "贺赖龚文"
)
GIVEN = _words("""
    伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 霞 平 刚 志强 建国 晓东 海燕 春梅 雪峰 俊杰 婷婷 雨欣
    嘉诚 立新 振华 家豪 美玲 丹凤 云飞 天宇 一鸣 少华 国庆 永康 继东 卫民 爱民 梓涵 欣怡 佳琪 思远 文博 浩然
    子轩 雅婷 晨曦 宇航 若曦 诗涵 明哲 建平 秀英 桂兰 玉梅 红霞 志刚 文杰 晓丽 丽华 海涛 建军 小红 晓明 国强
    淑芬
""")
ENGLISH_GIVEN = _words("""
    James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan
    Thomas Karen Anna Peter Laura Daniel Emma Oliver Sophie Lucas Hannah Marco Elena Pierre Claire Lars
    Ingrid Hiroshi Yuki Arjun Priya
""")
ENGLISH_SURNAMES = _words("""
    Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Moore Martin Clark Lewis Walker
    Young Schmidt Weber Fischer Rossi Bianchi Dubois Laurent Jansen Larsen Nilsson Novak Kowalski Tanaka
    Sato Kim Patel Singh Garcia Silva
""")
ROADS = _words("""
    人民 解放 中山 建设 和平 新华 文化 胜利 光明 长江 黄河 滨江 迎宾 科技 创业 工业 学院 体育场 滨河 青年
    东风 红旗 友谊 团结 幸福 朝阳 兴业 振兴 开发 环城 凤凰 龙山 湖滨 花园 金融 商务 会展 世纪 软件园 高新
""")
SIDES = ("路", "东路", "西路", "南路", "北路", "中路", "大道", "街", "大街")
STREETS = _words("High Station Church Park Market Mill Bridge King Queen Victoria Harbour Industrial Oak Lake")
STREET_KINDS = ("Street", "Road", "Avenue", "Way", "Lane")
# Numbers kept free for stories, so that nobody is called.
ABROAD = (
    ("London", "United Kingdom", "+44 20 7946 0", 3),
    ("Manchester", "United Kingdom", "+44 161 496 0", 3),
    ("New York", "USA", "+1 212 555 01", 2),
    ("Chicago", "USA", "+1 312 555 01", 2),
    ("Seattle", "USA", "+1 206 555 01", 2),
    ("Berlin", "Germany", "+49 30 23125 ", 3),
    ("Munich", "Germany", "+49 89 99998 ", 3),
    ("Paris", "France", "+33 1 99 00 ", 4),
    ("Melbourne", "Australia", "+61 3 7010 ", 4),
    ("Sydney", "Australia", "+61 2 5550 ", 4),
)
