"""Mail addresses of people: plain, in brackets, spelled out; and the mailboxes and domains that are nobody's.

Sources of the exceptions: RFC 2606 and 6761 (example domains), RFC 2142 (mailboxes of roles). ``.test`` is no
exception: tests use it.
"""

from __future__ import annotations

import re

from sopkb.private.placeholders import is_placeholder
from sopkb.private.sort import WORD, Sort

_ROLE_WORDS = """
abuse accounting accounts accueil admin administrator admins alert alerts all announce announcements api apps atencion
atendimento audit auskunft automation backup bewerbung billing board booking bookings bot buchhaltung bugs build
builds business callcenter career careers ceo cert ci clientes clients comment comments communications community
compliance comptabilite consultas contabilidad contact contacto contactus contato core correspondence cron cs csirt
cto customer customercare customers customerservice data datenschutz dba deploy dev devel developer developers devops
direction dispatch dl dns do-not-reply docs donotreply dpo duty editor education email emergency empfang eng
engineering enquiries enquiry errors escalation escalations events everyone example facilities facturacion feedback
finance financeiro fraud ftp gdpr general git github group hello help helpdesk hi hiring hola host hostmaster hotline
hr http humanresources inbox incident incidents info informacion infra infrastructure inquiries integration internal
investors invoice invoices it itsupport jenkins jira jobs kontakt kundenservice legal letters list lists log logs mail
mailer mailer-daemon mailman maintainers management manager marketing me media member members membership moderation
moderators monitoring name networking news newsletter newsroom no no-reply nobody noc noreplies noreply notification
notifications notify null nurse office on- call onboarding oncall operations ops order orders ouvidoria owner partner
partners partnerships partnersolutions payments payroll people peopleops pki platform policy postgres postmaster
poststelle pr press presse privacy procurement product production project public purchasing qa queue reception
rechnung recruiting recruitment redaktion register registrar registration release releases renewals reply reporting
reports request requests research returns rh risk root safety sales secretariat security server service serviceclient
servicedesk services shipping shop signup site sitereliability soc socialmedia solutions soporte sre staff status
store studio subscribe suggestions suporte support survey sysadmin system systems talent team tech technical test
tester testing tickets training travel treasury trust try undisclosed unsubscribe updates user username users vendas
vendor vendors ventas verify vertrieb visit volunteer web webadmin webmaster webteam welcome who work www you your
zammad zendesk
"""
_ROLES = frozenset(_ROLE_WORDS.split())
_ANYBODY = re.compile(
    r"(?:someone|somebody|anyone|person|foo|bar|baz|alice|bob|eve|taylor|j?doe|john|jane|johndoe|janedoe)\d{0,3}"
    r"@(?:e?mail|gmail|site|server|host|x|y|z|abc|provider)\.(?:com|net|org|de|io)"
)
_VERSION = re.compile(r"\A(?:\d(?:\.\d)?x\.|v?\d++(?:\.\d++)*$)")
_LONG_ROLES = tuple(role for role in _ROLES if len(role) > 6)
_PARTS_OF_A_LOCAL = re.compile(r"[-_.+\d]+")
_EXAMPLE_DOMAIN = re.compile(
    r"(?:^|\.)(?:example|invalid|localhost|local|internal|localdomain|lan|loc|home|intranet|corp|svc|cluster)$"
    r"|(?:^|\.)example\.[a-z.]{2,6}$|(?:^|\.)(?:your|my|some|the)[-_]?(?:company|domain|org|corp|team|site"
    r"|host|server|mail)\w*\."
    r"|(?:^|\.)(?:foo|bar|baz|foobar|acme|domain|company|mysite|site|somewhere|abc|xyz|xxx|test|email"
    r"|localhost)\.(?:com|org|net|io|co|local)$"
    r"|(?:^|\.)(?:group\.calendar\.google|googlegroups|noreply\.github|users\.noreply\.github)\.com$|^lists?\."
    r"|groups\.io$"
    r"|\.(?:service|socket|mount|timer|target|slice|scope)$"
    r"|^[^.]+\.(?:png|jpe?g|gif|svg|webp|js|ts|css|json|ya?ml|md|html?|php|py|go|sh|txt)$",
    re.IGNORECASE,
)


_SPELLED_AT = re.compile(
    r"\s{0,9}[\[({]\s{0,9}(?:at|@|arroba)\s{0,9}[\])}]\s{0,9}|\s{1,9}(?:at|arroba|arobase|ät)\s{1,9}|\s{0,9}@\s{0,9}",
    re.IGNORECASE,
)
_SPELLED_DOT = re.compile(
    r"\s{0,9}[\[({]\s{0,9}(?:dot|punto|ponto|\.)\s{0,9}[\])}]\s{0,9}"
    r"|\s{1,9}(?:dot|punto|ponto|point|punkt)\s{1,9}|\s{0,9}\.\s{0,9}",
    re.IGNORECASE,
)


def _domain_of(datum: str) -> tuple[str, str]:
    local, _, domain = _SPELLED_AT.sub("@", datum).lower().partition("@")
    return local.partition("+")[0], _SPELLED_DOT.sub(".", domain)


def _is_no_mailbox_of_a_person(datum: str, before: str, after: str) -> bool:
    local, domain = _domain_of(datum)
    if is_placeholder(local) or is_placeholder(domain) or _EXAMPLE_DOMAIN.search(domain) or _VERSION.match(domain):
        return True
    if re.search(r"(?:ssh|scp|sftp|rsync|mosh|git|clone)\b[^\n]{0,60}$|://$", before) and after.startswith(":"):
        return True
    return (
        local in _ROLES
        or _ANYBODY.fullmatch(f"{local}@{domain}") is not None
        or any(part in _ROLES for part in _PARTS_OF_A_LOCAL.split(local) if len(part) > 1)
        or any(role in local for role in _LONG_ROLES)
    )


def _is_no_spelled_mailbox(datum: str, before: str, after: str) -> bool:
    _, domain = _domain_of(datum)
    last = domain.rpartition(".")[2]
    known = last in ("com", "org", "net", "edu", "gov", "info", "test", "biz", "dev", "app", "cloud", "online") or (
        len(last) == 2
        and last not in ("is", "it's", "or", "on", "if", "as", "an", "we", "he", "so", "up", "do", "go", "ok", "or")
    )
    prose = re.match(r"(?:this|that|the|a|an|my|our|your|its|any|some|one|least|most|all)\b", domain)
    return not known or prose is not None or _is_no_mailbox_of_a_person(datum, before, after)


_DOT = r"(?:\.|[ \t]?[\[({](?:dot|\.|punto|ponto)[\])}][ \t]?)"
_AT = r"(?:@|[ \t]?[\[({](?:at|@|arroba)[\])}][ \t]?|[ \t]?@[ \t]?\n[ \t>]{0,8})"

MAILBOXES = (
    Sort(
        "mail address",
        False,
        r"@|at\]|at\)|at\}|arroba",
        rf"[\w.+\x{{C0}}-\x{{24F}}-]{{1,64}}{_AT}(?:[\p{{L}}\p{{N}}_-]{{1,63}}{_DOT}){{1,8}}(?:xn--[a-z0-9-]{{2,40}}|[a-z]{{2,24}})",
        before=WORD + ".+%-",
        after=WORD,
        is_harmless=_is_no_mailbox_of_a_person,
    ),
    Sort(
        "mail address",
        False,
        r"[ \t](?:at|@|arroba|arobase|ät)[ \t]+[\w-]+(?:[ \t]*\.[ \t]*\w|[ \t]+(?:dot|punto|ponto|point|punkt)[ \t])",
        r"(?:[\w+-]{1,40}[ \t]{1,3}(?:dot|punto|ponto|point"
        r"|punkt)[ \t]{1,3}){0,2}[\w.+-]{2,64}[ \t]{1,3}(?:(?:at"
        r"|@)[ \t]{1,3}[\w-]{2,63}(?:[ \t]{1,3}dot[ \t]{1,3}[\w-]{2,63}){1,4}"
        r"|arroba[ \t]{1,3}[\w-]{2,63}(?:(?:[ \t]{1,3}(?:punto|ponto)[ \t]{1,3}|\.)[\w-]{2,63}){1,4}"
        r"|arobase[ \t]{1,3}[\w-]{2,63}(?:(?:[ \t]{1,3}point[ \t]{1,3}|\.)[\w-]{2,63}){1,4}|(?:at"
        r"|ät)[ \t]{1,3}[\w-]{2,63}(?:[ \t]{1,3}punkt[ \t]{1,3}[\w-]{2,63}){1,4})"
        r"|[A-Za-z][\w+-]{0,40}[._][\w.+-]{1,40}[ \t]{1,3}(?:at"
        r"|@)[ \t]{1,3}(?:[\w-]{2,63}[ \t]?\.[ \t]?){1,4}[a-z]{2,12}",
        before=WORD + ".+%-",
        after=WORD,
        is_harmless=_is_no_spelled_mailbox,
    ),
)
