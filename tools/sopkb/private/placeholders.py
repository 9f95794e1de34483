"""What stands in the place of a secret in a manual, and what only happens to follow a word such as "password"."""

from __future__ import annotations

import re
from itertools import pairwise

MASK = "█"
"""Stands for each character that was taken out, so that lines and columns stay what they were."""

_PLACEHOLDER = re.compile(
    r"example|placeholder|redacted|censored|change[-_ ]?(?:me|this|it)|dummy"
    rf"|your|x{{4}}|\*{{3}}|\.{{3}}|…|•{{3}}|{MASK}"
    r"|[<>{}]|insert[-_ ]|replace[-_ ]|_here\b|-here\b|\bfoobar",
    re.IGNORECASE,
)
_OF_ITSELF = re.compile(
    r"\A(?:my|our|the|a|some|any|new|old|db|user|root|admin|super|strong|very|test|secure|default|plain|text|client|access"
    r"|api|auth|secret|private|account|service|app|bot|in|clear|base64|encoded|long|random|string|hash|hashed|encrypted)*"
    r"(?:pass(?:word|wd|phrase|code)?s?|pwd|pw|secrets?|tokens?|keys?|cookies?|jwt|credentials?|string|value)\W?"
    r"|密码|密碼|口令|パスワード|senha|contraseña|passwort|kennwort|mot ?de ?passe|كلمة ?المرور",
    re.IGNORECASE,
)
_NAME = re.compile(r"\A[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)+")
_IS_NO_KEY = re.compile(r"\A(?:sha\d+-|[0-9a-f-]+$|[0-9A-F-]+$)")
_DIGEST_BEFORE = re.compile(r"(?i:sha\d{1,3}[:-]|base64,)$")
_HOST_BEFORE = re.compile(r"\.\w{2,4}/")
_HUMP = re.compile(r"[a-z][A-Z]")
_DIGIT = re.compile(r"[0-9]")
_PARTS = re.compile(r"[-_.\s]+")
_NO_VALUE = re.compile(
    r"\A(?:[/$%~^-]|%\w|https?:|\d{4}-\d\d-\d\d|\d++(?:\.\d++)*$|[A-Z]{2,4}-\d{3,5}$|\w++\.\w++\(|\w++\(\)|os\.|env\.|process\."
    r"|!vault|!ref|!sub|secretsmanager|arn:aws|vault:|ssm:|op://|file:|env:|valuefrom|secretref|\(|#|@\w+@|\[)",
    re.IGNORECASE,
)
_CHANGE = re.compile(r"[A-Za-z]\d|\d[A-Za-z]")
_KEYS = "0123456789012345678909876543210"
_NO_SIGN_OF_A_PASSWORD = "!?*:.,;)'\""


def is_placeholder(value: str) -> bool:
    """Whether a value says itself that it stands for another: ``<token>``, ``xxxx``, ``my-password``, ``123456789``."""
    return (
        bool(_PLACEHOLDER.search(value)) or _OF_ITSELF.fullmatch(_PARTS.sub("", value)) is not None or counts_up(value)
    )


def counts_up(value: str) -> bool:
    """Whether a value is a row of keys or digits, or one character again and again: nobody was given it."""
    plain = [char for char in value.lower() if char.isalnum()]
    steps = [ord(after) - ord(before) for before, after in pairwise(plain)]
    if (len(set(steps)) == 1 and abs(steps[0]) < 2) or "".join(plain) in _KEYS:
        return len(plain) > 3
    return (
        len(plain) > 9 and not "".join(plain).isdigit() and sum(step in (0, 1) for step in steps) >= 0.75 * len(steps)
    )


def is_no_password(datum: str, before: str = "", after: str = "") -> bool:
    """A password has a digit beside a letter, or a sign; a word alone may be prose."""
    if is_placeholder(datum) or _NO_VALUE.match(datum):
        return True
    mixed = re.search(r"\d", datum) and re.search(r"[^\W\d_]", datum)
    return not (mixed or re.search(r"[!@#^&*+?$%]", datum.rstrip(_NO_SIGN_OF_A_PASSWORD)))


def is_no_strong_password(datum: str, before: str = "", after: str = "") -> bool:
    """What stands behind a label without a sign between them may be prose: three kinds of characters, then, or more."""
    kinds = (r"[a-z]", r"[A-Z]", r"\d", r"[^\w\s/.:,-]")
    core = datum.rstrip(_NO_SIGN_OF_A_PASSWORD)
    return len(core) < 7 or sum(bool(re.search(kind, core)) for kind in kinds) < 3 or is_no_password(core)


def is_no_key(datum: str, before: str = "", after: str = "") -> bool:
    """A key has several digits among letters; ``my-secret-v2`` is the name of one."""
    if is_placeholder(datum) or _NO_VALUE.match(datum):
        return True
    digits = len(_DIGIT.findall(datum))
    if digits < 2 or not re.search(r"[A-Za-z]", datum):
        return True
    return digits < 6 and _NAME.fullmatch(datum) is not None and max(map(len, _PARTS.split(datum))) < 12


def _is_mixed_throughout(datum: str) -> bool:
    """Whether small letters, capitals and digits follow one another as by chance; in names they do half as often."""
    kinds = ["a" if char.islower() else "A" if char.isupper() else "1" for char in datum if char.isalnum()]
    changes = sum(kind != other for kind, other in pairwise(kinds))
    return "1" in kinds and changes > 0.45 * len(kinds)


def is_no_credential(datum: str, before: str = "", after: str = "") -> bool:
    """What stands behind ``Bearer`` or ``Basic``: as a key, but chance may give it few digits."""
    return is_no_key(datum) and (is_placeholder(datum) or len(_HUMP.findall(datum)) < 3)


def is_no_random_text(datum: str, before: str = "", after: str = "") -> bool:
    """Random text changes between letters and digits all the time; names and paths hardly ever do."""
    if not (len(_CHANGE.findall(datum)) > 4 or _is_mixed_throughout(datum)) or _IS_NO_KEY.match(datum):
        return True
    word = before.rpartition(" ")[2]
    if _DIGEST_BEFORE.search(before) or "://" in word or _HOST_BEFORE.search(word):
        return True
    longest = max(re.split(r"[/_-]", datum), key=len)
    mixed = re.search(r"[a-z]", longest) and re.search(r"[A-Z]", longest) and re.search(r"\d", longest)
    return len(longest) < 12 or not mixed or is_placeholder(datum)
