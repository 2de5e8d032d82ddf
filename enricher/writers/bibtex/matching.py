"""Which paper an entry of a .bib file is: by its ids and addresses, or by title and first author.

The shapes in which entries name arXiv are those of 154 real files: ``eprint`` (INSPIRE, arXiv,
biblatex), ``journal = {arXiv preprint arXiv:…}`` (Google Scholar), ``volume = {abs/…}`` (DBLP),
``arxiv`` (al-folio), and addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from enricher import titles
from enricher.models import Author
from enricher.works import share_authors
from enricher.writers import names
from enricher.writers.bibtex.bib_file import Written
from enricher.writers.cited import Cited, address, arxiv, doi

_OF_ARXIV = (
    "eprint",
    "arxiv",
    "journal",
    "journaltitle",
    "volume",
    "number",
    "howpublished",
    "note",
)
_OF_PLACES = frozenset({"journal", "journaltitle", "howpublished"})  # what an entry itself is in
_OF_ADDRESSES = ("url", "doi", "ee", "link", "html", "pdf", "howpublished")
_LONGEST = 2_000  # of a field that is looked at
_ARXIV_NUMBER = re.compile(r"arxiv:\s?([^\s,;{}]{1,40})", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:https?://|www\.|(?:dx\.)?doi\.org/|arxiv\.org/)[^\s{}]{1,400}", re.IGNORECASE
)
_AND = re.compile(r"\sand\s", re.IGNORECASE)


class Matches:
    """The papers of a library, found by what entries say."""

    def __init__(self, wanted: Sequence[Cited]) -> None:
        self._wanted = wanted
        self._by_name: dict[str, int] = {}
        self._by_title: dict[str, list[int]] = {}
        for number, each in enumerate(wanted):
            for name in each.names:
                self._by_name.setdefault(name, number)
            self._by_title.setdefault(titles.key(each.paper.title), []).append(number)

    def of(self, entry: Written) -> list[int]:
        """The numbers of the papers that an entry may be, the surest first: what enricher noted of
        it, its names, then title and first author."""
        said = [entry.mark.id] if entry.mark else []
        named = (self._by_name.get(name) for name in (*said, *_names(entry.fields)))
        found = [number for number in named if number is not None]
        key = titles.key(entry.fields.get("title", "")[:_LONGEST])
        first = _first_author(entry.fields.get("author", "")) if key in self._by_title else None
        if key and first:
            found += [number for number in self._by_title[key] if self._is_first(number, first)]
        return list(dict.fromkeys(found))

    def _is_first(self, number: int, author: Author) -> bool:
        authors = self._wanted[number].paper.authors[:1]
        return share_authors([_author(name) for name in authors], [author])


def _names(fields: Mapping[str, str]) -> Iterator[str]:
    """The names of papers that an entry gives itself."""
    if fields.get("archiveprefix", fields.get("eprinttype", "arxiv")).lower() != "arxiv":
        fields = {name: text for name, text in fields.items() if name != "eprint"}
    for name in _OF_ARXIV:
        text = fields.get(name, "")[:_LONGEST].strip().removeprefix("abs/")
        yield arxiv(text)
        if name == "eprint" and "primaryclass" in fields:  # "9901001" of "hep-th"
            yield arxiv(f"{fields['primaryclass']}/{text}")
        cue = _ARXIV_NUMBER.search(text) if name in _OF_PLACES else None
        yield arxiv(cue[1] if cue else "")
    for name in _OF_ADDRESSES:
        text = fields.get(name, "")[:_LONGEST].replace("\\", "")
        yield doi(text)
        for page in _ADDRESS.findall(text)[:1]:
            yield address(page)


def _first_author(authors: str) -> Author | None:
    """The first of a field of authors; a group in braces is one, whatever its words."""
    text = titles.clean(authors[:_LONGEST])
    if text.startswith("{") and "}" in text:
        return _author(text[: text.index("}") + 1])
    first = _AND.split(text, maxsplit=1)[0].replace("{", "").replace("}", "")
    return _author(first) if first.strip() else None


def _author(printed: str) -> Author:
    """A name with its family name last, as names are compared."""
    name = names.split(printed)
    parts: Iterable[str] = (name.given, name.particle, name.family, name.literal)
    return Author(" ".join(filter(None, parts)))
