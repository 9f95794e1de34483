"""The words that the rules about harm look for. Nothing publishes them: no manual, message, page or export names one.

Clinical, short, and meant to stay so: they find a text that somebody should read again, not every such text. English,
with some Chinese, Spanish and Portuguese. The ``stems`` are looked for first, because that is quick; every pattern
holds one of its stems.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class WordList:
    """Words of one sort.

    Args:
        stems: lower-case texts; where none of them stands, the pattern cannot match.
        pattern: the words themselves, for lower-case text.
    """

    stems: tuple[str, ...]
    pattern: re.Pattern[str]

    def find(self, lowered: str) -> list[re.Match[str]]:
        """Every place of such a word in a text in lower case."""
        if not any(stem in lowered for stem in self.stems):
            return []
        return list(self.pattern.finditer(lowered))


def _words(stems: str, pattern: str) -> WordList:
    return WordList(tuple(stems.split("|")), re.compile(rf"(?<![a-z0-9_à-ÿ-])(?:{pattern})"))


TOPICS: Mapping[str, WordList] = {
    "self_harm": _words(
        "suicid|self-harm|self harm|autoles|automutil|自杀|自残",
        r"suicid\w*|suicíd\w*|self[- ]harm\w*|autolesi\w+|automutila\w+|自杀|自残",
    ),
    "child_safety": _words(
        "csam|child|infantil|儿童",
        r"csam\b|child(?:ren)?(?:['’]s)?[- ](?:safety|abuse|exploitation|sexual\w*|grooming)"
        r"|(?:seguridad|abuso|explotaci[oó]n|seguran[cç]a|explora[cç][aã]o) infantil|儿童(?:安全|色情|虐待)",
    ),
    "hate": _words(
        "hate|odio|ódio|仇恨", r"hate[- ](?:speech|content|crimes?|queues?)|hateful|discurso de [oó]dio|仇恨"
    ),
    "violence": _words(
        "violen|terroris|violên|暴力|恐怖主义",
        r"violen(?:ce|cia|t|tly)\b|violência|terroris\w+|暴力|恐怖主义",
    ),
    "bullying": _words(
        "bully|harass|acoso|assédio|霸凌", r"(?:cyber)?bullying|harass(?:ment|ing|ed)\b|acoso|assédio|霸凌"
    ),
    "animals": _words(
        "animal|虐待动物",
        r"animal (?:abuse|cruelty|harm)|cruelty to animals|maltrato animal|maus-tratos a animais|虐待动物",
    ),
}
"""By harm topic: words that name it. A record that uses one needs the advisory before it (rule A04)."""

GRAPHIC = _words(
    "decapit|behead|dismember|disembowel|mutilat|gore|gory|pool of blood|bloody|bloodied|corpse|severed|entrails"
    "|stabb|tortur|rape|raping|strangl|burned alive|burnt alive|noose|slit |degoll|desmembr|cadáver|sangrient|estupr"
    "|斩首|肢解|血腥|尸体|强奸",
    r"decapit\w+|behead\w*|dismember\w*|disembowel\w*|mutilat\w+|gor[ey]\b|pools? of blood|bloody|bloodied|corpses?\b"
    r"|severed (?:head|hand|arm|leg|limb|finger)s?|entrails|stabb(?:ed|ing)|tortur(?:ed|ing|e)\b(?! test)"
    r"|rap(?:ed?|ing)\b"
    r"|strangl\w+|burn(?:ed|t) alive|nooses?\b|slit (?:his|her|their) \w+|degoll\w+|desmembr\w+|cadáver\w*|sangrient\w+"
    r"|estupr\w+|斩首|肢解|血腥|尸体|强奸",
)
"""Words that paint a scene. What is needed is the policy category (rule A05)."""

_OBJECT = (
    r"(?:(?:the|a|an|any|this|that|these|those|each|every|all|its|their|your|of|from|in|reported|harmful|violating|"
    r"offending|sensitive|original|actual|whole|entire|full|bad|user['’]?s?|reviewer['’]?s?|attached|flagged|removed|"
    r"suspected|suspicious|illegal|disturbing|violent|violence|graphic|gory|gore|bloody|nude|nudity|sexual|explicit|"
    r"pornographic|child|abuse|abusive|csam|self[- ]harm|suicide|beheading|torture|terrorist|extremist|hateful|hate)"
    r",?\s+){0,5}"
    r"(?:clips?|videos?|content|posts?|streams?|livestreams?|footage|recordings? of it|media|csam)"
    r"(?![\w-]|['’]s|\s+(?:player|id|ids|page|engineering|platform|desk|settings?|polic(?:y|ies)|warning|category|badge"
    r"|title|length|link is|number|review|queue|status|team|type|format|codec|size|name|label|card|row|tab|console))"
)
_VERB = (
    r"(?:view|watch|rewatch|re-watch|look at|open|download|save|copy|screenshot|screen-?record|screen ?grab|capture"
    r"|film|forward|share|attach|paste|repost|re-upload|(?:take|make|get|send|request"
    r"|ask(?:\s+\w+){0,3} for|attach|paste|include)"
    r"(?:\s+\w+){0,2}\s+(?:screenshots?|pictures?|photos?|stills?|(?:screen )?recordings?|cop(?:y|ies)|links?)"
    r"(?:\s+or\s+\w+)?\s+(?:of|to)|send(?:\s+(?:me|us|them|him|her|it to \w+))?)"
)
HARMFUL_ACTIONS = _words(
    "clip|video|content|post|stream|footage|media|csam|vídeo|contenido|conteúdo|视频|内容|片段",
    rf"(?P<verb>{_VERB})\s+{_OBJECT}"
    r"|(?:descarg\w+|reenv[ií]\w*|mire|vea|abra|guard[ea]\w*|baix[ea]\w*|encaminh\w+|assist[ae]\w*|salv[ea]\w*)"
    r" (?:el|la|los|un|una|o|os|um|este|ese|esse) (?:v[ií]deos?|clips?|contenido|conteúdo)"
    r"|(?:下载|转发|截图|观看|打开|保存|录制)(?:该|这个|此|原)?(?:视频|内容|片段)",
)
"""What a step must not tell anybody to do (rule A07)."""
