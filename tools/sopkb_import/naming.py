"""What an imported record is called: title, aliases, and a product before the colon where one is needed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sopkb_import.plain import clean, shortened

LONGEST = 200
"""Characters of a title that are kept: more is a paragraph."""

_IDENTIFIER = re.compile(r"\A(?=\w*[a-z0-9][A-Z]|\w*[A-Z]{2}[a-z])[A-Za-z]\w*")
_PRODUCT = re.compile(r"[^:]{2,40}: \S")
_SEPARATORS = re.compile(r"[-_.\s]+")
_FOLDER_PAGES = ("_index", "index", "readme")
_LONGEST_ALIAS = 200


@dataclass(frozen=True, slots=True)
class Names:
    """What a document calls itself.

    Args:
        mapped: title by the front-matter key that the mapping names.
        given: ``title`` of the front matter.
        heading: its H1 as plain text.
        stem: its file name without the ending.
        folder: the name of its folder.
    """

    mapped: str
    given: str
    heading: str
    stem: str
    folder: str

    @property
    def chosen(self) -> str:
        """The name that people search for: an identifier such as an alert's name goes before the same in words."""
        if self.mapped:
            return self.mapped
        if is_identifier(self.stem) and _squeezed(self.stem) == _squeezed(self.given):
            return self.stem  # two of three agree; an H1 that says something else was copied and forgotten
        if is_identifier(self.heading) or not self.given:
            return self.heading or self._from_file
        return self.given

    @property
    def others(self) -> tuple[str, ...]:
        """The document's other names, to be kept as aliases."""
        stem = self.stem if is_identifier(self.stem) else ""
        return tuple(name for name in (self.given, self.heading, stem) if name and name != self.chosen)

    @property
    def _from_file(self) -> str:
        stem = self.folder or self.stem if self.stem.casefold() in _FOLDER_PAGES else self.stem
        return stem if is_identifier(stem) else readable(stem, ()) or clean(stem) or "Document"


def is_identifier(name: str) -> bool:
    """Whether a name is one word in which capitals mark the parts, such as ``KubePodNotReady`` or ``etcdNoLeader``."""
    return _IDENTIFIER.fullmatch(name) is not None


def _squeezed(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def readable(folder: str, names: Iterable[str]) -> str:
    """A folder's name as people write it: ``prometheus-operator`` as "Prometheus operator".

    Args:
        folder: the name.
        names: of its documents: where one begins with a word of the folder, it knows how that word is written
            (``etcd``, ``SSO``).
    """
    words = [word for word in _SEPARATORS.split(clean(folder)) if word]
    known = tuple(names)
    written = []
    for number, word in enumerate(words):
        form = next((name[: len(word)] for name in known if _begins(name, word)), "")
        if number == 0:
            written.append(form or word[0].upper() + word[1:])
        else:
            written.append(form if sum(sign.isupper() for sign in form) > 1 else word)
    return " ".join(written)


def _begins(name: str, word: str) -> bool:
    return name[: len(word)].casefold() == word.casefold() and not name[len(word) : len(word) + 1].islower()


def compose_title(name: str, product: str) -> str:
    """The document's own title, with a product before it where one is given and the title does not begin with one.

    It may be shorter or longer than house style wants: that is to do, and no reason to change what it says.

    Args:
        name: what the document is called.
        product: what it is about, in readable form; ``""`` for nothing.
    """
    title = f"{product}: {name}" if product and not _PRODUCT.match(name) else name
    return shortened(title, LONGEST)


def aliases_of(source: str, title: str, names: Names, given: Iterable[str], taken: Iterable[str]) -> list[str]:
    """Aliases: the source's path always, then every other name that no other record has.

    Args:
        source: path of the document.
        title: of the record.
        names: what the document calls itself; the chosen name is an alias where the title says more or less.
        given: old names from the front matter.
        taken: aliases of other records, in lower case.
    """
    aliases = [clean(source)]
    seen = {title.casefold(), aliases[0].casefold(), *taken}
    for name in (names.chosen, *names.others, *given):
        alias = shortened(clean(name), _LONGEST_ALIAS)
        if alias and alias.casefold() not in seen:
            seen.add(alias.casefold())
            aliases.append(alias)
    return aliases
