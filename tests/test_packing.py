"""A pack is as good as the cache that it was made from, whatever that one knows and lacks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enricher.engine import Enricher
from enricher.fetch import packs
from enricher.fetch.cache import RecordCache
from enricher.fetch.packs import Stored
from enricher.indexes import all_indexes
from enricher.models import PaperRef
from enricher.packing import packed
from enricher.paper import Outcome
from enricher.scan import wanted
from enricher.settings.form import read as settings_of
from tests.handmade_pack import ENTRY, FETCHED

TITLE = "Learning to Write Notes"
DOI = "10.1109/cvpr.2019.00999"
OWN_DOI = "10.48550/arxiv.1803.02780"
NOTE = f"""---
title: x
---
- [one](https://arxiv.org/abs/1803.02780) and [again](https://doi.org/{OWN_DOI})
- [two](https://arxiv.org/abs/1706.03762), published as [its DOI](https://doi.org/{DOI})
- [Strings in Margins of Notes](https://ieeexplore.ieee.org/document/8460737)
- [page](https://paperswithcode.com/paper/190503670)
"""
PEOPLE = [("Ada", "Lovelock"), ("Grace", "Brewster")]
NAMES = [" ".join(each) for each in PEOPLE]
PEOPLE_ENTRY = ENTRY.replace(
    "</entry>", "<author><name>Grace Brewster</name></author>{more}</entry>"
)


def atom(id_: str, title: str = TITLE, more: str = "") -> str:
    return PEOPLE_ENTRY.format(id=id_, title=title, more=more)


def crossref(doi: str, title: str, venue: str) -> str:
    return json.dumps({
        "DOI": doi, "type": "proceedings-article", "title": [title], "container-title": [venue],
        "author": [{"given": given, "family": family} for given, family in PEOPLE],
        "issued": {"date-parts": [[2019]]}, "abstract": "<p>Ours.</p>",
    })  # fmt: skip


HITS = json.dumps([{
    "title": f"{TITLE}.", "authors": {"author": NAMES}, "venue": "ICLR", "year": "2018",
    "type": "Conference and Workshop Papers", "key": "conf/iclr/x",
}])  # fmt: skip
PAPER = json.dumps({
    "paperId": "0" * 40, "title": TITLE, "year": 2018,
    "venue": "Neural Information Processing Systems",
    "externalIds": {"ArXiv": "1803.02780"}, "authors": [{"name": name} for name in NAMES],
    "publicationVenue": {"name": "Neural Information Processing Systems", "type": "conference"},
    "publicationTypes": ["Conference"],
})  # fmt: skip
NAMED = '<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.5555/named</arxiv:doi>'

# Who said what, under which name: own sites, those who stand in, and the look-ups of venues.
SAID: dict[tuple[str, str], tuple[str, str]] = {
    ("arxiv", "arxiv:1803.02780"): ("atom", atom("1803.02780")),
    ("arxiv", "arxiv:1706.03762"): ("atom", atom("1706.03762", "Notes Are All You Read", NAMED)),
    ("arxiv", "arxiv:1905.03670"): ("atom", atom("1905.03670", "A Page of Notes on Notes")),
    ("crossref", f"doi:{DOI}"): (
        "work", crossref(DOI, "Notes Are All You Read", "Computer Vision and Pattern Recognition"),
    ),
    ("crossref", "doi:10.5555/named"): (
        "work", crossref("10.5555/named", "Notes Are All You Read", "NeurIPS 2019"),
    ),
    ("crossref-numbers", "ieee:8460737"): (
        "work", crossref("10.1109/icra.2018.8460737", "Strings in Margins of Notes", "ICRA 2019"),
    ),
    ("datacite", "arxiv:1803.02780"): ("work", "{}"),
    ("semantic-scholar", "arxiv:1803.02780"): ("paper", PAPER),
    ("semantic-scholar", "arxiv:1905.03670"): ("paper", PAPER),
    ("semantic-scholar", "doi:10.5555/named"): ("paper", PAPER),
    ("dblp", "arxiv:1803.02780"): ("hits", HITS),
    ("dblp", "arxiv:1905.03670"): ("hits", HITS.replace(TITLE, "A Page of Notes on Notes")),
    ("dblp", "doi:10.5555/named"): ("hits", HITS.replace(TITLE, "Notes Are All You Read")),
    ("openalex", "arxiv:1803.02780"): ("works", "[]"),
}  # fmt: skip
EVERYBODY = dict.fromkeys(SAID, "published")
known = st.dictionaries(
    st.sampled_from(sorted(SAID)), st.sampled_from(["published", "preprint", "missing"])
)
orders = st.lists(
    st.sampled_from(["crossref", "semantic-scholar", "dblp", "openalex"]), unique=True
)


def rows(kinds: Mapping[tuple[str, str], Any]) -> list[Stored]:
    """The records of these, each of its kind."""
    made: list[Stored] = []
    for (provider, name), kind in kinds.items():
        form, body = ("", "") if kind == "missing" else SAID[provider, name]
        date = "2018-03-07"
        made.append(Stored(provider, PaperRef.parse(name), form, body, kind, date, FETCHED))
    return made


def fill(folder: Path, records: Iterable[Stored]) -> Path:
    """A cache folder whose database holds these records."""
    cache = RecordCache(folder)
    cache.write(records)
    cache.close()
    return folder


def offline(folder: Path, asked: Sequence[str] | None = None) -> Enricher:
    values = {"cache": folder, "offline": True, **({"venues-from": asked} if asked else {})}
    return Enricher(settings=settings_of(values, "the test"))


def exported(folder: Path, pack: Path, *, abstracts: bool = False) -> Path:
    """A cache folder that holds nothing but the pack of the note."""
    with offline(folder) as enricher:
        needed = packed(
            wanted(enricher.read("a.md", NOTE.encode()).wanted),
            enricher.sources,
            enricher.resolver,
            abstracts=abstracts,
        )
    pack.mkdir()
    text = "".join(packs.lines(needed))
    (pack / "notes.jsonl").write_bytes(text.encode())
    return pack


def enriched(folder: Path, asked: Sequence[str] | None = None) -> tuple[str, list[Outcome]]:
    """The note as an offline run leaves it, and what became of each paper."""
    with offline(folder, asked) as enricher:
        links = wanted(enricher.read("a.md", NOTE.encode()).wanted)
        return enricher.text(NOTE).text, enricher.papers(links)[0]


@settings(max_examples=25, deadline=None)
@given(kinds=known, asked=orders)
def test_notes_are_the_same_from_the_cache_and_from_its_pack(
    tmp_path_factory: pytest.TempPathFactory, kinds: dict[tuple[str, str], str], asked: list[str]
) -> None:
    place = tmp_path_factory.mktemp("law")
    cache = fill(place / "cache", rows(kinds))
    pack = exported(cache, place / "pack", abstracts=True)
    assert enriched(pack, asked) == enriched(cache, asked)
    shared = exported(cache, place / "shared")
    assert enriched(shared, asked)[0] == enriched(cache, asked)[0]
    again = exported(pack, place / "again") / "notes.jsonl"
    assert again.read_bytes() == (shared / "notes.jsonl").read_bytes()


def test_what_the_indexes_said_is_all_there(tmp_path: Path) -> None:
    cache = fill(tmp_path / "cache", rows(EVERYBODY))
    text, _ = enriched(exported(cache, tmp_path / "pack"))
    for venue in ("NeurIPS 2018", "CVPR 2019", "ICRA 2019", "ICLR 2018"):
        assert f'venue: "{venue}"' in text
    lines = (tmp_path / "pack" / "notes.jsonl").read_text(encoding="utf-8").splitlines()
    names = [(line["provider"], line["paper"]) for line in map(json.loads, lines)]
    assert names == sorted(SAID)
    assert {provider for provider, _ in names} >= {"dblp", "semantic-scholar", "openalex"}
    assert "Ours." not in "".join(lines), "an abstract"


@pytest.mark.parametrize("index", all_indexes())
def test_of_every_index_it_holds_the_missing_answers_too(tmp_path: Path, index: str) -> None:
    missing = Stored(index, PaperRef("arxiv", "1803.02780"), "", "", "missing", "", FETCHED)
    cache = fill(tmp_path / "cache", [*rows(EVERYBODY), missing])
    exported(cache, tmp_path / "pack")
    found = packs.load(tmp_path / "pack" / "notes.jsonl", pytest.fail)
    assert missing in found


def test_papers_of_others_stay_out(tmp_path: Path) -> None:
    other = Stored("arxiv", PaperRef("arxiv", "2001.00001"), "atom", "", "preprint", "", FETCHED)
    cache = fill(tmp_path / "cache", [*rows(EVERYBODY), other])
    exported(cache, tmp_path / "pack")
    assert other.ref not in {
        row.ref for row in packs.load(tmp_path / "pack" / "notes.jsonl", pytest.fail)
    }
