"""How people are reached, and what a house calls them: phone numbers, addresses of machines, ids.

Sources of the exceptions: RFC 5737, 3849, 1918, 4193, 6598 and 3927 (addresses that name no person's machine), the
North American numbering plan (555-0100 to 555-0199 are for fiction), ITU E.164.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, ip_address
from itertools import pairwise

from sopkb.private.checksums import digits_of
from sopkb.private.labels import IS, MAYBE_IS, PERSON_ID, PHONE
from sopkb.private.placeholders import counts_up, is_placeholder
from sopkb.private.sort import WORD, Sort

_FICTION = re.compile(r"\A1?\D*\d{3}\D*555\D*01\d\d")
_FREE_OF_CHARGE = re.compile(
    r"\+?1?\D{0,2}8(?:00|33|44|55|66|77|88)\D"
    r"|0?0?\+?(?:44|49|33|34|39|61|64|55|86|81)?\D{0,2}0?800\D|1[38]00\D|\+?86?\D?[48]00\D"
)
_NUMBER_OF_A_THING = re.compile(
    r"(?:case|trace|ticket|task|room|clip|video|item|job|order|bug|inc|run|batch|request|build|version|invoice"
    r"|tracking|part|sku|isbn|issn|rfc|time|epoch)s?\W{0,3}(?:id|no|number|stamp)?\W{0,3}$",
    re.IGNORECASE,
)
_VERSION_BEFORE = re.compile(
    r"(?:version|ver\.?|release|build|firmware|v|section|chapter|rule|§|oid|mib)[\s:=]*$", re.IGNORECASE
)
_SERVERS = """
1.1.1.1 1.0.0.1 8.8.8.8 8.8.4.4 9.9.9.9 149.112.112.112 208.67.222.222 208.67.220.220 4.2.2.1 4.2.2.2 4.2.2.3 4.2.2.4
64.6.64.6 64.6.65.6 114.114.114.114 114.114.115.115 223.5.5.5 223.6.6.6 119.29.29.29 180.76.76.76 1.2.4.8
168.63.129.16 76.76.2.0 94.140.14.14 84.200.69.80 195.46.39.39 2606:4700:4700::1111 2606:4700:4700::1001
2001:4860:4860::8888 2001:4860:4860::8844 2620:fe::fe
"""
_NAME_SERVERS = frozenset(_SERVERS.split())


def _is_in_a_dump(before: str, after: str) -> bool:
    """Whether a row of pairs of digits goes on: a dump of bytes."""
    return bool(re.search(r"(?:^|[ .])[0-9a-fA-F]{2}[ .]$", before) or re.match(r"[ .][0-9a-fA-F]{2}\b", after))


def _is_no_phone(datum: str, before: str, after: str) -> bool:
    digits = digits_of(datum)
    if not 7 <= len(digits) <= 15 or counts_up(digits) or len(set(digits[-7:])) == 1:
        return True
    if (
        _FICTION.fullmatch(datum.lstrip("+("))
        or _FREE_OF_CHARGE.match(datum)
        or re.match(r"\d{4}-\d\d-\d\d|\+0|\+\d{4} (?:19|20)\d\d$", datum)
    ):
        return True
    if digits.startswith("0000") or (re.fullmatch(r"\d\d(?:[ .]\d\d)+", datum) and _is_in_a_dump(before, after)):
        return True
    if re.search(r"[=/?&#]\S*$", before) and not re.search(r"(?:tel|phone|mobile|wa\.me)\S{0,12}$", before):
        return not datum.startswith("+")
    return not datum.startswith("+") and bool(_NUMBER_OF_A_THING.search(before))


def _is_no_address_of_a_person(datum: str, before: str, after: str) -> bool:
    try:
        address = ip_address(datum)
    except ValueError:
        return True
    if not address.is_global or address.is_multicast or datum.lower() in _NAME_SERVERS:
        return True
    if not isinstance(address, IPv4Address):
        return re.match(r"/\d{1,3}(?!\d)", after) is not None
    parts = [int(part) for part in datum.split(".")]
    if re.match(r"/(?:[12]?\d|3[01])(?!\d)", after) or parts[3] == 0:  # a network, not a machine in it
        return True
    if all(part < 30 for part in parts) or _VERSION_BEFORE.search(before) or len(set(parts)) == 1:
        return True
    return counts_up(digits_of(datum)) or len({later - part for part, later in pairwise(parts)}) == 1


def _is_no_id(datum: str, before: str, after: str) -> bool:
    digits = digits_of(datum)
    if "-" in datum and len(datum) == 36 and re.search(r"\buid\W*$", before):
        return True  # of an object of Kubernetes
    return is_placeholder(datum) or counts_up(digits) or digits in ("65534", "65535", "10000", "100000")


_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_GROUPS = r"(?:[ ./-]?(?:\(\d{1,5}\)[ ./-]?)?\d{1,5}){2,6}"

REACHED = (
    Sort(
        "phone number",
        False,
        r"\+[ ]?\(?\d",
        rf"\+ ?\(?[1-9]\d{{0,2}}\)?{_GROUPS}",
        before=WORD + "/=",
        after=WORD,
        is_harmless=_is_no_phone,
    ),
    Sort(
        "phone number",
        False,
        r"\d{3}[ .-]?\d{2}|\(\d{2,5}\)|\d{2}[ .]\d{2}[ .]\d{2}",
        r"(?:1[ .-]?)?\(\d{3}\) ?\d{3}[ .-]\d{4}|(?:1-)?\d{3}-\d{3}-\d{4}"
        r"|(?:1\.)?\d{3}\.\d{3}\.\d{4}"  # North America
        r"|1[3-9]\d(?:\d{8}|[ -]\d{4}[ -]\d{4})|0\d{2,3}-\d{7,8}"  # China
        r"|0[1-9](?:[ .]\d{2}){4}"  # France
        r"|0[789]0[ -]\d{4}[ -]\d{4}|0\d-\d{4}-\d{4}|0\d{2}-\d{3}-\d{4}|0\d{3}-\d{2}-\d{4}"
        r"|01[016-9]-\d{3,4}-\d{4}"  # Japan, Korea
        r"|\(?\d{2}\)? ?9\d{4}-\d{4}|\(\d{2}\) \d{4}-\d{4}"  # Brazil
        r"|07\d{3} \d{3} ?\d{3}|02\d \d{4} \d{4}|01\d{3} \d{6}|04\d{2} \d{3} \d{3}"  # United Kingdom, Australia
        r"|01[567]\d[ /-]\d{3,4}[ ]?\d{3,5}|0[2-9]\d{1,3}[ ]?/[ ]?\d{4,9}"  # Germany
        r"|[67]\d{2}(?: \d{2}){3}"  # Spain
        r"|00[1-9]\d{1,2}(?:[ ./-]\(?\d{1,8}\)?){2,6}"
        r"|8 \(\d{3}\) \d{3}-\d{2}-\d{2}|05\d[ -]\d{3}[ -]\d{4}",
        before=WORD + ".+/=-",
        after=WORD + "-",
        is_harmless=_is_no_phone,
    ),
    Sort(
        "phone number",
        False,
        PHONE,
        rf"{PHONE}(?: ?(?:no\.?|number|nr\.?|nummer|num|número|#))?(?:[ \t]{{0,2}}(?:at|on|me at|us at|unter"
        rf"|al|au|em|no))?(?:{IS}|[ \t.:]{{0,3}})",
        r"[+(]?\d[\d ().-]{5,18}\d",
        after=WORD,
        is_harmless=_is_no_phone,
    ),
    Sort(
        "IP address",
        False,
        r"\d\.\d{1,3}\.\d|\d{2}\.\d{1,3}\.\d",
        rf"(?:{_OCTET}\.){{3}}{_OCTET}",
        before=WORD + ".+-",
        after=WORD,
        is_harmless=lambda d, b, a: re.match(r"\.\d|-\d", a) is not None or _is_no_address_of_a_person(d, b, a),
    ),
    Sort(
        "IP address",
        False,
        r"::|:[0-9a-f]{1,4}:[0-9a-f]{1,4}:[0-9a-f]{1,4}:",
        r"[23][0-9a-f]{3}:(?:[0-9a-f]{1,4}:){0,6}(?::[0-9a-f]{1,4}){0,6}(?:[0-9a-f]{1,4})?",
        before=WORD + ":.",
        after=WORD + ":",
        is_harmless=_is_no_address_of_a_person,
    ),
    Sort(
        "user or staff id",
        False,
        PERSON_ID,
        PERSON_ID + MAYBE_IS,
        r"[A-Z]{0,4}[-_]?\d{4,20}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        after=WORD + "-",
        is_harmless=_is_no_id,
    ),
)
