"""What latin company names are made of: legal forms, branches, trades, regions (rows Nc1, Ni3)."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# One spelling for each word of a legal form.
SPELLINGS = {
    "limited": "ltd",
    "company": "co",
    "corporation": "corp",
    "incorporated": "inc",
    "private": "pvt",
    "proprietary": "pty",
    "aktiengesellschaft": "ag",
    "aktiebolag": "ab",
    "compagnie": "cie",
    "cia": "cie",
}
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
