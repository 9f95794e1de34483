"""Tokens that say by their first letters whose they are: cloud, code, chat, payment and AI hosts.

The shapes were written after public rule sets: gitleaks (MIT, ``config/gitleaks.toml``), trufflehog's detectors
(AGPL-3.0, read for what services exist) and secrets-patterns-db (CC BY 4.0), and the services' own documents. They are
shorter than the real tokens are, because people paste torn ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from sopkb.private.placeholders import is_placeholder
from sopkb.private.reaches import through_wrapped_lines
from sopkb.private.sort import Sort

_W, _A, _H, _U, _B = "[A-Za-z0-9_-]", "[A-Za-z0-9]", "[0-9a-f]", "[0-9A-Z]", "[A-Za-z0-9+/_=-]"

_FAMOUS = (
    # first letters, what follows, how many of that at least
    (r"gh[opsur]_", "[A-Za-z0-9_]", 16),  # GitHub
    (r"github_pat_", "[A-Za-z0-9_]", 20),
    (r"gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat|ffct|rtr)-", "[A-Za-z0-9_.-]", 16),  # GitLab
    (r"GR1348941", _W, 16),
    (r"ATATT3|ATCTT3|ATBB|ATSTT3", _B, 20),  # Atlassian, Bitbucket
    (r"xox[abeoprs]-", "[A-Za-z0-9.-]", 10),  # Slack
    (r"xapp-\d-", _W, 16),
    (r"A[3KSBC][TIC][A0-9]", _U, 16),  # AWS key ids
    (r"AIza", _W, 30),  # Google
    (r"ya29\.", _W, 20),
    (r"GOCSPX-", _W, 16),
    (r"LTAI", _A, 12),  # Alibaba
    (r"do[opr]_v1_", _H, 32),  # DigitalOcean
    (r"dapi", _H, 30),  # Databricks
    (r"hv[sbr]\.", _W, 20),  # Vault
    (r"pul-", _H, 32),
    (r"dckr_(?:pat|oat)_", _W, 20),  # Docker
    (r"npm_", _A, 30),
    (r"pypi-", _W, 20),
    (r"rubygems_", _H, 30),
    (r"sk_(?:live|test|prod)_|rk_(?:live|test|prod)_", _A, 10),  # Stripe
    (r"whsec_", _B, 20),
    (r"sq0(?:atp|csp|idp)-", _W, 20),  # Square
    (r"shp(?:at|ca|pa|ss|ua|tka)_", "[0-9a-fA-F]", 24),  # Shopify
    (r"xkeysib-|xsmtpsib-", "[A-Za-z0-9-]", 40),
    (r"glc_|glsa_", _B, 32),  # Grafana
    (r"sntry[su]_", "[A-Za-z0-9+/=_-]", 40),  # Sentry
    (r"PMAK-", "[0-9a-f-]", 40),  # Postman
    (r"sk-(?:proj|svcacct|admin|ant|or|lf|live)-", _W, 16),  # OpenAI, Anthropic, OpenRouter, Langfuse
    (r"hf_|api_org_", _A, 20),  # Hugging Face
    (r"tskey-(?:auth|api|client)-", _W, 16),  # Tailscale
    (r"AGE-SECRET-KEY-1", _U, 40),
)
"""Those whose first letters stand in no other word: they are known even when they are torn."""

_OTHERS = (
    (r"ABSK|bedrock-api-key-", _B, 40),
    (r"amzn\.mws\.", "[0-9a-f-]", 30),
    (r"1//0", _W, 30),
    (r"AKID", _A, 28),  # Tencent
    (r"HRKU-", _W, 30),  # Heroku
    (r"v1\.0-", r"[0-9a-f-]", 60),  # Cloudflare
    (r"dp\.(?:pt|st|ct|sa|scim|audit)\.", "[A-Za-z0-9._-]", 30),  # Doppler
    (r"oy2", "[a-z0-9]", 43),  # NuGet
    (r"CLOJARS_", _A, 40),
    (r"AKCp|cmVmd", _A, 50),  # Artifactory
    (r"sq[aupb]_", _H, 40),  # Sonar
    (r"sgp_", "[A-Za-z0-9_]", 32),  # Sourcegraph
    (r"fo1_|fm[12][ar]?_|FlyV1 fm2_", _B, 40),  # Fly
    (r"vercel_|vc[pak]_", _A, 24),
    (r"nfp_", _A, 30),  # Netlify
    (r"rnd_|rw_", _A, 28),
    (r"sbp_|sb_secret_", _A, 20),  # Supabase
    (r"pscale_(?:tkn|pw|oauth)_", "[A-Za-z0-9_.=-]", 30),
    (r"napi_", _A, 40),
    (r"AVNS_", _W, 16),  # Aiven
    (r"EAAA[A-Z]", _W, 50),
    (r"EAA[A-Za-z]", _A, 80),  # Meta
    (r"access_token\$(?:production|sandbox)\$", r"[0-9a-z$]", 32),  # Braintree
    (r"rzp_(?:live|test)_", _A, 14),  # Razorpay
    (r"FLW(?:SECK|PUBK)(?:_TEST)?-", _W, 16),
    (r"(?:live|test)_pub_|pub_(?:live|test)_", _H, 28),
    (r"EZ[AT]K", _A, 50),
    (r"shippo_(?:live|test)_", _H, 30),
    (r"duffel_(?:live|test)_", _W, 30),
    (r"SG\.", "[A-Za-z0-9_.-]", 40),  # SendGrid
    (r"key-", _H, 32),  # Mailgun
    (r"SK", _H, 32),  # Twilio
    (r"NR(?:AK|RA|AL|II|JS|IQ)-", _W, 18),  # New Relic
    (r"eyJrIjoi", _B, 40),
    (r"phc_|phx_", _A, 32),  # PostHog
    (r"hcaik_|hcxik_", _A, 30),  # Honeycomb
    (r"dt0[a-z]\d\d\.", "[A-Z0-9.]", 40),  # Dynatrace
    (r"pnu_|pnb_", _A, 30),  # Prefect
    (r"lin_(?:api|oauth)_", _A, 30),  # Linear
    (r"secret_", _A, 40),  # Notion
    (r"ntn_", _A, 40),
    (r"pat", r"[A-Za-z0-9]{14}\.[0-9a-f]", 40),  # Airtable
    (r"pat-(?:na|eu|ap)\d-", "[0-9a-f-]", 30),  # HubSpot
    (r"CFPAT-", _W, 30),  # Contentful
    (r"figd_|figu_", _W, 30),  # Figma
    (r"sl\.(?:u\.)?", _W, 60),  # Dropbox
    (r"tfp_", "[A-Za-z0-9_.-]", 30),  # Typeform
    (r"sk-", _A, 30),
    (r"r8_", _A, 30),  # Replicate
    (r"gsk_|xai-|pplx-|fw_|csk-|nvapi-|jina_|tvly-|lsv2_(?:pt|sk)_", _W, 24),  # other AI hosts
    (r"AQVN", _W, 34),  # Yandex
    (r"t1\.", r"[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]", 40),
    (r"ops_eyJ", _B, 60),  # 1Password
    (r"A3-", "[A-Z0-9-]", 30),
    (r"API-", _U, 26),  # Octopus
    (r"CCIPAT_|CCIPRJ_", _W, 30),  # CircleCI
    (r"sm_[aps]at_", _A, 16),
    (r"rdme_", "[a-z0-9]", 50),
    (r"dnkey-", _W, 40),
    (r"p8e-", "[a-z0-9]", 30),
    (r"sha256~", _W, 40),  # OpenShift
    (r"4b1d", _A, 38),
    (r"ATTA", "[0-9a-f]", 50),  # Trello
    (r"LS0tLS1CRUdJTi", "[A-Za-z0-9+/=]", 20),  # a key in PEM, once more encoded
    (r"xprv|zprv", _A, 70),
)
_UNLIKE = (
    (r"[A-Za-z0-9_~.]{3}[0-9]Q~", "[A-Za-z0-9_~.-]", 30),  # Microsoft Entra
    (r"[A-Za-z0-9]{14}\.atlasv1\.", _W, 30),  # Terraform
    (r"[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk", "", 1),  # MaxMind
    (r"[0-9]{8,10}:AA", _W, 30),  # Telegram
    (r"[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.", _W, 27),  # Discord
    (r"[0-9a-f]{32}-us[0-9]{1,2}", "", 1),  # Mailchimp
)
"""Those that begin with any letters, and are known by what stands further in."""

_EDGE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"


def _beginnings(formats: Iterable[tuple[str, str, int]]) -> str:
    return "|".join(f"(?:{prefix})" for prefix, _, _ in formats)


@cache
def _token() -> re.Pattern[str]:
    """Python's own engine, over one run of token characters at a time: nothing in it can be read in two ways."""
    any_of = "|".join(f"(?:{prefix})(?:{rest}){{{least},}}" for prefix, rest, least in (*_FAMOUS, *_OTHERS, *_UNLIKE))
    return re.compile(f"(?<![A-Za-z0-9_-])(?:{any_of})")


_DIGIT, _CAPITALS = re.compile("[0-9]"), re.compile(r"(?:[a-z]+[A-Z]+){3}")


def _tokens(datum: str) -> Iterator[tuple[int, int]]:
    """The tokens in a run of their characters, less what is a name or a placeholder."""
    for found in _token().finditer(datum):
        token = found.group()
        if (_DIGIT.search(token[4:]) or _CAPITALS.search(token[4:])) and not is_placeholder(token):
            yield found.span()


_RUN = "[A-Za-z0-9+/_=.~$|:-]{10,400}"

TOKENS = Sort(
    "service token or cloud key",
    True,
    rf"\b(?:{_beginnings((*_FAMOUS, *_OTHERS))})[A-Za-z0-9$._-]{{4}}",
    rf"\b(?:{_beginnings((*_FAMOUS, *_OTHERS))}){_RUN}",
    before=_EDGE,
    within=_tokens,
    cased=True,
    reaches=through_wrapped_lines,
)

OTHER_TOKENS = Sort(
    TOKENS.name,
    True,
    r"[0-9]Q~|\.atlasv1\.|_mmk|[0-9]:AA|-us[0-9]|\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{20}",
    f"(?:{_beginnings(_UNLIKE)})[A-Za-z0-9+/_=.~$|:-]{{0,400}}",
    before=_EDGE,
    within=_tokens,
    cased=True,
)

_PIECE = "[A-Za-z0-9+/_=.~-]"
_TEAR = r"[ \t>|*]{0,6}\n?[ \t>|*]{0,6}"


@cache
def _famous() -> tuple[tuple[re.Pattern[str], re.Pattern[str], int], ...]:
    return tuple((re.compile(prefix), re.compile(rest), least) for prefix, rest, least in _FAMOUS)


_RANDOM = re.compile(r"\A(?:(?=.*\d)(?=.*[A-Za-z])|.+[A-Z])", re.ASCII)


def _torn(datum: str) -> Iterator[tuple[int, int]]:
    """A token in pieces: as many as it needs, and each of them no word."""
    for prefix, rest, least in _famous():
        begun = prefix.match(datum)
        if begun is None:
            continue
        pieces = list(re.finditer(_PIECE + "+", datum))
        length = pieces[0].end() - begun.end()
        if length >= least:
            return
        for piece in pieces[1:]:
            if not _RANDOM.match(piece.group()) or not rest.match(piece.group()):
                return
            length += len(piece.group())
            if length >= least:
                if not is_placeholder(datum[: piece.end()]):
                    yield 0, piece.end()
                return


TORN_TOKENS = Sort(
    TOKENS.name,
    True,
    rf"\b(?:{_beginnings(_FAMOUS)})",
    rf"\b(?:{_beginnings(_FAMOUS)}){_PIECE}{{0,120}}(?:{_TEAR}{_PIECE}{{2,90}}){{1,8}}",
    before=_EDGE,
    within=_torn,
    cased=True,
)
