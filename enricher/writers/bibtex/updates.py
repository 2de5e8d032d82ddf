"""What a written entry becomes when its paper is known anew.

What is written ranks as the lowest record: a field that this run does not know stays, a publication
stays one, and another publication takes its place only on demand; then it brings all its fields.
"""

from __future__ import annotations

from enricher.paper import Paper
from enricher.writers.bibtex.entry import PUBLICATION, Dialect, Entry
from enricher.writers.interface import WriteOptions

_BIBLATEX = {
    "year": "date",
    "journal": "journaltitle",
    "school": "institution",
    "archivePrefix": "eprinttype",
    "primaryClass": "eprintclass",
}
_ONLY_BIBLATEX = frozenset({"eventtitle", "type", "pubstate"})
_BIBLATEX_KINDS = {"misc": "online", "phdthesis": "thesis", "techreport": "report"}
# Which fields a user's override of a paper's field sets.
_OVERRIDES = {
    "title": ("title",),
    "authors": ("author",),
    "venue": (),
    "booktitle": ("booktitle",),
    "journal": ("journal", "journaltitle"),
    "year": ("year", "date"),
    "doi": ("doi",),
    "url": ("url",),
}


def updated(
    was: Entry, known: Entry, paper: Paper, dialect: Dialect, options: WriteOptions
) -> Entry:
    """The entry with what is known now, under its own key; with nothing else where it ``forgets``
    what is not."""
    if options.forgets:
        return known._replace(key=was.key)
    was = _in_biblatex(was) if dialect is Dialect.BIBLATEX else _in_bibtex(was)
    if was.is_preprint == known.is_preprint and (was.is_preprint or _where(was) == _where(known)):
        return Entry(known.kind, was.key, {**was.fields, **known.fields})
    if was.is_preprint or (_where(known) and (options.replace_venues or "venue" in paper.by_user)):
        stays = {name: text for name, text in was.fields.items() if name not in PUBLICATION}
        return Entry(known.kind, was.key, {**stays, **known.fields})
    forced = {name for field in paper.by_user for name in _OVERRIDES.get(field, ())}
    wishes = {name: text for name, text in known.fields.items() if name in forced}
    return Entry(was.kind, was.key, {**was.fields, **wishes})


def _where(entry: Entry) -> str:
    """Where it says that the work was published."""
    places = ("booktitle", "journal", "journaltitle", "school", "institution")
    return next((entry.fields[name] for name in places if name in entry.fields), "")


def _in_biblatex(entry: Entry) -> Entry:
    """The entry by biblatex's names, whatever it is written in."""
    kind = _BIBLATEX_KINDS.get(entry.kind, entry.kind)
    fields = {_BIBLATEX.get(name, name): text for name, text in entry.fields.items()}
    if "eprinttype" in fields:
        fields["eprinttype"] = "arxiv"
    if kind == "online":
        fields["pubstate"] = "prepublished"
    return Entry(kind, entry.key, fields)


def _in_bibtex(entry: Entry) -> Entry:
    """The entry by BibTeX's names, whatever it is written in."""
    kinds = {kind: other for other, kind in _BIBLATEX_KINDS.items()}
    kind = kinds.get(entry.kind, entry.kind)
    names = {name: other for other, name in _BIBLATEX.items()}
    if kind != "phdthesis":
        del names["institution"]
    kept = entry.fields.keys() - _ONLY_BIBLATEX
    fields = {names.get(name, name): entry.fields[name] for name in entry.fields if name in kept}
    if "archivePrefix" in fields:
        fields["archivePrefix"] = "arXiv"
    if "year" in fields:
        fields["year"] = fields["year"][:4]
    return Entry(kind, entry.key, fields)
