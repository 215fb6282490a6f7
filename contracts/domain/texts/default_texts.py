"""The standard texts that a new company starts with: drafts in both languages, to be read and approved by legal (row T19)."""

from datetime import datetime

from contracts.models import ContractText

TEXTS = [
    {
        "name": "销售合同",
        "language": "zh-hans",
        "title": "产品销售合同",
        "clauses": {
            "product": "甲方（出卖人）{seller}与乙方（买受人）{buyer}（统一社会信用代码：{credit_code}）经协商一致，就下列产品的买卖订立本合同（编号：{number}）。\n{products}",
            "specification": "产品的规格型号以上表所列为准。未列明的，按出卖人在本合同签订之日有效的产品说明执行。",
            "quantity": "数量：{quantities}。交货计划：{deliveries}。交货数量以双方签收的送货单为准。",
            "quality": "产品应符合国家标准、行业标准及上表约定的质量要求。买受人应在收货后七日内检验，逾期未书面提出异议的，视为质量合格。",
            "price": "合同总价为 {total} {currency}（大写：{total_words}），含税。未经双方书面同意，价格不作调整。",
            "settlement": "付款方式：{payment_method}。付款计划：{instalments}。逾期付款的，每逾期一日按未付金额的万分之五支付违约金。",
            "rights": "出卖人应按期交付并提供售后服务；买受人应按期验收并付款。任何一方不得将本合同的权利义务转让给第三方。赠品与承诺：{promises}。其他约定：{terms}",
            "disputes": "因本合同发生的争议，双方应协商解决；协商不成的，向出卖人所在地有管辖权的人民法院起诉。本合同自双方签字盖章之日起生效，一式两份。",
        },
    },
    {
        "name": "Sales contract",
        "language": "en",
        "title": "Contract of sale",
        "clauses": {
            "product": "{seller} (the seller) and {buyer}, unified social credit code {credit_code} (the buyer), agree under number {number} on the sale of the following products.\n{products}",
            "specification": "The specifications are those of the table above; what it leaves open follows the seller's product sheets valid on the day of signing.",
            "quantity": "Quantities: {quantities}. Deliveries: {deliveries}. The delivery notes signed by both sides decide.",
            "quality": "The products meet the national and trade standards and the quality named above. The buyer inspects them within seven days of receipt; without a written objection they count as accepted.",
            "price": "The total price is {total} {currency}, taxes included. It changes only by written agreement.",
            "settlement": "Payment by {payment_method}: {instalments}. Late payment bears a penalty of 0.05 % of the open amount per day.",
            "rights": "The seller delivers in time and gives after-sales service; the buyer accepts and pays in time. Neither side assigns its rights or duties. Gifts and promises: {promises}. Other terms: {terms}",
            "disputes": "Disputes are settled by negotiation, failing that by the competent court at the seller's seat. This contract takes effect when both sides have signed and sealed it; each keeps one copy.",
        },
    },
]


def ensure(text_model: type[ContractText], at: datetime) -> None:
    """Enter the drafts where there is no text at all."""
    if not text_model.objects.exists():
        text_model.objects.bulk_create([text_model(**text, drafted_at=at) for text in TEXTS])
