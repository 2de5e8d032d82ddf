"""Single texts and names, as site builders and scripts use the engine; no network."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.engine import Enricher
from enricher.errors import ConfigError, NoteError
from enricher.settings.form import read as settings_of
from tests import handmade_pack
from tests.handmade_pack import ABSENT, KNOWN, UNKNOWN, note, offline, ref


@pytest.fixture(scope="module", name="cache")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return handmade_pack.make(tmp_path_factory.mktemp("cache"))


# ---------------------------------------------------------------------------------- one text


def test_a_text_comes_back_with_its_papers(cache: Path) -> None:
    markdown = note(*KNOWN, ABSENT, UNKNOWN)
    with offline(cache) as engine:
        page = engine.text(markdown, to=["front-matter"])
    assert [paper.title for paper in page.papers] == list(KNOWN.values())
    assert [link.ref.id for link in page.links] == [*KNOWN, ABSENT, UNKNOWN]
    assert page.missing == [ref(ABSENT), ref(UNKNOWN)]
    assert page.text.endswith(markdown.removeprefix("---\ntitle: x\n"))
    assert page.text.startswith("---\ntitle: x\npapers:\n")
    with offline(cache) as engine:
        assert engine.text(page.text).text == page.text


@pytest.mark.parametrize(
    "markdown", ["", "no links\n", note(ABSENT, UNKNOWN), note(*KNOWN, front=""), "caf\udce9\n"]
)
def test_a_text_with_nothing_to_write_comes_back_as_it_was(cache: Path, markdown: str) -> None:
    with offline(cache) as engine:
        assert engine.text(markdown).text == markdown


@given(markdown=st.text())
def test_any_text_without_links_comes_back_as_it_was(cache: Path, markdown: str) -> None:
    with offline(cache) as engine:
        page = engine.text(markdown)
    assert page.text == markdown
    assert page.papers == []


def test_a_text_with_a_broken_front_matter_is_refused(cache: Path) -> None:
    with offline(cache) as engine, pytest.raises(NoteError) as caught:
        engine.text(note("1803.02780", front="---\na: [\n---\n"), path="posts/a.md")
    assert caught.value.path == "posts/a.md"
    assert caught.value.line


def test_one_engine_serves_many_texts(cache: Path) -> None:
    with offline(cache) as engine:
        pages = [engine.text(note(paper)) for paper in [*KNOWN, *KNOWN]]
    assert [page.papers[0].title for page in pages] == [*KNOWN.values(), *KNOWN.values()]


# ------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("named", "paper"),
    [
        ("arxiv:1803.02780", "1803.02780"),
        ("1803.02780", "1803.02780"),
        ("arXiv:1803.02780v2 [cs.LG]", "1803.02780"),
        ("https://arxiv.org/pdf/1803.02780v2.pdf", "1803.02780"),
        ("arxiv.org/abs/hep-th/9901001", "hep-th/9901001"),
    ],
)
def test_a_paper_is_named_by_url_or_id(cache: Path, named: str, paper: str) -> None:
    with offline(cache) as engine:
        assert engine.named(named).ref == ref(paper)


@pytest.mark.parametrize("named", ["", "1803.0278", "nowhere:1", "https://example.org/x", "x y"])
def test_what_names_no_paper_is_an_error_that_repeats_it(cache: Path, named: str) -> None:
    with offline(cache) as engine, pytest.raises(ConfigError) as caught:
        engine.named(named)
    assert named.partition(":")[0] in str(caught.value)


@pytest.mark.parametrize(
    "named", ["arxiv:1803.02780v2", "arxiv:HEP-TH/9901001", "arxiv:math.AG/0101001"]
)
def test_an_id_is_folded_as_its_url_is(cache: Path, named: str) -> None:
    with offline(cache) as engine:
        by_url = engine.named("https://arxiv.org/abs/" + named.partition(":")[2])
        assert engine.named(named).ref == by_url.ref


def test_a_disabled_source_is_neither_found_nor_asked(cache: Path) -> None:
    settings = settings_of(
        {"cache": cache, "offline": True, "sources": {"arxiv": {"enabled": False}}}, "the test"
    )
    with Enricher(settings=settings) as engine:
        page = engine.text(note(*KNOWN))
    assert page.links == []
    assert page.text == note(*KNOWN)


def test_settings_choose_names_and_values(cache: Path) -> None:
    settings = settings_of(
        {
            "cache": cache,
            "offline": True,
            "key": "refs",
            "overrides": {"arxiv:1803.02780": {"venue": "Margins 2018"}},
            "links": {
                "https://example.org/n.pdf": "arxiv:1803.02780",
                "https://arxiv.org/abs/1706.03762": False,
            },
        },
        "the test",
    )
    with Enricher(settings=settings) as engine:
        page = engine.text(note("1706.03762") + "https://example.org/n.pdf\n")
    (paper,) = page.papers
    assert (paper.id, paper.venue) == ("arxiv:1803.02780", "Margins 2018")
    assert paper.provenance["venue"] == "config"
    assert 'refs:\n  - id: "arxiv:1803.02780"' in page.text
