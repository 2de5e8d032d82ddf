"""A warm run leaves the bytes that a cold one does, whichever notes are read and in which order.

Links in one note change what another gets: they may be one work. So notes that have every kind of
join between them (by a DOI, by title and authors, by what an index said) are written, edited and
deleted at random, and each run is done twice: with what the runs before remember, and without.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Generator, Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enricher.engine import Enricher
from enricher.fetch.manifest import FILE
from enricher.fetch.news import Known, News, nothing_known
from enricher.fetch.packs import Stored
from enricher.fetch.site import Wishes
from enricher.resolve import Resolver
from enricher.settings.form import read as settings_of
from tests.test_packing import HITS, TITLE, atom, crossref

NAMED = '<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">{}</arxiv:doi>'
PAGE = """<meta name="citation_title" content="{}">
<meta name="citation_author" content="Lovelock, Ada">
<meta name="citation_author" content="Brewster, Grace">
<meta name="citation_publication_date" content="2019">
<meta name="citation_conference_title" content="{}">
"""
CVPR = "Proceedings of the IEEE Conference on Computer Vision and Pattern Recognition"
SECOND, THIRD = "Notes Are All You Read", "Strings in Margins of Notes"
WORK = "https://openaccess.thecvf.com/content_CVPR_2019/html/Lovelock_{}_CVPR_2019_paper.html"
SAID = {
    ("arxiv", "arxiv:1803.02780"): ("atom", atom("1803.02780")),
    ("arxiv", "arxiv:1706.03762"): ("atom", atom("1706.03762", SECOND, NAMED.format("10.5555/2"))),
    ("arxiv", "arxiv:1905.03670"): ("atom", atom("1905.03670", THIRD)),
    ("cvf", "cvf:CVPR2019/Lovelock_Learning_CVPR_2019"): ("page", PAGE.format(TITLE, CVPR)),
    ("cvf", "cvf:CVPR2019/Lovelock_Strings_CVPR_2019"): ("page", PAGE.format("Other", CVPR)),
    ("neurips", f"neurips:2018/{'a' * 32}"): ("page", PAGE.format(TITLE, "NeurIPS")),
    ("crossref", "doi:10.5555/2"): ("work", crossref("10.5555/2", SECOND, "ICML 2019")),
    ("crossref", "doi:10.5555/3"): ("work", crossref("10.5555/3", "Of Strings", "ICRA 2019")),
    ("crossref-numbers", "ieee:8460737"): ("work", crossref("10.5555/3", "Of Strings", "ICRA")),
    # a short title joins a preprint and what the very same authors printed soon
    ("arxiv", "arxiv:1703.06870"): ("atom", atom("1703.06870", "Mask R-CNN")),
    ("cvf", "cvf:CVPR2019/Lovelock_Mask_CVPR_2019"): ("page", PAGE.format("Mask R-CNN", CVPR)),
    # an index joins what nothing else does: the third to the DOI of another title
    ("dblp", "arxiv:1905.03670"): (
        "hits",
        json.dumps([json.loads(HITS.replace(TITLE, THIRD))[0] | {"doi": "10.5555/3"}]),
    ),
}
LINKS = {
    "arxiv": "[a paper](https://arxiv.org/abs/1803.02780)",
    "cvf": f"[its page]({WORK.format('Learning')})",
    "neurips": f"[another page](https://papers.nips.cc/paper/2018/hash/{'a' * 32}-Abstract.html)",
    "second": "[two](https://arxiv.org/abs/1706.03762)",
    "second's DOI": "[its DOI](https://doi.org/10.5555/2)",
    "third": "[three](https://arxiv.org/abs/1905.03670)",
    "third's DOI": "[three's DOI](https://doi.org/10.5555/3)",
    "number": "[PDF](https://ieeexplore.ieee.org/document/8460737)",
    "number by its title": "[Of Strings](https://ieeexplore.ieee.org/document/8460737)",
    "short": "[four](https://arxiv.org/abs/1703.06870)",
    "short's page": f"[four's page]({WORK.format('Mask')})",
    "alone": f"[alone]({WORK.format('Strings')})",
    "missing": "[nothing](https://arxiv.org/abs/0808.0539)",
}
NOTES = ("a.md", "b.md", "c/d.md", "e.md")


class Answering:
    """A fetcher that answers from the table; what is not in it is missing."""

    requests: Mapping[str, int] = {}
    notices = ()

    def fetch(self, wishes: Wishes, known: Known = nothing_known) -> Generator[News]:
        for provider, wanted in wishes:
            for want in wanted:
                name, ref, now = provider.name, want.ref, time.time()
                form, body = SAID.get((name, str(ref)), ("", ""))
                kind = "published" if body else "missing"
                kind = "preprint" if form == "atom" else kind
                yield News([Stored(name, ref, form, body, kind, "2018-03-07", now)])

    def left(self) -> Iterable[News]:
        return ()


class Library:
    """A folder of notes with its cache."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.notes, self.cache = place / "notes", place / "cache"
        self.notes.mkdir(parents=True)

    def edit(self, name: str, links: Iterable[str]) -> None:
        """Let these be the links of a note; what a run wrote into it stays."""
        note = self.notes / name
        note.parent.mkdir(exist_ok=True)
        old = note.read_text(encoding="utf-8") if note.exists() else "---\ntitle: x\n---\n"
        head = old[: old.index("---\n", 4) + 4]
        note.write_text(head + "".join(f"- {LINKS[link]}\n" for link in links), encoding="utf-8")

    def cold(self, place: Path) -> Library:
        """The same without what the runs before remember."""
        shutil.copytree(self.place, place)
        other = Library.__new__(Library)
        other.place, other.notes, other.cache = place, place / "notes", place / "cache"
        (other.cache / FILE).unlink(missing_ok=True)
        return other

    def run(self, *names: str) -> list[str]:
        """Run on these notes, or on all; the notes that were read are told."""
        paths = [self.notes / name for name in names] or [self.notes]
        chosen = settings_of({"cache": self.cache, "venues-from": ["dblp"]}, "the test")
        resolver = Resolver(
            chosen,
            new_fetcher=lambda _settings, _observer: Answering(),
        )
        with Enricher(settings=chosen, resolver=resolver) as enricher:
            manifest = enricher.manifest(paths, enricher.write_options())
            scanned = enricher.scan(paths, manifest=manifest)
            plan = enricher.plan(scanned, manifest=manifest)
            plan.write()
            assert manifest is not None
            enricher.remember(manifest, scanned, plan)
        return [note.path.relative_to(self.notes).as_posix() for note in scanned.notes]

    @property
    def texts(self) -> dict[str, str]:
        """Every note."""
        paths = sorted(self.notes.rglob("*.md"))
        return {path.name: path.read_text(encoding="utf-8") for path in paths}


edits = st.tuples(st.sampled_from(NOTES), st.lists(st.sampled_from(sorted(LINKS)), max_size=4))
deletions = st.tuples(st.sampled_from(NOTES), st.none())
runs = st.lists(st.sampled_from(NOTES), max_size=2, unique=True)
steps = st.lists(st.tuples(st.lists(edits | deletions, max_size=3), runs), min_size=2, max_size=6)


@settings(max_examples=40, deadline=None)
@given(steps=steps)
def test_a_warm_run_leaves_what_a_cold_one_does(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[list[tuple[str, list[str] | None]], list[str]]],
) -> None:
    place = tmp_path_factory.mktemp("warm")
    library = Library(place / "library")
    for number, (changes, names) in enumerate(steps):
        for name, links in changes:
            if links is None:
                (library.notes / name).unlink(missing_ok=True)
            else:
                library.edit(name, links)
        there = [name for name in names if (library.notes / name).exists()]
        cold = library.cold(place / f"cold{number}")
        cold.run(*there)
        library.run(*there)
        assert library.texts == cold.texts
        library.run(*there)
        assert library.texts == cold.texts, "a second run changed something"


@pytest.fixture(name="library")
def _library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


PAIRS = [
    ("arxiv", "cvf"),
    ("second", "second's DOI"),
    ("short", "short's page"),
    ("third", "third's DOI"),
]


@pytest.mark.parametrize("pair", PAIRS, ids=str)
@pytest.mark.parametrize("turned", [False, True])
def test_a_link_in_another_note_is_known_without_reading_that(
    library: Library, pair: tuple[str, str], *, turned: bool
) -> None:
    first, second = pair[::-1] if turned else pair
    library.edit("a.md", [first])
    library.edit("b.md", [second])
    library.edit("e.md", ["alone"])
    library.run()
    before = library.texts
    library.edit("b.md", [second, "missing"])
    assert library.run() == ["b.md"]
    assert library.texts["a.md"] == before["a.md"]
    assert library.texts["b.md"].split("---")[1] == before["b.md"].split("---")[1]


@pytest.mark.parametrize("pair", PAIRS[:3], ids=str)
def test_a_note_is_read_again_when_its_papers_get_or_lose_company(
    library: Library, pair: tuple[str, str]
) -> None:
    first, second = pair
    library.edit("a.md", [first])
    library.edit("b.md", ["alone"])
    library.edit("e.md", ["missing"])
    library.run()
    alone = library.texts["a.md"]
    library.edit("b.md", ["alone", second])
    assert library.run() == ["a.md", "b.md"]
    assert library.texts["a.md"] != alone
    assert library.run() == []
    (library.notes / "b.md").unlink()
    assert library.run() == ["a.md"]
    assert library.run() == []


def test_notes_that_were_run_apart_are_joined_when_they_are_run_together(library: Library) -> None:
    library.edit("a.md", ["arxiv"])
    library.edit("b.md", ["cvf"])
    assert library.run("a.md") == ["a.md"]
    assert library.run("b.md") == ["b.md"]
    assert library.run() == ["a.md", "b.md"]
    assert library.run() == []


@pytest.mark.parametrize("pair", PAIRS, ids=str)
@pytest.mark.parametrize("turned", [False, True])
def test_a_new_note_gets_what_is_known_by_the_links_of_others(
    library: Library, tmp_path: Path, pair: tuple[str, str], *, turned: bool
) -> None:
    first, second = pair[::-1] if turned else pair
    library.edit("a.md", [first])
    library.edit("b.md", [second])
    library.run()
    library.edit("e.md", [first])
    cold = library.cold(tmp_path / "cold")
    cold.run()
    assert library.run() == ["e.md"]
    assert library.texts == cold.texts


def test_what_has_nothing_to_do_with_an_edit_stays_unread(library: Library) -> None:
    for name in NOTES[:3]:
        library.edit(name, ["arxiv", "cvf", "second"])
    library.edit("e.md", ["alone"])
    library.run()
    library.edit("e.md", ["alone", "arxiv"])
    assert library.run() == ["e.md"]
