"""What cards, banks and sign-ins call the codes that only their owner may know, in the languages of the program."""

from __future__ import annotations

CARD_CODE = (
    r"cvv2?|cvc2?|card (?:security|verification) (?:code|value)|(?:karten)?pr[uü]fziffer|kartenpr[uü]fnummer"
    r"|c[oó]digo de seguridad de la tarjeta|c[oó]digo de segurança do cart[aã]o|cryptogramme(?: visuel)?"
    r"|安全码|セキュリティコード"
)
"""The three or four digits on a card."""

OTHER_CODE = (
    r"pin(?:[- ](?:code|number))?|otp|m?tan|(?:one[- ]?time|verification|sms|2fa|mfa) (?:code|password|passcode)"
    r"|einmal(?:code|passwort|kennwort)|best[aä]tigungscode|sicherheitscode|geheimzahl|push-?tan"
    r"|c[oó]digo de (?:un solo uso|verificaci[oó]n|verificaç[aã]o|uso [uú]nico)|clave din[aá]mica"
    r"|code (?:secret|confidentiel|de v[eé]rification|[aà] usage unique)|验证码|动态码|認証コード|暗証番号"
)
"""A PIN, and what is sent or shown once."""

EDGE = r"(?<![a-z0-9_à-ÿ-])"
END = r"(?![a-z0-9_à-ÿ])"
