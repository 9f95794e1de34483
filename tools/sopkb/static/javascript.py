"""JavaScript as tokens, as far as our own modules go: which names are variables, and where each is made.

Not for anybody's scripts: no labels, no ``var``, every statement with its semicolon. What is not understood is an error
when a site is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto


def words_in(text: str) -> frozenset[str]:
    """The words of a text, each between blanks."""
    return frozenset(text.split())


KEYWORDS = words_in(
    """
    Infinity NaN arguments async await break case catch class const continue default delete do else export
    extends false finally for from function get if import in instanceof let new null of return set static super
    switch this throw true try typeof undefined void while yield
    """
)
_TOKEN = re.compile(
    r"(?P<blank>\s+|//[^\n]*|/\*.*?\*/)"
    r"|(?P<word>[A-Za-z_$][\w$]*)"
    r"|(?P<value>\.?[0-9][\w.]*|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\")"
    r"|(?P<mark>\.\.\.|\?\.(?![0-9])|=>|===|!==|\*\*|\?\?=|\|\|=|&&=|==|!=|<=|>=|&&|\|\||\?\?|\+\+|--|>>>|>>|<<|[-+*/%&|^]=|.)",
    re.DOTALL,
)
_REGEX = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_TEMPLATE = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*", re.DOTALL)
_ENDS_A_VALUE = frozenset(")]}")
_BEFORE_AN_OBJECT = words_in("( , = : [ ? ?? || && ... return => ??= ||= const let")
_NO_PARAMETERS = words_in("if for while switch")


class Role(Enum):
    """What a token is: a variable; a variable that stands for a key as well (``{ name }``); anything else."""

    VARIABLE = auto()
    SHORT = auto()
    OTHER = auto()


@dataclass(slots=True)
class Token:
    """A token without what is blank around it.

    Args:
        text: as it is written.
        kind: ``word``, ``value``, ``mark``, ``piece`` (of a template).
        is_after_break: whether a line begins with it.
        role: what a word is.
        is_made: whether the variable is made here.
        depth: how many brackets it stands in.
    """

    text: str
    kind: str
    is_after_break: bool = False
    role: Role = Role.OTHER
    is_made: bool = False
    depth: int = 0


class NotUnderstood(ValueError):
    """A script that is written as none of ours is."""


def tokens_of(script: str) -> list[Token]:
    """The tokens of a script, each word with its role.

    Raises:
        NotUnderstood: it is written as none of ours is.
    """
    tokens = list(_cut(script))
    _give_roles(tokens)
    return tokens


def _cut(script: str) -> Iterator[Token]:
    at, is_after_break = 0, True
    templates: list[int] = []
    depth = 0
    last: Token | None = None
    while at < len(script):
        if script[at] == "`" or (templates and script[at] == "}" and templates[-1] == depth):
            if script[at] == "}":
                templates.pop()
            match = _TEMPLATE.match(script, at + 1)
            assert match
            at = match.end()
            if script[at : at + 2] == "${":
                templates.append(depth)
                last = Token(script[match.start() - 1 : at + 2], "piece", is_after_break)
                at += 2
            else:
                last = Token(script[match.start() - 1 : at + 1], "piece", is_after_break)
                at += 1
        else:
            may_be_regex = script[at] == "/" and script[at + 1 : at + 2] not in ("/", "*") and not _is_value(last)
            found = _REGEX.match(script, at) if may_be_regex else None
            match = found or _TOKEN.match(script, at)
            kind = "value" if found else str(match.lastgroup) if match else ""
            if not match or (kind == "mark" and match.group() in "'\"`\\@#"):
                raise NotUnderstood(script[at : at + 40])
            at = match.end()
            if kind == "blank":
                is_after_break = is_after_break or "\n" in match.group()
                continue
            depth += {"{": 1, "}": -1}.get(match.group(), 0)
            last = Token(match.group(), kind, is_after_break)
        is_after_break = False
        yield last


def _is_value(token: Token | None) -> bool:
    """Whether what follows a token divides it, and begins no regular expression."""
    if token is None or token.text == "":
        return False
    if token.kind == "piece":
        return token.text.endswith("`")
    return token.kind == "value" or token.text in _ENDS_A_VALUE or (token.kind == "word" and token.text not in KEYWORDS)


@dataclass(slots=True)
class _Bracket:
    kind: str  # "(", "[", "${", or of a brace "object", "class", "block"
    start: int


def _give_roles(tokens: Sequence[Token]) -> None:
    stack: list[_Bracket] = []
    class_next = False
    for at, token in enumerate(tokens):
        before = tokens[at - 1].text if at else ""
        after = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if token.kind == "piece":
            if not token.text.startswith("`"):
                stack.pop()
            if token.text.endswith("${"):
                stack.append(_Bracket("${", at))
        elif token.text in ("(", "["):
            stack.append(_Bracket(token.text, at))
        elif token.text == "{":
            kind = "class" if class_next else "object" if before in _BEFORE_AN_OBJECT and before != "=>" else "block"
            stack.append(_Bracket(kind, at))
            class_next = False
        elif token.text in _ENDS_A_VALUE and token.kind == "mark":
            opened = stack.pop()
            if opened.kind == "(":
                _note_parameters(tokens, opened.start, at)
        token.depth = len(stack)
        if token.text == "class" and before not in (".", "?.") and after != ":":
            class_next = True
        if token.kind == "word":
            token.role = _role(token, before, after, stack[-1].kind if stack else "")
    _note_declared(tokens)


def _role(token: Token, before: str, after: str, inside: str) -> Role:
    if before in (".", "?."):
        return Role.OTHER
    begins = before in ("{", ",")
    if inside == "object" and begins:
        if after in (",", "}", "="):
            return Role.OTHER if token.text in KEYWORDS else Role.SHORT
        if after in (":", "("):
            return Role.OTHER
    if inside == "class" and (before in ("{", "}", ";", "async", "get", "static")) and after in ("(", "=", ";"):
        return Role.OTHER
    return Role.OTHER if token.text in KEYWORDS else Role.VARIABLE


def _note_parameters(tokens: Sequence[Token], start: int, end: int) -> None:
    """Note the names between two brackets as made there, where a function begins after them."""
    before = tokens[start - 1] if start else Token("", "")
    after = tokens[end + 1].text if end + 1 < len(tokens) else ""
    if after == "=>" or (after == "{" and before.kind == "word" and before.text not in _NO_PARAMETERS):
        for token in tokens[start:end]:
            token.is_made = token.is_made or token.role is not Role.OTHER


def _note_declared(tokens: Sequence[Token]) -> None:
    for at, token in enumerate(tokens):
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.role is Role.VARIABLE and after and after.text == "=>":
            token.is_made = True
        if token.kind != "word" or token.text not in ("const", "let", "function", "class") or after is None:
            continue
        if token.text in ("function", "class") or after.kind == "word":
            after.is_made = after.role is Role.VARIABLE
            continue
        for other in tokens[at + 1 :]:
            if other.depth <= token.depth and other.text in ("=", "of", ";"):
                break
            if other.role is not Role.OTHER:
                other.is_made, other.depth = True, token.depth
