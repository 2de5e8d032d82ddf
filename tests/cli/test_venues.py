"""Venues on the command line: news of publication, and indexes that are down."""

from __future__ import annotations

import json

import pytest

from tests.cli.arxiv_site import TITLES
from tests.cli.conftest import Site
from tests.fetch.server import Handler, Server

PAPER = "1803.02780"
PUBLISHED = {
    "paperId": "0" * 40,
    "externalIds": {"ArXiv": PAPER},
    "title": TITLES[PAPER],
    "authors": [{"name": "Ada Lovelock"}, {"name": "Grace Brewster"}],
    "year": 2018,
    "venue": "Neural Information Processing Systems",
    "publicationVenue": {"name": "Neural Information Processing Systems", "type": "conference"},
    "publicationTypes": ["Conference"],
}


class Index:
    """What an index answers now: a list of papers, or nothing that helps."""

    def __init__(self) -> None:
        self.papers: list[object] | None = None

    def reply(self, handler: Handler) -> None:
        if self.papers is None:
            handler.reply(503)
        else:
            body = json.dumps(self.papers).encode()
            handler.reply(200, body, Content_Type="application/json")


@pytest.fixture(name="index")
def _index(site: Site, arxiv: Server) -> Index:
    """The one index that the site's preprints are looked up at; it is on arXiv's server."""
    known, index = arxiv.always, Index()
    assert known is not None

    def answer(handler: Handler) -> None:
        (index.reply if "/graph/v1/" in handler.path else known)(handler)

    arxiv.always = answer
    settings = site.folder / "enricher.toml"
    text = settings.read_text(encoding="utf-8").replace(
        "venues-from = []", 'venues-from = ["semantic-scholar"]\ndeadline = 1'
    )
    table = f'[indexes.semantic-scholar]\nbase_url = "{arxiv.url}"\ninterval = 0\n'
    settings.write_text(text + table, encoding="utf-8")
    site.note("a.md", PAPER)
    return index


def test_a_preprint_that_was_published_meanwhile_is_news_from_a_cold_cache_too(
    site: Site, index: Index
) -> None:
    index.papers = [None]
    assert site.run("run", "notes").code == 0
    assert b"venue" not in (site.notes / "a.md").read_bytes()

    index.papers = [PUBLISHED]
    ran = site.run("run", "notes", "--cache", "cold", "--format", "json")
    assert json.loads(ran.out)["published"] == [
        {"paper": f"arxiv:{PAPER}", "was": "preprint 2018", "now": "NeurIPS 2018"}
    ]
    assert b'venue: "NeurIPS 2018"' in (site.notes / "a.md").read_bytes()
    again = site.run("run", "notes", "--cache", "cold", "--format", "json")
    assert json.loads(again.out)["published"] == []


def test_the_summary_tells_it(site: Site, index: Index) -> None:
    index.papers = [None]
    site.run("run", "notes")
    index.papers = [PUBLISHED]
    ran = site.run("run", "notes", "--refresh")
    assert "1 paper is now published" in ran.out
    assert "NeurIPS 2018" in ran.out


def test_with_every_index_down_titles_are_written_and_venues_stay(site: Site, index: Index) -> None:
    index.papers = None
    first = site.run("run", "notes")
    assert first.code == 0
    assert b"title: " in (site.notes / "a.md").read_bytes()
    assert "semantic-scholar did not say" in first.err

    index.papers = [PUBLISHED]
    site.run("run", "notes")
    before = (site.notes / "a.md").read_bytes()
    assert b'venue: "NeurIPS 2018"' in before
    index.papers = None
    for cache in ("records", "cold"):
        assert site.run("run", "notes", "--cache", cache, "--refresh-all").code == 0
        assert (site.notes / "a.md").read_bytes() == before


OVERRIDE = (
    f'[overrides."arxiv:{PAPER}"]\nvenue = "MyConf 2020"\ntitle = "Mine"\ndoi = "10.1/mine"\n'
)
WRITERS = ("front-matter", "data=d.json", "data=d.yml", "bibtex=b.bib", "csl-json=c.json")
OUTPUTS = [part for name in WRITERS for part in ("--to", name)]


@pytest.mark.parametrize("known", [[None], [PUBLISHED]])
def test_an_override_that_is_gone_goes_when_all_is_asked_again(
    site: Site, index: Index, known: list[object]
) -> None:
    index.papers = known
    site.run("run", "notes", *OUTPUTS)
    before = written(site)
    settings = site.folder / "enricher.toml"
    own = settings.read_text(encoding="utf-8")
    settings.write_text(own + OVERRIDE, encoding="utf-8")
    site.run("run", "notes", *OUTPUTS)
    overridden = written(site)
    assert all(overridden[name] != before[name] for name in before)

    settings.write_text(own, encoding="utf-8")
    index.papers = None
    for offline in (("--offline",), ()):  # whoever does not answer knows of no venue that is gone
        site.run("run", "notes", *OUTPUTS, "--refresh-all", *offline)
        assert b"10.1/mine" in written(site)["a.md"]
    index.papers = known
    for _ in range(2):
        assert site.run("run", "notes", *OUTPUTS, "--refresh-all").code == 0
        assert written(site) == before


def written(site: Site) -> dict[str, bytes]:
    """The note and all side files."""
    files = [site.notes / "a.md", *(site.folder / name.split("=")[1] for name in WRITERS[1:])]
    return {file.name: file.read_bytes() for file in files}
