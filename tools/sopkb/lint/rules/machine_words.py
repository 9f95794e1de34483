"""What rule X20 looks for: text that speaks to a program that reads the page. Nothing publishes these lists.

One entry a language, of expressions for RE2 over a text without its disguises (:mod:`sopkb.private.plain`), in any
case. They ask for the form of a request to a machine, setting aside what it was told, a new role, its hidden prompt,
the form of its answer, and not for a topic: a request that a person could be asked as well is not found. No native
speaker has read the lists but the English one.
"""

from __future__ import annotations

from collections.abc import Mapping

_SOME = r"(?:[^\s.,;:!?()]{1,20}[ \t]+){0,4}"
_ANSWER = (
    r"your\s+(?:next\s+|entire\s+|whole\s+|final\s+)?(?:response|reply|answer|message|output|responses|replies|answers)"
)
_PIECE = (
    r"(?:sentence|line|statement|fact|claim|statistic|teaser|mention|announcement|rumou?r|code snippet"
    r"|code excerpt|code block"
    r"|code section|snippet|link)"
)

TO_A_MACHINE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "marks": (
        (
            r"<\|",
            r"<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id|end_header_id"
            r"|begin_of_text)\|>",
        ),
        (
            r"inst\]",
            r"\[/?INST\]",
        ),
        (
            "<<sys|<</sys",
            r"<</?SYS>>",
        ),
        (
            "_of_turn>",
            r"<(?:start|end)_of_turn>",
        ),
        (
            "prompt|instruction|message",
            r"(?:^|\n)[^\w\n]{0,6}(?:system|new|override|updated)\s+(?:prompt|instructions?|message)\s*:",
        ),
        (
            "###?",
            r"(?:^|\n)#{2,3}\s*(?:instruction|response|system|human|assistant)\s*:\s*(?:\n|$)",
        ),
    ),
    "en": (
        (
            "ignor|disregard|forget|overrid|bypass|discard|neglect|skip|set aside&instruct|prompt|rules"
            "|guideline|directive|programming|training|orders|commands|constraint|context",
            rf"(?:ignore|disregard|forget|override|bypass|discard|neglect|skip|set\s+aside)"
            rf"\s+{_SOME}(?:previous|prior|above|earlier"
            rf"|preceding|foregoing|former|your|system|initial|original|existing)\s+{_SOME}"
            r"(?:instructions?|prompts?|rules|guidelines|directives|programming|training|orders|commands"
            r"|constraints|context)",
        ),
        (
            "ignor|disregard|forget&above|before|told",
            r"(?:ignore|disregard|forget)\s+(?:everything|all|anything|whatever)\s+"
            r"(?:above|before|that\s+came\s+before|(?:that\s+)?(?:you|i)\s+(?:were|was|have\s+been"
            r"|ha[sd])\s+(?:been\s+)?told)",
        ),
        (
            "not follow|not obey|not listen|n't follow|n't obey|n’t follow|n't listen",
            r"(?:do\s+not|don['’]?t)\s+(?:follow|obey|listen\s+to)\s+(?:any\s+|the\s+|your"
            r"\s+)*(?:previous|prior|earlier|system)\s",
        ),
        (
            "prompt|instructions|message&reveal|print|repeat|show|output|leak|display|tell me|disclose|dump",
            rf"(?:reveal|print|repeat|show|output|leak|display|tell\s+me|disclose|dump)\s+{_SOME}(?:system"
            rf"|hidden|initial|secret"
            r"|original|developer)\s+(?:prompt|instructions|message)",
        ),
        (
            "assistant|ai model|language model|chatbot|llm|dan|gpt&act|pretend|you are|behav|as a",
            r"(?:you\s+are\s+now|from\s+now\s+on,?\s+you\s+(?:are|will\s+be|act\s+as)|pretend\s+(?:to"
            r"\s+be|that\s+you\s+are)"
            r"|act\s+as|acting\s+as|behave\s+(?:as|like)|you\s+are|\bas)\s+(?:an?\s+|the"
            r"\s+)?(?:(?:helpful|unrestricted|uncensored"
            r"|jailbroken|evil|different|large)\s+)*(?:ai\s+assistant|ai\s+model|ai\s+language\s+model"
            r"|language\s+model|chatbot"
            r"|llm|gpt\b)",
        ),
        (
            "you are now|act as|pretend to be",
            r"(?:you\s+are\s+now|act\s+as|pretend\s+to\s+be)\s+(?:an?\s+)?(?:ai\b|dan\b|assistant"
            r"|unrestricted|jailbroken|in\s+(?:developer|debug|god|dan)\s+mode)",
        ),
        (
            "as a|you are a",
            r"\b(?:as|you\s+are)\s+an?\s+(?:ai\b|helpful\s+assistant)",
        ),
        (
            "jailbreak mode|unrestricted mode|god mode|dan mode",
            r"(?:enable|enter|activate|switch\s+to)\s+(?:god|dan|jailbreak|unrestricted)\s+mode",
        ),
        (
            "ai:|ai,|llm|language model|assistant|chatbot|copilot|bot:|bot,|agent|summari",
            r"(?:\bai\b|\bllm|language\s+model|assistant|chatbot|copilot|\bbot\b|\bagent\b"
            r"|summari[sz]er)s?\s*[,:]\s*(?:please\s+)?"
            r"(?:ignore|disregard|you\s+must|always|respond|reply|do\s+not\s+follow|answer\s+only|say"
            r"\s+that|tell\s+the\s+user)",
        ),
        (
            "language model|llm|chatbot|chat bot|assistant|ai agent|copilot| ai",
            r"(?:if\s+you\s+are|note\s+to|attention|message\s+(?:to|for)|instructions?\s+(?:to|for))"
            r"\s+(?:an?\s+|the\s+|all\s+|any\s+)*"
            r"(?:ai\b|llms?\b|language\s+models?|chat\s*bots?|ai\s+assistants?|ai\s+agents?|copilots?)",
        ),
        (
            "your&encod|encrypt|encipher|revers|invert|render|scrambl|obfusc|rot13|base64",
            r"(?:encode|encrypt|encipher|reverse|invert|render|scramble|obfuscate|rot13|base64)\s+(?:\w+\s+){0,3}"
            + _ANSWER,
        ),
        (
            "your&translat|writ|provid|giv|express|render|repl|respon|represent",
            r"(?:translate|write|provide|give|express|render|reply|respond|represent)\s+(?:\w+\s+){0,2}"
            + _ANSWER
            + r"\s+"
            r"(?:only\s+)?(?:in|into|to|as|with|using|backwards?|by)\s+(?:(?:an?|the|only)\s+)?(?:\w+"
            r"\s+){0,3}(?:base-?\d\d|cipher|reverse"
            r"|backwards?|emojis?|french|german|spanish|italian|portuguese|chinese|japanese|russian"
            r"|arabic|hex|binary|morse|leet\w*|rot13)",
        ),
        (
            "reply|respond|answer&base|cipher|reverse|backward|emoji|hex|binary|morse",
            r"(?:reply|respond|answer)\s+(?:only\s+)?(?:in|with|using)\s+(?:(?:an?|the|only)\s+)?(?:\w+"
            r"\s+){0,2}(?:base-?\d\d|cipher"
            r"|reverse|backwards?|emojis?|hex|binary|morse)",
        ),
        (
            "base|cipher|emoji|reverse|backward|substitution&your",
            r"(?:base-?\d\d|cipher|emojis?|reverse|backwards?|substitution)\b[^.!?\n]{0,60}\b" + _ANSWER,
        ),
        (
            "your&shift|swap|substitut|replac",
            r"(?:shift|swap|substitute|replace)\s+(?:each|every|main|key|relevant|all|the"
            r"|primary)\s[^.!?\n]{0,60}\bin\s+" + _ANSWER,
        ),
        (
            "your&sentence|line|statement|fact|claim|statistic|teaser|mention|announcement|rumo|snippet|code|link",
            r"(?:add|integrate|include|insert|append|incorporate|embed|introduce|weave|place|feature|use"
            r"|employ)\s[^.!?\n]{0,50}?\b"
            + _PIECE
            + r"\b[^.!?\n]{0,60}\b(?:in|into|to|within|of)\s+your\s+(?:response|reply|answer|output|code|solution"
            r"|program|implementation|algorithm|script)",
        ),
        (
            "in your response|in your answer|in your output",
            r"in\s+your\s+(?:response|answer|output),?\s+(?:include|mention|add|suggest|allude|refer"
            r"|promote|claim|say|state|insert)\b",
        ),
        (
            "enhance|modify|augment|amend|alter|adjust|enrich|supplement&your",
            r"(?:enhance|modify|augment|amend|alter|adjust|enrich|supplement)\s+your\s+(?:response|reply"
            r"|answer|output)\b",
        ),
    ),
    "zh": (
        (
            "忽略|无视|忘记|忘掉|不要|跳过",
            r"(?:忽略|无视|忘记|忘掉|不要(?:理会|遵守|遵循|执行)|跳过)(?:你)?(?:之前|以上|上述|先前|前面|此前|原来|原有|所有|全部|一切|系统)"
            r"[^，。！？\n]{0,8}(?:指令|提示词?|说明|要求|规则|指示|命令|设定|内容|对话)",
        ),
        (
            "你现在是",
            r"你现在是(?:一个|一名)?[^。！？\n]{0,8}(?:人工智能|ai|助手|机器人|语言模型|dan)",
        ),
        (
            "系统|初始|隐藏",
            r"(?:输出|显示|泄露|告诉我|打印|重复)[^。！？\n]{0,6}(?:系统提示词?|初始指令|隐藏的?指令|系统指令)",
        ),
        (
            "ai[，,：:]|人工智能|语言模型|助手[，,：:]|机器人",
            r"(?:ai|人工智能|语言模型|智能助手|聊天机器人)(?:助手)?[，,：:]\s*(?:请)?(?:忽略|无视|必须|始终|务必|不要遵守)",
        ),
    ),
    "es": (
        (
            "instruccion|reglas|indicacion|órdenes|directric|prompt",
            r"(?:ignor[ae]\w*|olvid[ae]\w*|desatiend[ae]|descart[ae]\w*|omit[ae]\w*|no\s+sigas)\s+"
            + _SOME
            + r"(?:instrucciones|reglas|indicaciones|órdenes|directrices|prompts?)\s+(?:anteriores|previas"
            r"|de\s+arriba|del\s+sistema"
            r"|iniciales|originales|precedentes)",
        ),
        (
            "eres|actúa como",
            r"(?:ahora\s+eres|eres\s+ahora|a\s+partir\s+de\s+ahora\s+eres|actúa\s+como)\s+(?:un|una)"
            r"\s+(?:ia\b|asistente|modelo\s+de\s+lenguaje"
            r"|chatbot|inteligencia\s+artificial)",
        ),
        (
            "sistema",
            r"(?:revela|muestra|imprime|repite|dime)\s+" + _SOME + r"(?:prompt|instrucciones)\s+(?:del|de)\s+sistema",
        ),
    ),
    "pt": (
        (
            "instruç|regras|orientaç|ordens|diretriz|prompt",
            r"(?:ignor[ae]\w*|esqueç[ao]\w*|desconsider[ae]\w*|descart[ae]\w*|não\s+siga)\s+"
            + _SOME
            + r"(?:instruções|regras|orientações|ordens|diretrizes|prompts?)\s+(?:anteriores|prévias|acima"
            r"|do\s+sistema|iniciais|originais)",
        ),
        (
            "você|aja como|atue como",
            r"(?:agora\s+você\s+é|você\s+agora\s+é|a\s+partir\s+de\s+agora\s+você\s+é|aja\s+como|atue"
            r"\s+como)\s+(?:um|uma)\s+(?:ia\b"
            r"|assistente|modelo\s+de\s+linguagem|chatbot)",
        ),
        (
            "sistema",
            r"(?:revele|mostre|imprima|repita|diga)\s+" + _SOME + r"(?:prompt|instruções)\s+(?:do|de)\s+sistema",
        ),
    ),
    "ar": (
        (
            "تعليمات|أوامر|توجيهات|قواعد|إرشادات",
            r"(?:تجاهل|انس|تجاوز|أهمل|لا\s+تتبع)\s+(?:جميع\s+|كل\s+|كافة\s+)?(?:ال)?(?:تعليمات|أوامر"
            r"|توجيهات|قواعد|إرشادات)(?:ك)?\s+"
            r"(?:ال)?(?:سابقة|أعلاه|مذكورة|أصلية|نظام|أولية)",
        ),
        (
            "أنت",
            r"أنت\s+الآن\s+(?:مساعد|نموذج|ذكاء|روبوت)",
        ),
        (
            "نظام",
            r"(?:اعرض|اكشف|اطبع|كرر|أظهر)\s+(?:تعليمات|موجه|أوامر)\s+(?:ال)?نظام",
        ),
    ),
    "de": (
        (
            "anweisung|instruktion|regeln|vorgaben|befehle|prompt|richtlinien|anordnung",
            r"(?:ignorier\w*|vergiss|vergesst|vergessen\s+sie|missachte\w*|übergeh\w*|verwirf|befolge\s+nicht)\s+"
            + _SOME
            + r"(?:vorherigen?|bisherigen?|obigen?|früheren?|vorangegangenen?|vorigen?|ursprünglichen?|deine|ihre)\s+"
            + _SOME
            + r"(?:anweisungen|instruktionen|regeln|vorgaben|befehle|prompts?|richtlinien|anordnungen)",
        ),
        (
            "du bist|sie sind",
            r"(?:du\s+bist|sie\s+sind)\s+(?:jetzt|nun|ab\s+jetzt|ab\s+sofort)\s+(?:eine?\s+)?(?:\w+"
            r"\s+)?(?:ki\b|assistent\w*|sprachmodell"
            r"|chatbot|künstliche\s+intelligenz)",
        ),
        (
            "system",
            r"(?:gib|zeige?|verrate|wiederhole|nenne)\s+" + _SOME + r"system-?\s?(?:prompt|anweisung\w*|nachricht)",
        ),
    ),
    "fr": (
        (
            "instruction|consigne|règle|directive|ordre|prompt",
            r"(?:ignor\w*|oubli\w*|néglige\w*|ne\s+(?:tiens|tenez)\s+pas\s+compte\s+(?:de|des)|fai(?:s"
            r"|tes)\s+abstraction\s+(?:de|des))\s+"
            + _SOME
            + r"(?:instructions|consignes|règles|directives|ordres|prompts?)\s+(?:précédentes?|antérieures?"
            r"|ci-dessus|du\s+système"
            r"|initiales?|d['’]origine)",
        ),
        (
            "tu es|vous êtes",
            r"(?:tu\s+es|vous\s+êtes)\s+(?:maintenant|désormais|à\s+présent)\s+(?:une?\s+)?(?:ia\b"
            r"|assistante?|modèle\s+de\s+langage|chatbot"
            r"|intelligence\s+artificielle)",
        ),
        (
            "système",
            r"(?:révèle\w*|affiche\w*|montre\w*|répète\w*|donne\w*)\s+"
            + _SOME
            + r"(?:prompt|instructions|consignes|message)\s+(?:du\s+)?système",
        ),
    ),
    "ja": (
        (
            "指示|命令|プロンプト|ルール|指令|制約|設定",
            r"(?:これまで|以前|上記|前述|今まで|先ほど|すべて|全て|元|システム)の?[^。！？\n]{0,8}(?:指示|命令|プロンプト|ルール|指令|制約|設定)(?:を|は)[^。！？\n]{0,4}"
            r"(?:無視|忘れ|破棄|無効)",
        ),
        (
            "あなたは",
            r"(?:あなたは(?:今|これ)から|これからあなたは|あなたは今)[^。！？\n]{0,12}(?:ai|人工知能|アシスタント|言語モデル|チャットボット)",
        ),
        (
            "プロンプト|指示",
            r"(?:システムプロンプト|初期指示|隠された指示)を[^。！？\n]{0,6}(?:表示|出力|教え|開示|繰り返)",
        ),
    ),
}
"""By language, and ``marks`` for what belongs to none: stems, and an expression.

The stems are an expression, too, of words alone: in every text that the other finds there is a match of each part of
it (parts stand between ``&``). They are looked for first, all at once, because that is quick.
"""
