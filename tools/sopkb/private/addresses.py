"""Secrets that are a part of an address: webhooks, a user with a password, a signature."""

from __future__ import annotations

import re

from sopkb.private.placeholders import is_no_key, is_no_password, is_no_random_text, is_placeholder
from sopkb.private.sort import Sort

_WEBHOOK, _CREDENTIALS = "webhook address", "credentials in an address"
_HOOKS = (
    r"hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/",
    r"discord(?:app)?\.com/api/(?:v\d{1,2}/)?webhooks/",
    r"\.webhook\.office\.com/webhookb2/",
    r"outlook\.office(?:365)?\.com/webhook/",
    r"open\.(?:feishu\.cn|larksuite\.com)/open-apis/bot/(?:v2/)?hook/",
    r"oapi\.dingtalk\.com/robot/send\?access_token=",
    r"qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=",
    r"chat\.googleapis\.com/v1/spaces/[\w-]{1,40}/messages\?key=",
    r"hooks\.zapier\.com/hooks/catch/",
    r"hook\.(?:[a-z0-9]{2,6}\.)?(?:make|integromat)\.com/",
    r"api\.telegram\.org/(?:file/)?bot",
    r"maker\.ifttt\.com/trigger/[\w-]{1,60}/(?:json/)?with/key/",
    r"hc-ping\.com/|webhook\.site/",
    r"events\.pagerduty\.com/integration/",
    r"\.logic\.azure\.com(?::443)?/(?:[\w-]{1,40}/){0,4}workflows/",
    r"\.environment\.api\.powerplatform\.com(?::443)?/(?:[\w-]{1,40}/){0,4}workflows/",
    r"hooks\.glip\.com/webhook/",
)


def _is_no_hook(datum: str, before: str, after: str) -> bool:
    """A hook's address ends in random text; what is only its form has names there, or letters X."""
    parts = re.split(r"[/?=&:]", datum)
    return is_no_key(datum) or sum(len(part) for part in parts if re.search(r"\d", part)) < 10


def _is_no_hook_of_a_house(datum: str, before: str, after: str) -> bool:
    return _is_no_hook(datum, before, after) or all(re.fullmatch(r"[a-z-]*\d{0,3}", part) for part in datum.split("/"))


def _is_no_pair(datum: str, before: str, after: str) -> bool:
    user, _, password = datum.partition(":")
    return not password or user.lower() == password.lower() or is_placeholder(password)


def _is_no_user_token(datum: str, before: str, after: str) -> bool:
    return is_no_random_text(datum.ljust(28, "-"), "") and is_no_key(datum)


_SIGNATURE = (
    r"[?&;#](?:x-(?:amz|goog)-(?:signature|credential|security-token)|signature|sig|sign|[\w-]{0,30}token"
    r"|(?:api|access|app|auth|subscription)[-_]?key|key|auth(?:_?key)?|hmac|secret|client_secret|code|ticket)="
)

ADDRESSES = (
    Sort(
        _WEBHOOK,
        True,
        r"hooks?[./]|webhook\.|/robot/send|/messages\?key|api\.telegram|maker\.ifttt|hc-ping|workflows/"
        r"|/integration/|webhookb2",
        "|".join(_HOOKS),
        r"[A-Za-z0-9_./@:?=&%+~-]{16,400}",
        is_harmless=_is_no_hook,
    ),
    Sort(
        _WEBHOOK,
        True,
        "/(?:incoming-?)?(?:web)?hooks?/",
        r"://[\w.:-]{3,80}/(?:[\w-]{1,20}/){0,3}(?:incoming-?)?(?:web)?hooks?/",
        r"[A-Za-z0-9_/-]{20,200}",
        is_harmless=_is_no_hook_of_a_house,
    ),
    Sort(
        "secret or key",
        True,
        r"ingest\.|sentry",
        r"https?://",
        r"[0-9a-f]{32}(?::[0-9a-f]{32})?@[\w.-]{0,60}(?:ingest|sentry)",
        is_harmless=lambda datum, before, after: is_placeholder(datum),
    ),
    Sort(
        _CREDENTIALS,
        True,
        "://",
        "://",
        r"[^\s/:@<>{}$*\"'`|]{0,64}:[^\s/@<>{}$*\"'`|]{3,100}(?=@)",
        is_harmless=_is_no_pair,
    ),
    Sort(_CREDENTIALS, True, "://", "://", r"[A-Za-z0-9_-]{20,100}(?=@)", is_harmless=_is_no_user_token),
    Sort(
        _CREDENTIALS,
        True,
        r"jdbc:oracle|sqlplus|sqlldr|expdp|impdp",
        r"jdbc:oracle:\w{2,8}:|(?:sqlplus|sqlldr|expdp|impdp)[^\n/@]{0,40} ",
        r"\w{2,30}/[^\s@/<>{}$\"']{4,60}(?=@)",
        is_harmless=lambda datum, before, after: is_no_password(datum.partition("/")[2]),
    ),
    Sort(
        "signature in an address",
        True,
        "sig|token=|key=|auth|credential=|hmac=|secret=|code=|ticket=",
        _SIGNATURE,
        r"[A-Za-z0-9%_.~+/=|-]{8,400}",
        is_harmless=is_no_key,
    ),
)
