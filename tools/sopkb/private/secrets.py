"""Secrets that are known by what stands before them: a label, a header, a block, or nothing but their look."""

from __future__ import annotations

from sopkb.private.labels import ACCOUNT, IS, PASSWORD, PIN, SECRET
from sopkb.private.placeholders import (
    counts_up,
    is_no_credential,
    is_no_key,
    is_no_password,
    is_no_random_text,
    is_no_strong_password,
    is_placeholder,
)
from sopkb.private.reaches import through_wrapped_lines, to_the_end_of_its_block
from sopkb.private.sort import WORD, Sort

_KEY, _PASSWORD, _CODE = "secret or key", "password", "one-time code or PIN"
_VALUE = r"[^\s\"'`<>{}()\[\],;|\\]{6,200}"
_ANY_KEY = (
    r"secret|token|[a-z][-_ ]?key|credential|\bpsk|\bpat|x-[a-z-]+auth|密钥|秘钥|令牌|凭证|clave"
    r"|chave|jeton|clé|schlüssel|シークレット|トークン|アクセスキー|apiキー|秘密鍵|مفتاح|رمز"
)
_VARIABLE = r"[A-Z]_(?:KEY|PASS|AUTH|PWD|CREDS?|DSN)\b"


def _is_no_code(datum: str, before: str, after: str) -> bool:
    return is_placeholder(datum)


def _is_no_token_after_a_blank(datum: str, before: str, after: str) -> bool:
    digits = sum(char.isdigit() for char in datum)
    return digits < 4 or digits == len(datum) or is_no_key(datum)


def _is_no_seed(datum: str, before: str, after: str) -> bool:
    return is_placeholder(datum) or counts_up(datum) or len(set(datum)) < 6


def _is_made_up(datum: str, before: str, after: str) -> bool:
    return is_placeholder(datum)


LABELLED = (
    Sort(_PASSWORD, True, PASSWORD, PASSWORD + IS, _VALUE, is_harmless=is_no_password),
    Sort(
        _PASSWORD,
        True,
        rf"{PASSWORD}|secret[ \t]|community",
        rf"(?:{PASSWORD}|\bkey\b|\bsecret\b|community)[ \t]{{1,4}}(?:[057][ \t])?[\"'`]?",
        _VALUE,
        is_harmless=is_no_strong_password,
    ),
    Sort(
        _PASSWORD,
        True,
        ACCOUNT,
        rf"{ACCOUNT}{IS}[^\s\"'`<>{{}}()\[\],;|\\:/=?&@%]{{2,60}}[ \t]{{0,2}}[:/|,;][ \t]{{0,2}}[\"'`]?",
        r"[^\s\"'`<>{}()\[\],;|\\:=/&]{7,60}",
        is_harmless=is_no_strong_password,
    ),
    Sort(_PASSWORD, True, r"wifi:", r"wifi:[^\n]{0,80}?;?P:", r"[^;\s]{6,64}", is_harmless=_is_made_up),
    Sort(_KEY, True, _ANY_KEY, rf"{SECRET}(?:[-_ ]?(?:id|value|base64|data|str))?{IS}", _VALUE, is_harmless=is_no_key),
    Sort(
        _KEY,
        True,
        _ANY_KEY,
        rf"{SECRET}[ \t]{{1,4}}[\"'`]?",
        r"[A-Za-z0-9+/_=.~-]{16,200}",
        is_harmless=_is_no_token_after_a_blank,
    ),
    Sort(_KEY, True, _VARIABLE, _VARIABLE + IS, _VALUE, is_harmless=is_no_key, cased=True),
    Sort(
        _KEY,
        True,
        r"[A-Z2-7]{16}",
        r"(?i:otp|2fa|mfa|totp|secret|seed|authenticator)[^\n]{0,30}?[:= ][ \t]{0,2}",
        r"[A-Z2-7]{16,64}\b",
        is_harmless=_is_no_seed,
        cased=True,
    ),
    Sort(
        _KEY, True, r"otpauth://", r"otpauth://[^\s\"'<>]{1,200}?secret=", r"[A-Z2-7]{8,100}", is_harmless=_is_made_up
    ),
    Sort(
        _KEY,
        True,
        r"\d{6}-\d{6}-\d{6}-\d{6}",
        r"\d{6}(?:-\d{6}){7}",  # a key to recover a disk
        before="0123456789-",
        after="0123456789-",
        is_harmless=lambda datum, before, after: counts_up(datum),
    ),
    Sort(
        _KEY,
        True,
        r"-[A-Z0-9]{5}-[A-Z0-9]{5}-",
        r"[A-Z0-9]{5}(?:-[A-Z0-9]{5}){4}",  # of a product
        before=WORD + "-",
        after=WORD + "-",
        is_harmless=is_no_key,
        cased=True,
    ),
    Sort(
        _CODE,
        True,
        PIN,
        rf"{PIN}(?:[ \t]{{0,2}}(?:for|of|to|de|für|pour)[ \t][^\n:=]{{1,30}})?{IS}",
        r"(?:\d{3,4}[- ]?\d{3,4}|\d{3,8}|[A-Za-z0-9]{4,5}(?:-[A-Za-z0-9]{4,5}){1,5})(?![\w-]|[.:]\d)",
        is_harmless=_is_no_code,
    ),
)

HEADERS = (
    Sort(
        "authorization header",
        True,
        r"bearer |basic |digest |authorization|geniekey|aws4-hmac|apikey |negotiate ",
        r"(?:\b(?:bearer|basic|apikey|api-key|geniekey|negotiate|ntlm)[ \t]{1,4}"
        r"|authorization[\"']?[ \t]{0,2}[:=,][ \t\"']{0,4}"
        r"(?:(?:token|apikey|key|bot|digest|bearer|basic|hmac|ssws|sso-key)[ \t]{1,3})?(?:token=)?"
        r"|aws4-hmac-sha256[^\n]{0,200}?signature=)[\"'`]?",
        r"[A-Za-z0-9._~+/=:-]{10,600}",
        is_harmless=lambda datum, before, after: is_no_credential(datum) or "=" in datum.rstrip("=")[1:],
    ),
    Sort(
        _KEY,
        True,
        "auth[\"' ]*[:=]",
        r"(?:\b|_)auth[\"']?[ \t]{0,2}[:=][ \t]{0,2}[\"']?",
        r"[A-Za-z0-9+/]{16,300}={0,2}",
        is_harmless=_is_no_token_after_a_blank,
    ),
    Sort(
        "cookie",
        True,
        r"cookie|sess|sid=|aspxauth|logged_in|jwt=|remember_me|li_at",
        r"(?:\b(?:set-)?cookie[\"']?[ \t]{0,2}[:=][ \t\"']{0,4}[\w.%-]{1,60}="
        r"|(?:sess(?:ion)?(?:[_-]?(?:id|token|key))?|\bsid|aspxauth|logged_in[\w-]{0,40}|remember_me|li_at"
        r"|jwt)(?:=|%3d)"
        r"|(?:phpsessid|jsessionid|asp\.net_sessionid|aspnetcore\.[\w.]{3,40})[\"']?[ \t]{0,2}[:=][ \t]{0,2})"
        r"[\"'`]?",
        r"[^\s\"'`<>{}()\[\],;|\\]{8,400}",
        is_harmless=is_no_key,
    ),
    Sort(
        "signed web token",
        True,
        "eyJ",
        r"\beyJ[A-Za-z0-9_-]{8}[A-Za-z0-9_-]*\.\s{0,3}[A-Za-z0-9_-]{8}[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*)?",
        before=WORD + "/",
        is_harmless=_is_made_up,
        cased=True,
        reaches=through_wrapped_lines,
    ),
)

BLOCKS = (
    Sort(
        "private key",
        True,
        "private key|openvpn static key",
        r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}(?:PRIVATE KEY(?: BLOCK)?|STATIC KEY V1)-----",
        reaches=to_the_end_of_its_block,
    ),
    Sort("private key", True, "private-lines", r"Private-Lines: ?\d{1,3}\s{1,3}", r"[A-Za-z0-9+/=\s]{40,2000}"),
    Sort(
        "private key",
        True,
        "privatekey|presharedkey",
        r"(?:PrivateKey|PresharedKey)[ \t]{0,3}=[ \t]{0,3}",
        r"[A-Za-z0-9+/]{42,43}=",
    ),
)

UNNAMED_KEYS = Sort(
    "random text, as keys are",
    True,
    r"[A-Za-z0-9+/_-]{28}",
    r"[A-Za-z0-9+/_-]{28}[A-Za-z0-9+/_-]*={0,2}",
    before=WORD + "+/=-.",
    after="+/_-",
    is_harmless=is_no_random_text,
    reaches=through_wrapped_lines,
)
