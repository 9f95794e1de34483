"""Private items that nobody owns: drawn from a seed, and put together here, so that no file holds one.

A secret's first letters stand in two pieces, because scanners of code hosts read this file, too.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sopkb_bench.dice import Dice
from sopkb_bench.private_numbers import (
    ALL,
    CAPITALS,
    DIGITS,
    HEX,
    address,
    broken,
    card,
    chinese,
    cpf,
    dni,
    fours,
    iban,
    mail,
    password,
    phone,
    some,
    swede,
    uuid,
)


@dataclass(frozen=True)
class Item:
    """A private item.

    Args:
        sort: what it is.
        form: how it stands there.
        text: a line with it.
        datum: the part of the line that must not be repeated.
    """

    sort: str
    form: str
    text: str
    datum: str


Maker = Callable[[Dice], tuple[str, str]]
"""A line's text, with ``{}`` for the datum, and the datum."""


def _token(start: str, count: int, of: str = ALL) -> Maker:
    return lambda dice: ("{}", start + some(dice, count, of))


def _in(line: str, datum: Callable[[Dice], str]) -> Maker:
    return lambda dice: (line, datum(dice))


_LABELS = {
    "en": "The password is {}",
    "zh": "密码：{}",
    "es": "Contraseña: {}",
    "pt": "senha: {}",
    "ar": "كلمة المرور: {}",
    "de": "Passwort lautet {}",
    "fr": "mot de passe : {}",
    "ja": "パスワード：{}",
}
_KEYS = {
    "en": "api key: {}",
    "zh": "API密钥：{}",
    "es": "clave API: {}",
    "pt": "chave de acesso: {}",
    "ar": "مفتاح API: {}",
    "de": "API-Schlüssel: {}",
    "fr": "clé API : {}",
    "ja": "アクセスキー：{}",
}
_IDS = {
    "en": "staff id {}",
    "zh": "工号：{}",
    "es": "número de empleado: {}",
    "pt": "matrícula {}",
    "ar": "رقم الموظف: {}",
    "de": "Personalnummer {}",
    "fr": "matricule {}",
    "ja": "社員番号：{}",
}
_PASSPORTS = {
    "en": "passport number {}",
    "zh": "护照号：{}",
    "es": "pasaporte: {}",
    "pt": "número do passaporte: {}",
    "ar": "رقم جواز السفر: {}",
    "de": "Reisepass {}",
    "fr": "passeport n° {}",
    "ja": "パスポート番号 {}",
}


def _key(dice: Dice) -> str:
    return some(dice, 32, HEX)


def _passport(dice: Dice) -> str:
    return some(dice, 1, string.ascii_uppercase) + some(dice, 8, "2345678")


SECRETS: Mapping[str, Mapping[str, Maker]] = {
    "token of a host": {
        "code": _token("gh" + "p_", 36),
        "git": _token("gl" + "pat-", 20),
        "cloud": _token("AK" + "IA", 16, CAPITALS[:26] + "234567"),
        "chat": _token("xo" + "xb-2381940-77", 30, DIGITS + "abcDEF"),
        "payment": _token("sk" + "_live_", 24),
        "mail": _token("SG" + ".", 60),
        "package": _token("np" + "m_", 36),
        "vault": _token("hv" + "s.", 90),
        "AI": _token("sk" + "-ant-api03-", 90),
        "maps": _token("AI" + "za", 35),
    },
    "webhook": {
        "Slack": _in(
            "https://hooks.slack" + ".com/services/{}",
            lambda d: f"T{some(d, 8, CAPITALS)}/B{some(d, 9, CAPITALS)}/{some(d, 24)}",
        ),
        "Discord": _in("https://discord.com/api/web" + "hooks/{}", lambda d: f"{some(d, 18, DIGITS)}/{some(d, 68)}"),
        "Feishu": _in("https://open.feishu.cn/open-apis/bot/v2/" + "hook/{}", uuid),
        "Teams": _in(
            "https://acme.webhook" + ".office.com/webhookb2/{}",
            lambda d: f"{uuid(d)}@{uuid(d)}/IncomingWebhook/{_key(d)}/{uuid(d)}",
        ),
    },
    "password": {f"label {language}": _in(line, password) for language, line in _LABELS.items()},
    "key": {f"label {language}": _in(line, _key) for language, line in _KEYS.items()},
    "command line": {
        "mysql": _in("mysql -u root -p{} -h db1", password),
        "curl": _in("curl -u admin:{} https://tools.example.org", password),
        "sshpass": _in("sshpass -p '{}' ssh root@db1", password),
        "docker": _in("docker login -u ci -p {} registry", password),
        "psql": _in("PGPASSWORD={} psql -h db1", password),
        "ldap": _in("ldapsearch -D cn=admin -w {}", password),
    },
    "address": {
        "postgres": _in("postgres://app:{}@db1:5432/main", lambda d: some(d, 12) + "7"),
        "redis": _in("redis://:{}@cache:6379", lambda d: some(d, 14) + "3"),
        "signed": _in("https://files.example.org/a?sig={}&x=1", lambda d: some(d, 40) + "7a8"),
        "storage": _in("AccountName=acme;AccountKey={};EndpointSuffix=x", lambda d: some(d, 86) + "=="),
    },
    "header or cookie": {
        "bearer": _in("Authorization: Bearer {}", lambda d: some(d, 40)),
        "basic": _in("Authorization: Basic {}", lambda d: some(d, 24) + "4Q=="),
        "cookie": _in("Cookie: sessionid={}; theme=dark", _key),
        "java": _in("JSESSIONID={}", lambda d: some(d, 32, CAPITALS)),
        "web token": _in("{}", lambda d: f"ey{'J'}{some(d, 30)}.ey{'J'}{some(d, 60)}.{some(d, 43)}"),
    },
    "private key": {
        "PEM": _in(
            "-----BEGIN RSA PRIVATE" + " KEY-----\n{}\n-----END RSA PRIVATE" + " KEY-----",
            lambda d: "\n".join(some(d, 64) for _ in range(6)),
        ),
    },
    "code or PIN": {
        "en": _in("PIN: {}", lambda d: some(d, 3, "2468") + "7"),
        "zh": _in("验证码：{}", lambda d: some(d, 6, "13579")),
    },
}
PERSONAL: Mapping[str, Mapping[str, Maker]] = {
    "mail address": {
        "plain": _in("{}", lambda d: "@".join(mail(d))),
        "in brackets": _in("{}", lambda d: " [at] ".join(mail(d))),
        "spelled": _in("{}", lambda d: " at ".join(mail(d)).replace(".", " dot ")),
        "entity": _in("{}", lambda d: "&#64;".join(mail(d))),
        "full width": _in("{}", lambda d: "＠".join(mail(d))),
        "invisible": _in("{}", lambda d: "\u200b@".join(mail(d))),
    },
    "phone number": {"plain": _in("{}", phone), "label": _in("Tel.: {}", phone)},
    "IP address": {
        "plain": _in("from {}", address),
        "defanged": _in("from {}", lambda d: address(d).replace(".", "[.]")),
    },
    "card": {
        "grouped": _in("{}", lambda d: fours(card(d))),
        "joined": _in("{}", card),
        "broken": _in("{}", lambda d: broken(card(d))),
    },
    "bank account": {"joined": _in("{}", iban), "grouped": _in("{}", lambda d: fours(iban(d)))},
    "identity number": {
        "China": _in("{}", chinese),
        "Brazil": _in("{}", cpf),
        "Spain": _in("{}", dni),
        "Sweden": _in("{}", swede),
    },
    "passport": {f"label {language}": _in(line, _passport) for language, line in _PASSPORTS.items()},
    "staff id": {f"label {language}": _in(line, lambda d: some(d, 6, "2345678")) for language, line in _IDS.items()},
    "date of birth": {
        "en": _in("DOB {}", lambda d: f"{d.between(1, 28):02}/{d.between(1, 12):02}/19{d.between(50, 99)}")
    },
}


def items(sorts: Mapping[str, Mapping[str, Maker]], count: int, seed: str) -> Iterator[Item]:
    """So many items of every form.

    Args:
        sorts: :data:`SECRETS` or :data:`PERSONAL`.
        count: of each form.
        seed: the same one gives the same items.
    """
    for sort, forms in sorts.items():
        for form, make in forms.items():
            dice = Dice(f"{seed} {sort} {form}")
            for _ in range(count):
                line, datum = make(dice)
                yield Item(sort, form, line.format(datum), datum)
