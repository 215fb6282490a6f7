"""What the search looks through besides customers: people at them, deals, quotes, contracts, payments; filled by SQL, five to a customer."""

from django.db import connection

from crm_project.lib.sort_names import sort_name
from deals.domain import default_pipelines
from deals.models import Pipeline, PriceList, Stage

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建文辉力玲飞"
PLACES = ["杭州", "宁波", "上海", "北京", "苏州", "无锡", "广州", "深圳", "成都", "武汉"]
THINGS = ["屋顶光伏", "逆变器更换", "年度组件采购", "储能试点", "设备升级改造", "仓库照明", "产线扩建", "备件框架"]
CONTACTS = 4


def _array(words):
    return "ARRAY[" + ", ".join(f"'{word}'" for word in words) + "]"


def _contacts():
    """Four more people each, with names that a thousand share."""
    pick = "({})[1 + abs(hashint4((c.id * 7 + n * {})::int)) % {}]"
    sur, one, two = ([(sign, sort_name(sign, person=False)) for sign in signs] for signs in (SURNAMES, GIVEN, GIVEN))

    def chosen(words, k, at):
        return pick.format(_array(w[at] for w in words), k, len(words))

    name = " || ".join(chosen(words, k, 0) for words, k in ((sur, 11), (one, 13), (two, 17)))
    key = " || ".join(chosen(words, k, 1) for words, k in ((sur, 11), (one, 13), (two, 17)))
    return f"""
        INSERT INTO customers_contact (customer_id, name, sort_name, title, department, mobile, phone, email, im, key, note, active, created_at)
        SELECT c.id, {name}, {key}, '', '', '13' || lpad(abs(hashint8(c.id * 31 + n))::bigint::text, 9, '0'), '', '', '', false, '', true, now()
        FROM customers_customer c CROSS JOIN generate_series(1, {CONTACTS}) n"""


DEALS = """
    INSERT INTO deals_deal (customer_id, name, intention, details, line, amount, currency, expected_close, owner_id, department_id, stage_id,
        stage_since, status, close_reason, competitor, next_step, update_due, created_at, changed_at)
    SELECT o.customer_id, ({place})[1 + o.customer_id % {places}] || ({thing})[1 + o.customer_id % {things}] || (o.customer_id % 400) || '期', '', '', 'short', 1000, 'CNY',
        current_date + 30, o.owner_id, o.department_id, {stage}, now(), 'open', '', '', '', current_date + 14, now(), now()
    FROM customers_ownership o"""
TOKENS = """
    INSERT INTO deals_dealtoken (token, deal_id)
    SELECT substr(name, n, 12), id FROM deals_deal CROSS JOIN LATERAL generate_series(1, length(name)) n"""
QUOTES = """
    INSERT INTO deals_quote (deal_id, number, status, price_list_id, currency, total, valid_until, terms, created_at)
    SELECT id, 'Q2026-' || lpad(id::text, 7, '0') || '-1', 'draft', {price_list}, 'CNY', 1000, current_date + 30, '', now() FROM deals_deal"""
CONTRACTS = """
    INSERT INTO contracts_contract (customer_id, number, signed_at, amount, currency, owner_id, type, payment_method, line, status, paid_amount,
        drawn, series, signing_known, buyer, credit_code, signatory, terms, promises, stage_before, recorded_at, void_reason)
    SELECT o.customer_id, 'HT-2025-' || lpad(o.customer_id::text, 7, '0'), now() - interval '30 days', 1000, 'CNY', o.owner_id, '', '', '', 'draft', 0,
        false, '', true, '', '', '', '', '', '', now(), '' FROM customers_ownership o"""
PAYMENTS = """
    INSERT INTO contracts_payment (customer_id, received_on, amount, currency, reference, note, allocated, entered_at, void_reason)
    SELECT o.customer_id, current_date - 20, 1000, 'CNY', 'B' || lpad(o.customer_id::text, 9, '0'), '', 0, now(), '' FROM customers_ownership o"""


def fill_documents():
    """Fill all of them, after whatever else is measured: these rows would weigh on no other figure."""
    default_pipelines.ensure(Pipeline, Stage)
    prices = PriceList.objects.create(name="Bench", valid_from="2025-01-01")
    deals = DEALS.format(
        place=_array(PLACES),
        places=len(PLACES),
        thing=_array(THINGS),
        things=len(THINGS),
        stage=Stage.objects.order_by("number").values_list("pk", flat=True)[0],
    )
    with connection.cursor() as cursor:
        for statement in (_contacts(), deals, TOKENS, QUOTES.format(price_list=prices.pk), CONTRACTS, PAYMENTS):
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE")
