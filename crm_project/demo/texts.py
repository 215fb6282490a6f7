"""What the people of the demo company write down."""

GOOD = [
    "与{who}电话沟通了明年的采购计划，对方希望{month}月前拿到报价",
    "拜访{who}，演示了新产品，对方对价格和交货期比较满意",
    "{who}确认预算已经批准，要求补充技术参数和案例",
    "向{who}介绍了付款方式和售后服务，约定下周见面详谈",
    "{who}反馈竞争对手报价低百分之五，正在内部比较",
    "发送报价单给{who}，对方已回复会在周五之前给出意见",
    "与{who}讨论了合同条款，违约责任部分还需要法务确认",
    "{who}来公司参观工厂，对生产能力表示认可",
    "协助{who}处理了样品检测的问题，结果合格",
    "{who}表示今年用量会增加三成，需要锁定产能",
]
GOOD_EN = [
    "Spoke with {who} about next year's volumes; they want a quotation by the end of month {month}",
    "Visited {who}, showed the new range, delivery time is their main concern",
    "{who} confirmed the budget and asked for two reference projects",
    "Sent the revised offer to {who}, feedback promised for Friday",
    "{who} compares us with one competitor; price gap is about five per cent",
    "Discussed payment terms with {who}, legal still checks clause nine",
    "{who} asked for the test reports of the last delivery and a date for the next one",
]
SHORT_NAMES = ["华信光电", "Bright Solar"]
BAD = ["外出", "没找到人", "沟通", "无人接听", "在开会", "没人", "聊了聊", "打电话没人接"]
RESULTS = [
    "约定下周再谈",
    "需要补充资料",
    "等待对方内部审批",
    "已发报价",
    "对方有意向",
    "等待对方决定",
    "对方索要样品",
]
STEPS = [
    "发送修改后的报价",
    "约见采购负责人",
    "确认样品检测结果",
    "寄送资料",
    "拜访总经理",
    "电话确认报价",
    "安排上门拜访",
]
REASONS = [
    "客户正在走内部审批流程，预计下周签约",
    "负责人出差，回来即签合同",
    "样品检测还差三天出结果",
    "双方法务在确认最后一条条款",
]
GIVE_UP = ["客户今年没有预算", "客户已与同行签了两年合同", "超出我们的服务区域", "项目已经暂停"]
SUMMARY = [
    "本地知名企业，采购稳定，重视交货期",
    "近三年发展较快，正在扩建厂房",
    "以出口为主，对质量要求高",
    "集团下属公司，需总部审批",
    "区域经销商，有三个仓库",
    "家族企业，决策快",
]
