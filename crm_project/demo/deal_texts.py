"""What the people of the demo company write about their deals."""

# code, English, Chinese, category, specification, unit, price in CNY
PRODUCTS = [
    ("PV-550", "PV module 550 W", "光伏组件 550W", "组件", "2279 × 1134 mm", "块", 880),
    ("PV-620", "PV module 620 W", "光伏组件 620W", "组件", "2382 × 1134 mm", "块", 1020),
    ("INV-10", "String inverter 10 kW", "组串式逆变器 10kW", "逆变器", "3 phases", "台", 6400),
    ("INV-110", "String inverter 110 kW", "组串式逆变器 110kW", "逆变器", "9 MPPT", "台", 32800),
    ("BAT-15", "Battery 15 kWh", "储能电池 15kWh", "储能", "LFP, wall-mounted", "台", 26500),
    ("BAT-215", "Storage cabinet 215 kWh", "储能柜 215kWh", "储能", "air-cooled", "套", 198000),
    ("SVC-OM", "Operation and maintenance, a year", "年度运维服务", "服务", "per 100 kW", "年", 12000),
    ("SVC-DES", "Design of a plant", "电站设计服务", "服务", "", "项", 38000),
    ("SW-MON", "Monitoring platform, a year", "监控平台年费", "软件", "up to 50 sites", "年", 9800),
    ("MAT-CAB", "DC cable 4 mm²", "直流电缆 4mm²", "原料", "100 m", "卷", 460),
]
NAMES = [
    "厂房屋顶光伏一期",
    "年度组件采购",
    "储能柜试点",
    "运维服务续签",
    "园区监控平台",
    "二期扩建",
    "逆变器更换",
    "设备升级改造",
    "集团框架协议",
    "样板工程",
    "Rooftop plant, phase two",
    "Annual frame order",
]
INTENTIONS = [
    "客户希望在年底前完成改造,降低用电成本;看重我们的交货期和售后",
    "现有供应商交货不稳定,想引入第二家供应商",
    "集团统一招标,要求提供同类案例和检测报告",
    "扩建后用电量增加三成,需要配套储能",
    "They want one supplier for modules and service, and value our delivery time",
]
STEPS = [
    "发送修改后的报价",
    "安排现场勘察",
    "约见总工程师",
    "补充检测报告",
    "确认付款方式",
    "Send two reference projects",
    "约定合同评审会议",
]
ANSWERS = ["已完成,对方满意", "已发送,等待回复", "改到下周", "已见面,对方基本认可", "Done on Tuesday"]
OUTLINES = [
    "与采购和技术负责人开会,方案基本认可,价格还需内部比较",
    "现场勘察完成,屋顶承重满足要求",
    "对方要求增加质保年限,正在核算成本",
    "客户完成内部立项,预算已批",
    "与竞争对手同场讲标,我们的案例得分更高",
    "Budget confirmed, they ask for a second reference",
    "商务条款逐条确认,剩付款比例一项",
]
WON = ["交货期最短", "案例和售后得到认可", "价格与付款方式合适", "老客户续单", "Best service offer"]
LOST = ["价格高于对手", "客户预算取消", "付款条件谈不拢", "交货期无法满足", "选择了原供应商"]
RIVALS = ["华阳能源", "远景电力", "Northlight", "本地供应商", ""]
