"""What names are found by, token by token (Nc2, Ni5)."""

import pytest

from customers.rules import names


@pytest.mark.req("Nc2", "Ni5")
@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        ("靖江市春意空调有限公司", "=春意 pchunyi icy 靖江春 意空调 靖江 江市 市春 春意 意空 空调 江春"),
        (
            "Blue Ridge Electronics Ltd",
            "=blueridge pblueridge wblue wridge welectronics jblueelectro jridgeelectro tblu tlue trid tidg tdge",
        ),
        ("Blue Ridge Ltd", "=blueridge pblueridge wblue wridge tblu tlue trid tidg tdge"),
        ("Acme Tools Ltd", "=acme wacme wtools tacm tcme"),
        (
            "Acme Internationalisations Ltd",
            "=acmeinternation pacmeinternation wacme winternationalis tacm tcme tint tnte tter tern trna tnat tati ttio tion tona tnal tali tlis tisa tsat ttio tons",
        ),
        ("上海ABB工程有限公司", "=abb wabb 上海 工程 tabb"),
        ("浦东新区恒信科技有限公司", "=恒信 phengxin ihx 浦东恒 信科技 浦东 东新 新区 区恒 恒信 信科 科技 东恒"),
        ("科技有限公司", "=科技 pkeji ikj 科技"),
        ("友好有限公司", "=友好 pyouhao iyh 友好"),
        ("马鞍山市友好云计算有限公司", "=友好 pyouhao iyh 鞍山友 好云计 马鞍 鞍山 山市 市友 友好 好云 云计 计算 山友"),
    ],
)
def test_the_tokens_of_a_name_the_most_telling_first(name, tokens):
    assert names.gram_list(names.split(name)) == list(dict.fromkeys(tokens.split()))


@pytest.mark.req("Nc2")
def test_the_joints_of_a_long_latin_name_are_cut_to_eight_and_seven_letters():
    tokens = names.gram_list(names.split("Internationals Transcontinental Electromechanical Services Ltd"))
    assert [token for token in tokens if token[0] == "j"] == ["jinternatservice", "jelectromservice"]


@pytest.mark.req("Nc2")
def test_a_long_name_has_forty_tokens_of_at_most_sixteen_characters():
    name = "北京" + "".join(chr(0x4E00 + 7 * n) for n in range(60)) + "科技有限公司"
    tokens = names.gram_list(names.split(name))
    assert (len(tokens), max(map(len, tokens))) == (40, 16)
    assert names.grams(name) == set(tokens)


@pytest.mark.req("Nc2")
@pytest.mark.parametrize(
    ("core", "full", "initials"),
    [
        ("银行", "yinhang", "yh"),
        ("行", "xing", "x"),
        ("大银行", "dayinhang", "dyh"),
        ("3m", "3m", "3m"),
        ("大交响乐友", "dajiaoxiangyueyou", "djxyy"),
        ("一模一样友", "yimuyiyangyou", "ymyyy"),
        ("银行abb", "yinhangabb", "yhabb"),
        ("春abb", "chunabb", "cabb"),
    ],
)
def test_pinyin_knows_words_and_leaves_latin_letters(core, full, initials):
    assert names.pinyin_forms(core) == (full, initials)


@pytest.mark.req("Nc2")
@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("创达科技", "创达科技"),
        ("創達科技", "创达科技"),
        ("(北京)创达(科技)有限公司", "北京 创达 科技"),
        ("(北京)创达", "北京 创达"),
        ("有限公司", ""),
        ("创有限公司", "创"),
        ("创达股", "创达"),
        ("创总公", "创总公"),
        ("创达总公", "创达"),
        ("Acme Tools Co", "Acme Tools"),
        ("The Acme Ltd", "Acme"),
    ],
)
def test_what_is_typed_is_searched_without_brackets_and_legal_form(typed, searched):
    assert names.searched(typed) == searched


@pytest.mark.req("Z10")
@pytest.mark.parametrize(
    ("key", "stem", "begun"),
    [
        ("创达科技有限公司", "创达科技", "创达科技"),
        ("创达有限公司", "创达", "创达"),
        ("创有限公司", "创有限公司", "创有限公司"),
        ("有限公司", "有限公司", "有限公司"),
        ("创达股份", "创达股份", "创达"),
        ("创股份", "创股份", "创股份"),
        ("北京总公司", "北京", "北京"),
        ("acmetoolsltd", "acmetools", "acmetools"),
        ("acmecoltd", "acme", "acme"),
        ("abltd", "ab", "ab"),
        ("altd", "altd", "altd"),
        ("ltd", "ltd", "ltd"),
        ("acme", "acme", "acme"),
    ],
)
def test_a_key_without_its_legal_form_keeps_two_characters(key, stem, begun):
    assert (names.stem(key), names.begun_stem(key)) == (stem, begun)


@pytest.mark.req("Nc2")
def test_words_and_pairs_and_threes_stand_in_their_order_once_each():
    assert names.latin_words("Blue-Ridge's 3M, blue 友好ABB") == ["blue", "ridges", "3m", "abb"]
    assert names.latin_words("友好") == names.latin_words("") == []
    assert names.bigrams("友好友好ABB日本カ") == ["友好", "好友", "日本", "本カ"]
    assert [names.trigrams(word) for word in ("ab", "abc", "abcd")] == [[], ["abc"], ["abc", "bcd"]]
