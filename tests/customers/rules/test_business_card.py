"""A pasted business card is read by rules alone: in either language, with labels and without."""

import pytest

from customers.rules.business_card import LONGEST, Card, read

CARDS = [
    (
        "王芳  采购经理\n杭州友好科技有限公司\n手机: 138 0571 0001\n电话：0571-88001234  传真：0571-88001235\n"
        "邮箱：wang@youhao.cn\n地址：浙江省杭州市西湖区文三路1号 310012\nwww.youhao.cn",
        Card(
            name="王芳",
            title="采购经理",
            company="杭州友好科技有限公司",
            mobile="138 0571 0001",
            phone="0571-88001234",
            fax="0571-88001235",
            email="wang@youhao.cn",
            website="www.youhao.cn",
            address="浙江省杭州市西湖区文三路1号",
            postal_code="310012",
        ),
    ),
    (
        "Jane Smith\nPurchasing Manager\nAcme Solar GmbH\nT +49 30 1234567  M +49 170 1234567\njane@acme.de\n"
        "Hauptstr. 12, 10115 Berlin\nwww.acme.de",
        Card(
            name="Jane Smith",
            title="Purchasing Manager",
            company="Acme Solar GmbH",
            mobile="+49 170 1234567",
            phone="+49 30 1234567",
            email="jane@acme.de",
            website="www.acme.de",
            address="Hauptstr. 12, 10115 Berlin",
        ),
    ),
    (
        "上海晨光新能源有限公司\n李建国\n总经理\n采购部\n上海市浦东新区张江路88号3楼\n１３８１２３４５６７８\n021-5080 1234 转 801",
        Card(
            name="李建国",
            title="总经理",
            department="采购部",
            company="上海晨光新能源有限公司",
            mobile="13812345678",
            phone="021-5080 1234 转 801",
            address="上海市浦东新区张江路88号3楼",
        ),
    ),
    (
        "Dr. Peter Müller | Head of Sales | Solar Trade Ltd.\nTel: +44 (0)20 7946 0958, Fax: +44 20 7946 0959\n12 King Street, London",
        Card(
            name="Dr. Peter Müller",
            title="Head of Sales",
            company="Solar Trade Ltd.",
            phone="+44 (0)20 7946 0958",
            fax="+44 20 7946 0959",
            address="12 King Street, London",
        ),
    ),
    (
        "姓名：陈伟\n职务：销售总监\n公司：深圳市光明有限公司\n电话13900001111\n统一社会信用代码：91330106MA2AXXXX0H",
        Card(
            name="陈伟",
            title="销售总监",
            company="深圳市光明有限公司",
            mobile="13900001111",
            tax_id="91330106MA2AXXXX0H",
        ),
    ),
]


@pytest.mark.parametrize("text, expected", CARDS)
def test_a_card_is_read(text, expected):
    assert read(text) == expected


def test_what_is_not_understood_is_named_and_nothing_is_invented():
    card = read("我们的服务最好\n30 years of light")
    assert card.unread == ("我们的服务最好", "30 years of light") and not card.name and not card.phone


def test_a_long_text_is_no_card_and_takes_no_time():
    assert read("a" * 100_000 + "@") is not None and len(read("x\n" * LONGEST).unread) <= 40
    assert read("") == Card()
