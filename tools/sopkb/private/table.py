"""The table of what is private: each sort with its shape, and what has the shape and is harmless.

It is made by hand, because it must be quick and must be read by the people it judges. It knows shapes, not meanings:
a name, or a password that is a plain word, is not found.

Sources of the exceptions: RFC 2606 (example domains), RFC 5737 and RFC 3849 (addresses for documentation), the North
American numbering plan (555-0100 to 555-0199 are for fiction). ``.test`` is no exception: tests use it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

MASK = "█"
"""Stands for each character that was taken out, so that lines and columns stay what they were."""

LONG = 20
"""Characters of a word that may be a token."""

SHORTEST_KEY = 28
"""Characters that random text has at least, before it counts as a key without anything that names it."""


@dataclass(frozen=True)
class Sort:
    """One row of the table.

    Args:
        name: what a finding calls it.
        is_secret: whether it is a secret (rule A02), or else a personal datum (rule A01).
        hints: lower-case texts, one of which stands wherever the pattern can match; empty where there are none.
        shape: a regular expression; the group ``datum``, where there is one, is what must not be repeated.
        in_long_words: whether it stands in a word of at least :data:`LONG` characters: then only those are searched
            for a hint.
        is_harmless: tells from the match and the text around it that this is a placeholder or something else.
    """

    name: str
    is_secret: bool
    hints: tuple[str, ...]
    shape: str
    is_harmless: Callable[[str, str, str], bool] = lambda datum, before, after: False
    flags: re.RegexFlag = re.IGNORECASE | re.ASCII
    in_long_words: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled shape: made when it is first needed, for all of them would slow down every start."""
        return re.compile(self.shape, self.flags)


PLACEHOLDER = re.compile(
    rf"example|x{{4}}|\*{{3}}|\.{{3}}|…|{MASK}|your|placeholder|redacted|change-?me|dummy|[<>{{}}]", re.IGNORECASE
)
_EXAMPLE_DOMAIN = re.compile(r"(?:^|\.)(?:example(?:\.(?:com|org|net))?|invalid|localhost)$", re.IGNORECASE)
_NO_MAILBOX = re.compile(r"(?:git|root|core|no-?reply)@|.*@\d(?:\.\d)?x\.|.*\.(?:service|socket|mount|timer|target)$")
_VERSION_BEFORE = re.compile(r"(?:version|ver\.?|release|build|client|firmware|v)\s*$", re.IGNORECASE)
_NUMBER_OF_A_THING = re.compile(
    r"(?:case|trace|ticket|task|room|clip|video|item|job|order|bug|inc|run|batch|request)s?\W{0,3}(?:id|no|number)?\W{0,3}$",
    re.IGNORECASE,
)
_FICTION = re.compile(r"1?\D*\d{3}\D*555\D*01\d\d")
_NO_VALUE = re.compile(
    r"[/$%~-]|https?:|\d{4}-\d\d-\d\d|\d+(?:\.\d+)*$|[A-Z]{2,4}-\d{3,5}$|\w+\.\w+\(|os\.|env\.|process\.", re.IGNORECASE
)


def _is_example_mail(datum: str, before: str, after: str) -> bool:
    domain = re.split(r"@|%40|[\])]", datum)[-1].strip()
    return bool(_EXAMPLE_DOMAIN.search(domain) or _NO_MAILBOX.match(datum.lower()))


def _is_no_phone(datum: str, before: str, after: str) -> bool:
    digits = re.sub(r"\D", "", datum)
    if not 7 <= len(digits) <= 15 or _FICTION.fullmatch(datum.lstrip("+(")) or re.match(r"\d{4}-\d\d-\d\d", datum):
        return True
    return not datum.startswith("+") and bool(_NUMBER_OF_A_THING.search(before))


@cache
def _unpersonal() -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks for documentation, of one machine alone, of no machine, and of public name servers."""
    named = ("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3", "2001:db8::/32")
    documented = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")
    name_servers = ("1.1.1.1/32", "1.0.0.1/32", "8.8.8.8/32", "8.8.4.4/32", "9.9.9.9/32")
    return tuple(map(ip_network, (*named, *documented, *name_servers)))


def _is_no_address_of_a_person(datum: str, before: str, after: str) -> bool:
    try:
        address = ip_address(datum)
    except ValueError:
        return True
    if any(address in network for network in _unpersonal()):
        return True
    if re.match(r"/(?:[12]?\d|3[01])(?!\d)", after) and address.version == 4:  # a network, not a machine in it
        return True
    parts = datum.split(".")
    if len(parts) != 4 or parts[0] == "10":
        return False
    return all(int(part) < 30 for part in parts) or _VERSION_BEFORE.search(before) is not None


def _is_no_password(datum: str, before: str, after: str) -> bool:
    """A password has a digit beside a letter, or a sign; a word alone may be prose."""
    mixed = re.search(r"\d", datum) and re.search(r"[A-Za-z]", datum)
    return bool(_NO_VALUE.match(datum)) or not (mixed or re.search(r"[!@#^&*+?]", datum.rstrip("!?*:.")))


def _is_no_key(datum: str, before: str, after: str) -> bool:
    """A key has several digits among letters; ``my-secret-v2`` is the name of one."""
    return bool(_NO_VALUE.match(datum)) or len(re.findall(r"\d", datum)) < 2 or not re.search(r"[A-Za-z]", datum)


def _is_no_random_text(datum: str, before: str, after: str) -> bool:
    """Random text changes between letters and digits all the time; names and paths hardly ever do."""
    if re.search(r"sha\d+:$|base64,$", before) or re.match(
        r"\S*/(?:d|folders)/|sha\d+-|[0-9a-f-]+$|[0-9A-F-]+$", datum
    ):
        return True
    changes = len(re.findall(r"[A-Za-z]\d|\d[A-Za-z]", datum))
    return changes < 5 or not (re.search(r"[a-z]", datum) and re.search(r"[A-Z]", datum))


_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_QUOTES = r"[\"'`*\\]*"
_IS = rf"{_QUOTES}\s*(?:[:=]|：|%3[ad]|\bis\b|->)\s*{_QUOTES}"
_VALUE = r"(?P<datum>[^\s\"'`<>{}()\[\],;|\\]{6,200})"

HOLDERS_OF_IDS = "staff|employee|worker|personnel|badge|user|moderator|reviewer|account|member|creator|customer"
TABLE: tuple[Sort, ...] = (
    # Secrets first: where two sorts overlap, the earlier and the longer one is reported.
    Sort(
        "private key",
        True,
        ("private key",),
        r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"
        r"(?:[\s\S]{0,9000}?-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|[A-Za-z0-9+/=\\\s-]*)",
    ),
    Sort(
        "service token or cloud key",
        True,
        (
            *("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "xoxa-", "xoxs-"),
            *("sk_live_", "sk_test_", "rk_live_", "akia", "asia", "aiza", "ya29.", "npm_", "pypi-", "hf_", "ltai"),
        ),
        r"(?<![A-Za-z0-9_-])(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abps]-[\w-]{10,}"
        r"|[sr]k_(?:live|test)_\w{10,}|A[KS]IA[0-9A-Z]{16}|AIza[\w-]{30,}|ya29\.[\w-]{20,}|npm_\w{30,}"
        r"|pypi-[\w-]{20,}|hf_[A-Za-z0-9]{20,}|LTAI[A-Za-z0-9]{12,})",
        flags=re.ASCII,
        in_long_words=True,
    ),
    Sort(
        "signed web token",
        True,
        ("eyj",),
        r"\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?",
        flags=re.ASCII,
        in_long_words=True,
    ),
    Sort(
        "authorization header",
        True,
        ("bearer ", "basic ", "authorization"),
        r"\b(?:bearer|basic|authorization\W{1,4}token)\s+(?P<datum>[A-Za-z0-9._~+/=-]{10,})",
        _is_no_key,
    ),
    Sort(
        "cookie",
        True,
        ("cookie", "session=", "sessionid", "session_", "sid="),
        r"(?:\bcookie\W{1,4}[\w.-]{1,60}=|\b(?:j?session[_-]?(?:id|token|key)?|phpsessid|sid)=)"
        r"[\"']?(?P<datum>[^\s\"'`<>{}()\[\],;|\\]{8,400})",
        _is_no_key,
    ),
    Sort(
        "password",
        True,
        ("passw", "passp", "passc", "pwd", "contraseña", "senha", "密码", "口令"),
        rf"(?:password|passwd|passphrase|passcode|pwd|contraseña|senha|密码|口令){_IS}{_VALUE}",
        _is_no_password,
    ),
    Sort(
        "secret or key",
        True,
        ("secret", "token", "key", "credential"),
        rf"(?:secret|token|(?:api|access|private|secret|signing|auth)[ _-]?key|credentials?){_IS}{_VALUE}",
        _is_no_key,
    ),
    Sort(
        "credentials in an address",
        True,
        ("://",),
        r"://(?P<datum>[^\s/:@<>{}$*]{1,64}:[^\s/@<>{}$*]{3,100})@",
        lambda datum, before, after: datum.lower() in ("user:pass", "user:password", "username:password"),
        in_long_words=True,
    ),
    Sort(
        "signature in an address",
        True,
        ("sig", "token=", "key=", "auth", "credential=", "hmac="),
        r"[?&;](?:x-(?:amz|goog)-(?:signature|credential|security-token)|signature|sig|sign|\w*token|api_?key|key|"
        r"auth(?:_?key)?|hmac)=(?P<datum>[A-Za-z0-9%_.~+/=-]{8,})",
        _is_no_key,
        in_long_words=True,
    ),
    Sort(
        "random text, as keys are",
        True,
        (),
        rf"(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_-]{{{SHORTEST_KEY},}}={{0,2}}(?![A-Za-z0-9+/_-])",
        _is_no_random_text,
        re.ASCII,
        in_long_words=True,
    ),
    Sort(
        "mail address",
        False,
        ("@", "%40", "at]", "at)"),
        r"(?<![\w.+%-])[\w.+-]{1,64}(?:@|%40|\s?[\[(]at[\])]\s?)"
        r"(?:[\w-]{1,63}(?:\.|\s?[\[(]dot[\])]\s?))+[^\W\d_]{2,24}(?!\w)",
        _is_example_mail,
    ),
    Sort(
        "phone number",
        False,
        (),
        r"(?<![\w+/=])\+\d{1,3}(?:[ ./-]?\(?\d{1,5}\)?){2,6}(?!\w)"
        r"|(?<![\w.+/=-])(?:\(\d{3}\) ?|\d{3}[.-])\d{3}[.-]\d{4}(?![\w-])"
        r"|(?<![\w.+/=-])(?<!\": )1[3-9]\d(?:\d{8}|[ -]\d{4}[ -]\d{4})(?![\w-])"
        r"|(?:\b(?:tel|(?:tele)?phone|mobile|whatsapp|hotline|tel[eé]fon[oe]|celular|móvil)\b|电话|手机号?码?)"
        rf"(?: (?:no\.?|number))?(?:{_IS}|\s*)(?P<datum>[+(]?\d[\d ().-]{{5,18}}\d)(?!\w)",
        _is_no_phone,
    ),
    Sort(
        "IP address",
        False,
        (),
        rf"(?<![\w.+-])(?:{_OCTET}\.){{3}}{_OCTET}(?!\w|\.\d|-\d)"
        r"|(?<![\w:.])(?:[23f][0-9a-f]{3}:)(?:[0-9a-f]{1,4}:){0,6}(?::[0-9a-f]{1,4}){0,6}(?:[0-9a-f]{1,4})?(?![\w:])",
        _is_no_address_of_a_person,
    ),
    Sort(
        "user or staff id",
        False,
        (),
        r"(?:\b(?:staff|employee|worker|personnel|badge|user|moderator|reviewer|account|member|creator|customer)"
        r"[ _-]?(?:id|no\.?|num|number)\b|\buid\b|\bid (?:de |do )?(?:usu[aá]rio|empleado|funcion[aá]rio)\b"
        rf"|matr[ií]cula|工号|员工(?:号|编号)|用户(?:号|编号|\s?id))(?:{_IS}|[\s#*`\"'：]{{0,4}})"
        r"(?P<datum>[A-Z]{0,4}[-_]?\d{5,20})(?![\w-])",
    ),
)
