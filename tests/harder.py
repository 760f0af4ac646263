"""A hard notice for tests of pages: five languages in four scripts, eight versions, texts that do
not fit or must be escaped.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from notice.content.model import Text
from notice.versions.translations import pin

ROOT = Path(__file__).parent.parent
IMAGE = Path(__file__).parent / "data" / "media" / "x.png"
LANGUAGES = ("fi", "en", "ru", "ar", "zh-Hans")
DAY = date(2026, 6, 15)
"""On this day v1 to v5 are superseded, v6 is in force, v7 upcoming and v8 a draft."""

MOUNT = "/yritys/tietosuoja/"
"""Where the notice stands on its host."""

Parts: TypeAlias = dict[str, str]
"""A section taken apart: a `shape` that all languages share, and for each language title, gist and
what fills the shape.
"""
Edits: TypeAlias = dict[str, dict[str, tuple[str, str]]]
"""For each section that changes and each of its parts: what is replaced, and by what."""

LONG_WORD = "lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseerioppilas"
LONG_EMAIL = f"henkilotietojen.kasittelya.koskevat.selvityspyynnot@{LONG_WORD}.example"
LONG_URL = f"https://www.esimerkki.example/{LONG_WORD}/henkilotietojenkasittelyperiaatteet?kieli=fi&muoto=tuloste#yhteystiedot"
NOTICE_TITLE = """Henkilötietojenkäsittelyseloste & tietosuojaperiaatteet ¦ Privacy notice, "in short" & in full
    ¦ Уведомление об обработке персональных данных ¦ إشعار الخصوصية وفق GDPR ¦ 隐私声明"""
PSEUDO_LETTERS = {
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنه",
    "zh-Hans": "版本生效更改新增移除对照隐私声明译文章节内容日期语言",
}
"""What stands for the letters a to z in the site's own words."""

NOTICE = {
    "languages": list(LANGUAGES),
    "timezone": "Europe/Helsinki",
    "base_url": f"https://example.com{MOUNT}",
    "controller": {
        "name": "Suihkuturbiini & Pojat “Oy”",
        "email": LONG_EMAIL,
        "phone": "+358 (0)9 123 4567",
        "address": "Kirjatyöntekijänkatu 10 B, 00170 Helsinki",
        "url": "https://www.esimerkki.example/?a=1&b=2",
    },
}

SECTIONS: dict[str, Parts] = {
    "preamble": {
        "shape": "{0} [{1}](#rights).\n\n{2}",
        "fi": (
            "¦¦ Tässä selosteessa kerromme, miten käsittelemme henkilötietojasi. Lue myös, "
            "¦ mitä oikeuksia sinulla on ¦ Seloste koskee verkkokauppaa ja myymälöitä."
        ),
        "en": (
            "¦¦ This notice tells how we process your personal data. Read also ¦ which "
            "rights you have ¦ It covers the web shop and our stores."
        ),
        "ru": (
            "¦¦ Здесь мы рассказываем, как обрабатываем ваши персональные данные. Узнайте "
            "также, ¦ какие у вас есть права ¦ Уведомление касается интернет-магазина и "
            "магазинов."
        ),
        "ar": (
            "¦¦ يوضح هذا الإشعار كيف نعالج بياناتك الشخصية. اقرأ أيضا ¦ ما هي حقوقك ¦ يشمل "
            "الإشعار متجرنا الإلكتروني وفروعنا."
        ),
        "zh-Hans": "¦¦ 本声明说明我们如何处理您的个人数据。另请参阅 ¦ 您享有哪些权利 ¦ 本声明适用于网上商店和门店。",
    },
    "controller": {
        "covers": "13.1.a 14.1.a",
        "shape": rf"""**Suihkuturbiini & Pojat Oy**\
Kirjatyöntekijänkatu 10 B\
00170 Helsinki

{{0}} <{LONG_EMAIL}>, [+358 9 123 4567](tel:+35891234567).

{{1}} [{LONG_URL}]({LONG_URL})

> {{0}}[^1]
> - {{1}}

![{{1}}](media/kuva.png)

[^1]: {{0}} {LONG_URL}""",
        "fi": (
            "Rekisterinpitäjä ¦ Me vastaamme siitä, että tietojasi käsitellään oikein. ¦ "
            "Kirjoita tai soita: ¦ Lisää tietoa:"
        ),
        "en": (
            "Controller ¦ We are responsible for the correct handling of your data. ¦ Write "
            "or call: ¦ More information:"
        ),
        "ru": (
            "Оператор персональных данных ¦ Мы отвечаем за правильное обращение с вашими "
            "данными. ¦ Напишите или позвоните: ¦ Подробнее:"
        ),
        "ar": (
            "المسؤول عن البيانات ¦ نحن مسؤولون عن التعامل السليم مع بياناتك. ¦ راسلنا أو "
            "اتصل بنا: ¦ لمزيد من المعلومات:"
        ),
        "zh-Hans": "数据控制者 ¦ 我们对妥善处理您的数据负责。 ¦ 请来信或来电： ¦ 更多信息：",
    },
    "purposes": {
        "covers": "13.1.c 14.1.c",
        "shape": (
            "{0}\n\n- {1}\n  - {2}\n    - *{3}*\n    - **{4}**\n  - {5}\n- {6}\n\n{7} [](#basis)."
        ),
        "fi": (
            "Henkilötietojenkäsittelytoimenpiteiden käyttötarkoitukset ¦¦ Käsittelemme "
            "henkilötietoja seuraaviin tarkoituksiin: ¦ asiakassuhteen hoitaminen ¦ "
            "tilausten käsittely ¦ toimitus ja laskutus ¦ palautukset ja hyvitykset ¦ "
            "yhteydenottoihin vastaaminen ¦ verkkokaupan kehittäminen ¦ Oikeusperusteet "
            "ovat kohdassa ¦ verkkokaupan ja myymälöiden kehittäminen"
        ),
        "en": (
            "Purposes ¦¦ We process personal data for these purposes: ¦ managing the "
            "customer relationship ¦ handling orders ¦ delivery and invoicing ¦ returns and "
            "refunds ¦ answering enquiries ¦ developing the web shop ¦ The legal bases are "
            "in section ¦ developing the web shop and the stores"
        ),
        "ru": (
            "Цели обработки ¦¦ Мы обрабатываем персональные данные в следующих целях: ¦ "
            "ведение отношений с клиентами ¦ обработка заказов ¦ доставка и выставление "
            "счетов ¦ возвраты и возмещения ¦ ответы на обращения ¦ развитие "
            "интернет-магазина ¦ Правовые основания указаны в пункте ¦ развитие "
            "интернет-магазина и магазинов"
        ),
        "ar": (
            "أغراض المعالجة ¦¦ نعالج البيانات الشخصية للأغراض التالية: ¦ إدارة العلاقة مع "
            "العملاء ¦ معالجة الطلبات ¦ التسليم وإصدار الفواتير ¦ الإرجاع واسترداد المبالغ "
            "¦ الرد على الاستفسارات ¦ تطوير المتجر الإلكتروني ¦ ترد الأسس القانونية في "
            "القسم ¦ تطوير المتجر الإلكتروني والفروع"
        ),
        "zh-Hans": (
            "处理目的 ¦¦ 我们为以下目的处理个人数据： ¦ 管理客户关系 ¦ 处理订单 ¦ 配送和开具发票 ¦ 退货和退款 ¦ 回复咨询 ¦ 改进网上商店 "
            "¦ 法律依据见章节 ¦ 改进网上商店和门店"
        ),
    },
    "basis": {
        "covers": "13.1.d 13.2.c 13.2.e 14.2.b",
        "shape": (
            "1. {0}\n2. {1}\n   1. {2}\n   2. {3}\n      1. {4}\n      2. {5}\n3. "
            "{6}\n\n{7} [](#rights)."
        ),
        "fi": (
            "Käsittelyn oikeusperuste ¦¦ Sopimus (GDPR 6(1)(b)) ¦ Lakisääteinen velvoite: ¦ "
            "kirjanpitolaki (1336/1997) ¦ tuoteturvallisuuslaki ¦ takaisinkutsut ¦ "
            "onnettomuusilmoitukset ¦ Suostumus, jonka voit perua milloin tahansa ¦ Katso "
            "myös kohta"
        ),
        "en": (
            "Legal basis ¦¦ Contract (GDPR 6(1)(b)) ¦ Legal obligation: ¦ the Accounting "
            "Act (1336/1997) ¦ the Product Safety Act ¦ recalls ¦ reports of accidents ¦ "
            "Consent, which you may withdraw at any time ¦ See also section"
        ),
        "ru": (
            "Правовое основание ¦¦ Договор (GDPR 6(1)(b)) ¦ Обязанность по закону: ¦ закон "
            "о бухгалтерском учёте (1336/1997) ¦ закон о безопасности товаров ¦ отзыв "
            "товаров ¦ сообщения о несчастных случаях ¦ Согласие, которое можно отозвать в "
            "любое время ¦ См. также пункт"
        ),
        "ar": (
            "GDPR: الأساس القانوني ¦¦ العقد (المادة 6(1)(b) من GDPR) ¦ التزام قانوني: ¦ "
            "قانون المحاسبة Kirjanpitolaki رقم 1336/1997 ¦ قانون سلامة المنتجات ¦ سحب "
            "المنتجات ¦ تقارير الحوادث ¦ الموافقة التي يمكنك سحبها في أي وقت ¦ انظر أيضا "
            "القسم"
        ),
        "zh-Hans": (
            "法律依据 ¦¦ 合同（GDPR 第 6(1)(b) 条） ¦ 法定义务： ¦ 《会计法》(1336/1997) ¦ 《产品安全法》 ¦ 产品召回 "
            "¦ 事故报告 ¦ 您可随时撤回的同意 ¦ 另见章节"
        ),
    },
    "data": {
        "covers": "14.1.d",
        "shape": (
            "| {0} | {1} | {2} | {3} |\n| --- | :-- | :-: | --: |\n| {4} | {5} | {6} | "
            "[](#retention) |\n| {7} | {8} | {9} | **6** |"
        ),
        "fi": (
            "Käsiteltävät tiedot ¦¦ Tietoluokka ¦ Esimerkki ¦ Lähde ¦ Vuosia ¦ yhteystiedot "
            "¦ nimi, osoite ja puhelinnumero ¦ sinä itse ¦ tilaukset ¦ tilausnumero "
            "FI-2026-000123 ja hinta 1 234,50 € ¦ verkkokauppa ¦ "
            "asiakaspalvelupuhelutallenteet ¦ puhelun sisältö ja kesto ¦ puhelinvaihde"
        ),
        "en": (
            "Data that we process ¦¦ Category ¦ Example ¦ Source ¦ Years ¦ contact details "
            "¦ name, address and telephone number ¦ yourself ¦ orders ¦ order number "
            "FI-2026-000123 and price €1,234.50 ¦ the web shop ¦ recorded calls ¦ content "
            "and length of the call ¦ the switchboard"
        ),
        "ru": (
            "Обрабатываемые данные ¦¦ Категория ¦ Пример ¦ Источник ¦ Лет ¦ контактные "
            "данные ¦ имя, адрес и номер телефона ¦ вы сами ¦ заказы ¦ номер заказа "
            "FI-2026-000123 и цена 1 234,50 € ¦ интернет-магазин ¦ записи звонков ¦ "
            "содержание и длительность звонка ¦ телефонная станция"
        ),
        "ar": (
            "البيانات التي نعالجها ¦¦ الفئة ¦ مثال ¦ المصدر ¦ السنوات ¦ بيانات الاتصال ¦ "
            "الاسم والعنوان ورقم الهاتف ¦ أنت ¦ الطلبات ¦ رقم الطلب FI-2026-000123 والسعر "
            "1234.50 يورو ¦ المتجر الإلكتروني ¦ تسجيلات المكالمات ¦ مضمون المكالمة ومدتها ¦ "
            "بدالة الهاتف"
        ),
        "zh-Hans": (
            "我们处理的数据 ¦¦ 类别 ¦ 示例 ¦ 来源 ¦ 年数 ¦ 联系方式 ¦ 姓名、地址和电话号码 ¦ 您本人 ¦ 订单 ¦ 订单号 "
            "FI-2026-000123，价格 1234.50 欧元 ¦ 网上商店 ¦ 通话录音 ¦ 通话内容和时长 ¦ 电话总机"
        ),
    },
    "devices": {
        "covers": "14.2.f",
        "shape": (
            f"{{0}}\n\n| {{1}} | {{2}} |\n| --- | --- |\n| {LONG_WORD} | {{3}} |\n| "
            f"{'9f86d081884c7d65' * 5} | [{LONG_URL}]({LONG_URL}) |"
        ),
        "fi": (
            f"{LONG_WORD.capitalize()}rekisteri ¦¦ Saamme tietoja myös laitteista; "
            f"{LONG_WORD} kirjaa ne. ¦ Laite ¦ Peruste ¦ "
            "järjestelmänvalvontakäyttöoikeushallintapalvelutunnisteluettelo"
        ),
        "en": (
            "Register of aircraft jet-turbine engine auxiliary mechanic trainees ¦¦ We also "
            "receive data from devices. ¦ Device ¦ Reason ¦ access management"
        ),
        "ru": (
            "Реестр стажёров-авиамехаников ¦¦ Мы получаем данные и от устройств. ¦ "
            "Устройство ¦ Причина ¦ управление доступом"
        ),
        "ar": (
            "سجل المتدربين على صيانة محركات الطائرات ¦¦ نتلقى البيانات أيضا من الأجهزة. ¦ "
            "الجهاز ¦ السبب ¦ إدارة الوصول"
        ),
        "zh-Hans": "航空发动机机械师学员登记册 ¦¦ 我们还从设备获取数据。 ¦ 设备 ¦ 原因 ¦ 访问管理",
    },
    "recipients": {
        "covers": "13.1.e 14.1.e",
        "shape": (
            "{0}\n\n- {1}: [Posti](https://www.posti.example/tietosuoja/)\n- {2}: "
            "<https://pilvi.example/a/b/c?x=1&y=2>\n\n{3}"
        ),
        "fi": (
            "Vastaanottajat ¦¦ Luovutamme tietoja vain palveluntarjoajille: ¦ kuljetus ¦ "
            "pilvipalvelu ¦ Emme myy tietojasi. ¦ Siirroista EU:n ulkopuolelle kerrotaan "
            "kohdassa"
        ),
        "en": (
            "Recipients ¦¦ We disclose data only to service providers: ¦ transport ¦ cloud "
            "hosting ¦ We do not sell your data. ¦ Transfers outside the EU are described "
            "in section"
        ),
        "ru": (
            "Получатели ¦¦ Мы передаём данные только поставщикам услуг: ¦ перевозка ¦ "
            "облачный хостинг ¦ Мы не продаём ваши данные. ¦ О передаче за пределы ЕС "
            "рассказано в пункте"
        ),
        "ar": (
            "المتلقون ¦¦ لا نفصح عن البيانات إلا لمقدمي الخدمات: ¦ النقل ¦ الاستضافة "
            "السحابية ¦ نحن لا نبيع بياناتك. ¦ يرد وصف النقل إلى خارج الاتحاد الأوروبي في "
            "القسم"
        ),
        "zh-Hans": "接收方 ¦¦ 我们仅向服务提供商披露数据： ¦ 运输 ¦ 云托管 ¦ 我们不会出售您的数据。 ¦ 向欧盟以外的传输见章节",
    },
    "transfers": {  # only in the source language and English
        "covers": "13.1.f 14.1.f",
        "shape": "{0} [](#recipients).\n\n- {1}\n- {2}",
        "fi": (
            "Tiedonsiirtovaikutustenarviointimenettely ¦ Osa tiedoista siirtyy EU:n "
            "ulkopuolelle. ¦ Siirrämme tietoja kohdassa mainituille vastaanottajille, katso "
            "¦ Yhdysvallat: *riittävyyspäätös* ¦ muut maat: **vakiosopimuslausekkeet**"
        ),
        "en": (
            "Transfers outside the EU ¦ Some of the data leave the EU. ¦ We transfer data "
            "to recipients, see section ¦ United States: *adequacy decision* ¦ other "
            "countries: **standard contractual clauses**"
        ),
    },
    "security": {
        "covers": "12.1",
        "shape": (
            "{0} 5 < 6 && 7 > 6, a<b, &AMP; &LT;i&GT;, \"{1}\", '{1}', "
            "<script\\>alert(1)</script\\>."
        ),
        "fi": (
            "Suojaus: \"lukot\" & 'avaimet' < kassakaappi > ¦¦ Nämä merkit ovat tekstiä: ¦ lainaus"
        ),
        "en": "Security: \"locks\" & 'keys' < safe > ¦¦ These characters are text: ¦ quotation",
        "ru": "Защита: \"замки\" & 'ключи' < сейф > ¦¦ Эти знаки — просто текст: ¦ цитата",
        "ar": "الأمان: \"الأقفال\" & 'المفاتيح' < الخزنة > ¦¦ هذه الرموز مجرد نص: ¦ اقتباس",
        "zh-Hans": "安全：\"锁\" & '钥匙' < 保险箱 > ¦¦ 这些字符只是文本： ¦ 引文",
    },
    "retention": {  # from v6 on stale in English and Arabic
        "covers": "13.2.a 14.2.a",
        "shape": "{0}\n\n{1}",
        "fi": (
            "Henkilötietojensäilytysajanmääräytymisperusteet ¦ Säilytämme tilauksia 24 "
            "kuukautta. ¦ Poistamme tilaukset **24 kuukauden** kuluttua viimeisestä "
            "ostoksesta. ¦ Kirjanpitoaineisto säilytetään kuusi vuotta."
        ),
        "en": (
            "How long we keep data ¦ We keep orders for 24 months. ¦ We delete orders **24 "
            "months** after your last purchase. ¦ Accounting records are kept for six "
            "years."
        ),
        "ru": (
            "Сроки хранения ¦ Мы храним заказы 24 месяца. ¦ Мы удаляем заказы через **24 "
            "месяца** после последней покупки. ¦ Бухгалтерские документы хранятся шесть "
            "лет."
        ),
        "ar": (
            "مدة الاحتفاظ بالبيانات ¦ نحتفظ بالطلبات لمدة 24 شهرا. ¦ نحذف الطلبات بعد **24 "
            "شهرا** من آخر عملية شراء. ¦ تحفظ سجلات المحاسبة ست سنوات."
        ),
        "zh-Hans": "保存期限 ¦ 我们保存订单 24 个月。 ¦ 我们在您最后一次购买 **24 个月**后删除订单。 ¦ 会计记录保存六年。",
    },
    "profiling": {
        "covers": "13.2.f 14.2.g",
        "shape": "{0} {1}",
        "fi": (
            "Profilointi ¦¦ Suosittelemme tuotteita aiempien ostosten perusteella. ¦ Voit "
            "kieltää sen."
        ),
        "en": (
            "Profiling ¦¦ We recommend products on the basis of earlier purchases. ¦ You "
            "can object to it."
        ),
        "ru": (
            "Профилирование ¦¦ Мы рекомендуем товары на основе прежних покупок. ¦ Вы можете "
            "отказаться."
        ),
        "ar": "التنميط ¦¦ نوصي بالمنتجات بناء على مشترياتك السابقة. ¦ يمكنك الاعتراض على ذلك.",
        "zh-Hans": "画像分析 ¦¦ 我们根据以往的购买记录推荐商品。 ¦ 您可以反对。",
    },
    "rights": {
        "covers": (
            "13.2.b.access 13.2.b.rectification 13.2.b.erasure 13.2.b.restriction "
            "13.2.b.objection 13.2.b.portability 14.2.c"
        ),
        "shape": "{0}\n\n### {1}\n\n{2}\n\n### {3}\n\n{4}\\\n{5}",
        "fi": (
            "Oikeutesi ¦ Voit tarkastaa, oikaista ja poistaa tietosi. ¦ Sinulla on "
            "seuraavat oikeudet. ¦ Tarkastusoikeus ¦ Vastaamme pyyntöösi yhdessä "
            "kuukaudessa. ¦ Oikaiseminen ja poistaminen ¦ Korjaamme virheelliset tiedot. ¦ "
            "Poistamme tarpeettomat tiedot. ¦ Siirrettävyys ¦ Saat tietosi koneluettavina, "
            "katso kohta"
        ),
        "en": (
            "Your rights ¦ You can inspect, correct and erase your data. ¦ You have the "
            "following rights. ¦ Access ¦ We answer your request within one month. ¦ "
            "Rectification and erasure ¦ We correct wrong data. ¦ We erase unnecessary "
            "data. ¦ Portability ¦ You get your data in a machine-readable form, see "
            "section"
        ),
        "ru": (
            "Ваши права ¦ Вы можете проверить, исправить и удалить свои данные. ¦ У вас "
            "есть следующие права. ¦ Доступ ¦ Мы ответим на запрос в течение одного месяца. "
            "¦ Исправление и удаление ¦ Мы исправляем неверные данные. ¦ Мы удаляем "
            "ненужные данные. ¦ Переносимость ¦ Вы получите данные в машиночитаемом виде, "
            "см. пункт"
        ),
        "ar": (
            "حقوقك ¦ يمكنك الاطلاع على بياناتك وتصحيحها ومحوها. ¦ لديك الحقوق التالية. ¦ حق "
            "الاطلاع ¦ نرد على طلبك خلال شهر واحد. ¦ التصحيح والمحو ¦ نصحح البيانات "
            "الخاطئة. ¦ نمحو البيانات غير الضرورية. ¦ قابلية النقل ¦ تحصل على بياناتك بصيغة "
            "JSON أو CSV، انظر القسم"
        ),
        "zh-Hans": (
            "您的权利 ¦ 您可以查阅、更正和删除您的数据。 ¦ 您享有以下权利。 ¦ 查阅权 ¦ 我们在一个月内答复您的请求。 ¦ 更正和删除 ¦ "
            "我们更正错误的数据。 ¦ 我们删除不必要的数据。 ¦ 可携带权 ¦ 您可获得机器可读的数据，见章节"
        ),
    },
    "complaint": {
        "covers": "13.2.d 14.2.d",
        "number": "9a",
        "shape": "{0} [tietosuoja.fi](https://tietosuoja.fi/).",
        "fi": "Valitus valvontaviranomaiselle ¦¦ Voit valittaa tietosuojavaltuutetulle:",
        "en": (
            "Complaint to the supervisory authority ¦¦ You may complain to the Data "
            "Protection Ombudsman:"
        ),
        "ru": (
            "Жалоба в надзорный орган ¦¦ Вы можете пожаловаться уполномоченному по защите данных:"
        ),
        "ar": "الشكوى إلى السلطة الرقابية ¦¦ يمكنك تقديم شكوى إلى أمين المظالم لحماية البيانات:",
        "zh-Hans": "向监管机构投诉 ¦¦ 您可以向数据保护监察专员投诉：",
    },
    "changes": {
        "covers": "13.3",
        "shape": "{0}\n\n{1}\n\n{2} [](#controller).",
        "fi": (
            "Selosteen muutokset ¦¦ Voimme muuttaa tätä selostetta. ¦ Kerromme muutoksista "
            "ennen niiden voimaantuloa. ¦ Kysymyksiin vastaa rekisterinpitäjä, kohta"
        ),
        "en": (
            "Changes to this notice ¦¦ We may change this notice. ¦ We tell of changes "
            "before they take effect. ¦ The controller answers questions, section"
        ),
        "ru": (
            "Изменения уведомления ¦¦ Мы можем изменить это уведомление. ¦ Мы сообщаем об "
            "изменениях до их вступления в силу. ¦ На вопросы отвечает оператор, пункт"
        ),
        "ar": (
            "تغييرات هذا الإشعار ¦¦ قد نغير هذا الإشعار. ¦ نعلن عن التغييرات قبل سريانها. ¦ "
            "يجيب المسؤول عن البيانات عن الأسئلة، القسم"
        ),
        "zh-Hans": "声明的变更 ¦¦ 我们可能会变更本声明。 ¦ 我们会在变更生效前予以告知。 ¦ 如有疑问，请联系数据控制者，见章节",
    },
}


@dataclass(frozen=True)
class Version:
    """A version: its days and class, its note in every language, all its sections in order, and
    what it changes in them.
    """

    head: Mapping[str, Any]
    note: str
    sections: str
    edits: Edits = field(default_factory=dict)


VERSIONS = (
    Version(
        {"effective": "2018-05-25", "change": "first"},
        "Ensimmäinen versio. ¦ The first version. ¦ Первая версия. ¦ الإصدار الأول. ¦ 第一版。",
        "preamble controller purposes basis data devices recipients retention profiling "
        "rights changes",
    ),
    Version(
        {"effective": "2019-03-01", "change": "material"},
        "Lisäsimme valitusoikeuden. ¦ We added the right to complain. ¦ Мы добавили "
        "право на жалобу. ¦ أضفنا حق الشكوى. ¦ 新增投诉权。",
        "preamble controller purposes basis data devices recipients retention profiling "
        "rights complaint changes",
        {"purposes": {"shape": ("  - {5}\n- {6}", "- {6}\n  - {5}")}},
    ),
    Version(
        {"effective": "2020-02-29", "change": "editorial"},
        "Korjasimme välimerkkejä ja korostuksia. ¦ We corrected punctuation and "
        "emphasis. ¦ Мы исправили пунктуацию и выделения. ¦ صححنا علامات الترقيم "
        "والتشديد. ¦ 修正标点和强调。",
        "preamble controller purposes basis data devices recipients retention profiling "
        "rights complaint changes",
        {
            "preamble": {"shape": ("(#rights).", "(#rights)!")},
            "basis": {"shape": ("{0}", "**{0}**")},
        },
    ),
    Version(
        {"effective": "2022-01-01", "change": "material"},
        "Kerromme tiedonsiirroista ja suojauksesta. ¦ We tell of transfers & security. "
        "¦ Мы рассказываем о передаче данных и защите. ¦ نوضح نقل البيانات والأمان. ¦ "
        "说明数据传输和安全措施。",
        "preamble controller rights purposes basis data devices recipients transfers "
        "security retention profiling complaint changes",
        {
            "recipients": {"shape": ("\n\n{3}", "\n\n{3} {4} [](#transfers).")},
            "rights": {"shape": ("\n\n### {3}", "\n\n### {6}\n\n{7} [](#data).\n\n### {3}")},
        },
    ),
    Version(
        {"effective": "2024-11-30", "change": "material"},
        "Lopetimme profiloinnin ja tallennamme puhelut. ¦ We stopped profiling and "
        "record calls. ¦ Мы прекратили профилирование и записываем звонки. ¦ أوقفنا "
        "التنميط ونسجل المكالمات. ¦ 停止画像分析，开始通话录音。",
        "preamble controller rights purposes basis data recipients transfers security "
        "devices retention complaint changes",
        {
            "data": {"shape": ("\n| {7}", "\n| {10} | {11} | {12} | < 1 |\n| {7}")},
            "complaint": {"number": ("9a", "")},
        },
    ),
    Version(
        {
            "effective": "2026-03-01",
            "published": "2026-02-01",
            "change": "material",
            "not_applicable": {
                "13.1.b": "there is no data protection officer",
                "13.2.f": "nothing is decided by machines alone",
            },
        },
        'Säilytysaika piteni: "24" → "36". ¦ We keep orders longer: "24" → "36". ¦ Срок '
        'хранения увеличен: "24" → "36". ¦ زادت مدة الاحتفاظ من 24 إلى 36 شهرا (GDPR). '
        "¦ 保存期限由 24 个月延长至 36 个月。",
        "preamble controller purposes basis data recipients transfers security devices "
        "retention rights complaint changes",
        {
            "retention": {
                "fi": ("24", "36"),
                "ru": ("24 месяца", "36 месяцев"),
                "zh-Hans": ("24", "36"),
            },
            "purposes": {"shape": ("- {6}", "- {8}")},
        },
    ),
    Version(
        {"effective": "2026-09-01", "published": "2026-06-01", "change": "material"},
        "Profilointi palaa, laiterekisteri poistuu. ¦ Profiling is back; the register "
        "of devices is gone. ¦ Профилирование возвращается, реестра устройств больше "
        "нет. ¦ عاد التنميط وحذف سجل الأجهزة. ¦ 恢复画像分析，取消设备登记册。",
        "preamble controller purposes basis profiling data recipients transfers "
        "security retention complaint rights changes",
        {"changes": {"shape": ("{0}\n\n{1}", "{0} {1}")}},
    ),
    Version(
        {"effective": "2027-01-01", "draft": "true", "change": "material"},
        "Luonnos <b>. ¦ Draft <b>. ¦ Черновик <b>. ¦ مسودة <b>. ¦ 草案 <b>。",
        "preamble controller purposes basis data profiling recipients transfers "
        "security retention complaint rights changes",
        {
            "profiling": {"fi": ("Profilointi", "<script>alert(1)</script>")},
            "preamble": {"shape": ("{2}", "{2} TODO({1}?) <script>alert(1)</script>")},
        },
    ),
)


def write_content(folder: Path) -> None:
    """Write the content folder of the hard notice."""
    (folder / "media").mkdir(parents=True)
    shutil.copyfile(IMAGE, folder / "media" / "kuva.png")
    _write(folder / "notice.yaml", {**NOTICE, "title": _in_all(NOTICE_TITLE)})
    now = SECTIONS
    pins: dict[tuple[str, str], str] = {}
    before: set[str] = set()
    for number, version in enumerate(VERSIONS, 1):
        names = version.sections.split()
        now = {**now, **{name: _edited(now[name], edits) for name, edits in version.edits.items()}}
        for name in names:
            edits = version.edits.get(name, {})
            if edits or name not in before:
                _write(
                    folder / f"v{number}" / f"{name}.yaml", _section(name, now[name], edits, pins)
                )
        before = set(names)
        data = {**version.head, "note": _in_all(version.note), "sections": names}
        _write(folder / f"v{number}" / "version.yaml", data)


def write_locales(folder: Path) -> None:
    """Write the site's own texts: those of the project, and for Arabic and Chinese something of
    the same form and length.
    """
    with (ROOT / "locales" / "messages.pot").open("rb") as file:
        template = read_po(file)
    for language in LANGUAGES:
        inside = Path(language.replace("-", "_"), "LC_MESSAGES", "messages.po")
        (folder / inside).parent.mkdir(parents=True, exist_ok=True)
        if language not in PSEUDO_LETTERS:
            shutil.copyfile(ROOT / "locales" / inside, folder / inside)
            continue
        catalog = Catalog(locale=language.replace("-", "_"), fuzzy=False)
        for message in (entry for entry in template if entry.id):
            words = message.id if isinstance(message.id, str) else message.id[1]
            forms = (_pseudo(words, language),) * catalog.num_plurals
            catalog.add(
                message.id,
                forms if message.pluralizable else forms[0],
                flags=message.flags,
                context=message.context,
            )
        with (folder / inside).open("wb") as file:
            write_po(file, catalog)


def _edited(parts: Parts, edits: Mapping[str, tuple[str, str]]) -> Parts:
    """Replace what an edit names in each part, which must have it."""
    for key, (old, _) in edits.items():
        assert old in parts[key], (key, old)
    return {**parts, **{key: parts[key].replace(old, new) for key, (old, new) in edits.items()}}


def _section(
    name: str, parts: Parts, edits: Mapping[str, Any], pins: dict[tuple[str, str], str]
) -> dict[str, Any]:
    """Make a section's file; a translation that an edit of the Finnish words passes over keeps the
    pin that it had.
    """
    result: dict[str, Any] = {}
    if "covers" in parts:
        result["covers"] = parts["covers"].split()
    if parts.get("number"):
        result["number"] = parts["number"]
    texts: dict[str, Text] = {}
    for language in (language for language in LANGUAGES if language in parts):
        title, gist, *words = _split(parts[language])
        texts[language] = Text(title, gist, f"{parts['shape'].format(*words)}\n")
    for language, text in texts.items():
        if "fi" not in edits or language in edits or (name, language) not in pins:
            pins[name, language] = pin(texts["fi"])
        of = "" if language == "fi" else pins[name, language]
        fields = {"of": of, "title": text.title, "gist": text.gist, "body": text.body}
        result[language] = {key: value for key, value in fields.items() if value}
    return result


def _pseudo(message: str, language: str) -> str:
    """Put other letters for those of a text: not in names, tags and entities; half as many in
    Chinese, whose letters are wide.
    """
    letters = PSEUDO_LETTERS[language]
    step = 2 if language == "zh-Hans" else 1

    def other(match: re.Match[str]) -> str:
        return match[1] or "".join(
            letters[ord(letter) - ord("a")] for letter in match[0].lower()[::step]
        )

    return re.sub(r"(%(?:\(\w+\))?[a-z%]|<[^<>]+>|&\w+;)|[A-Za-z]+", other, message)


def _split(text: str) -> list[str]:
    return [piece.strip() for piece in text.split("¦")]


def _in_all(text: str) -> dict[str, str]:
    """Return each language its part of a text, in their order."""
    return dict(zip(LANGUAGES, _split(text), strict=True))


def _write(file: Path, data: Mapping[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000), encoding="utf-8"
    )
