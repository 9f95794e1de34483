"""Texts that nobody types, and texts that people paste: what hypothesis makes queries and records of."""

from __future__ import annotations

from hypothesis import strategies as st

FRAGMENTS = (
    *("Loading", "KubePodNotReady", "XMLHttpRequest", "sign-in", "e‑mail", "don't", "l’eau", "Auditoría", "STRASSE"),
    *("straße", "ΟΔΟΣ", "İstanbul", "ŉ", "ﬁle", "ﷺ", "½", "①", "²", "3.8.1", "v3.8.1", "1,000", "10,00", "88213"),
    *(
        "无法登录",
        "リンク",
        "가나다",
        "ｈａｌｆ",
        "𠮷野家",
        "𝐛𝐨𝐥𝐝",
        "𞤀𞤣",
        "हिन्दी",
        "ภาษาไทย",
        "שָׁלוֹם",
        "e\u0301",
        "a\u030a\u0323",
    ),
    *("RC-4031", "rc4031", "RC 4031", "ＲＣ－４０３１", "RC\u20114031", "ah 12 03", "ABCDE1234", "AB12-CD34-EF56"),
    *("SOP-0012", "sop 12", "wka2", "SOP\u00a012", "esc#4", "ſop 12", "BUG-1234", "INC-88213", "-video", "-no-sign"),
    *("kind:wka", "-area:video", 'area:"Live"', "STATE:live,soon", "lang:en", "Kind:sop", "kind:", 'region:""'),
    *('"black screen"', "“no leader”", '"', "trace_id=8f3a-1", "2026-11-22T10:00:00Z", "0xdeadbeef", "a1b2c3d4e5f6"),
    *(
        "😀",
        "👩\u200d💻",
        "\u200b",
        "\ufeff",
        "\u00ad",
        "\x1c",
        "\x85",
        "\u2028",
        "\t",
        "\n",
        "  ",
        "\u3000",
        "'",
        "_",
        ".",
    ),
)

SCRIPTS = st.characters(categories=("L", "M", "N", "Zs", "Pd", "Po", "Cf"))
"""Letters, marks, figures and what may stand between them, of every plane."""

ANY = st.characters(codec="utf-8", exclude_categories=["Cn"])
"""Any character of the Unicode that this Python knows: a browser may know more, and fold them."""

pieces = st.one_of(st.sampled_from(FRAGMENTS), st.text(SCRIPTS, max_size=6), st.text(ANY, max_size=4))
texts = st.one_of(
    st.text(ANY),
    st.lists(pieces, max_size=8).map(" ".join),
    st.lists(pieces, max_size=8).map("".join),
)
"""Any text; with lone surrogates, as JSON may hold them."""
