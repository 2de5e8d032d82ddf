"""Settings are plain values; the form that reads raw tables holds for those made by hand, too."""

from __future__ import annotations

import math
import pickle
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from enricher import Enricher, config
from enricher.errors import ConfigError
from enricher.sections import Secret
from enricher.settings import (
    AuditSettings,
    IndexSettings,
    Override,
    ProviderSettings,
    Settings,
    form,
)
from enricher.writers import all_writers
from enricher.writers.bibtex import BibtexSettings, Dialect
from enricher.writers.venue import VenueSettings

KEY = "s3cret-k3y-of-mine"
SET = Settings(
    to=("front-matter", "bibtex=x.bib"),
    cache=Path("cache"),
    fields=("id", "title"),
    max_authors=3,
    deadline=math.inf,
    preprint_days=(0, 1.5, 2),
    pages=("papers.example.org",),
    sources={"arxiv": ProviderSettings(interval=0, base_url="http://127.0.0.1:1")},
    indexes={"openalex": IndexSettings(key=Secret(KEY), batch=3)},
    overrides={"arxiv:1803.02780": Override(authors=("A", "B"), same_as=("doi:10.1/x",))},
    links={"https://a.b": "arxiv:1803.02780", "https://a.c": False},
    fill={"venue": "conference"},
    audit=AuditSettings(select=("all",)),
    writers={"bibtex": BibtexSettings(dialect=Dialect.BIBLATEX)},
)
RAW: dict[str, Any] = {
    "to": ["front-matter", "bibtex=x.bib"],
    "cache": "cache",
    "fields": ["id", "title"],
    "max-authors": 3,
    "deadline": math.inf,
    "preprint-days": [0, 1.5, 2],
    "pages": ["papers.example.org"],
    "sources": {"arxiv": {"interval": 0, "base_url": "http://127.0.0.1:1"}},
    "indexes": {"openalex": {"key": KEY, "batch": 3}},
    "overrides": {"arxiv:1803.02780": {"authors": ["A", "B"], "same_as": ["doi:10.1/x"]}},
    "links": {"https://a.b": "arxiv:1803.02780", "https://a.c": False},
    "fill": {"venue": "conference"},
    "audit": {"select": ["all"]},
    "writers": {"bibtex": {"dialect": "biblatex"}},
}


def values(settings: Settings) -> dict[str, Any]:
    return {each.name: getattr(settings, each.name) for each in fields(settings)}


def test_the_defaults_are_what_their_own_rules_allow() -> None:
    assert form.read(values(Settings()), "x") == form.read({}, "x") == Settings()
    every = {name: writer.settings() for name, writer in all_writers().items()}
    assert form.read(Settings(writers=every), "x").writers == every
    assert form.read({"writers": {name: {} for name in every}}, "x").writers == every


def test_what_is_read_is_what_is_made_by_hand() -> None:
    assert form.read(RAW, "x") == SET
    assert form.read(values(SET), "x") == SET
    assert config.checked(SET) == SET


def test_lists_that_are_made_by_hand_become_frozen() -> None:
    named: Any = ["papers.example.org"]
    assert config.checked(Settings(pages=named)) == Settings(pages=("papers.example.org",))


def test_settings_go_to_other_processes() -> None:
    assert pickle.loads(pickle.dumps(SET)) == SET  # noqa: S301 - our own


def test_settings_tell_apart_in_text_what_tells_them_apart() -> None:
    assert KEY not in repr(SET)
    assert repr(config.checked(SET)) == repr(form.read(RAW, "x"))
    assert repr(SET) != repr(replace(SET, indexes={"openalex": IndexSettings(batch=3)}))


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ({"to": ("front-mater",)}, "to: unknown writer 'front-mater'; did you mean"),
        ({"to": "front-matter"}, "to: must be a list"),
        ({"max_authors": 0}, "max_authors: Input should be greater than or equal to 1"),
        ({"max_authors": True}, "max_authors: must be a whole number"),
        ({"sources": {"arxiv": ProviderSettings(batch=True)}}, "sources.arxiv.batch: must be a"),
        ({"max_authors": "x"}, "max_authors: must be a whole number"),
        ({"cache": 3}, "cache: must be a path"),
        ({"sources": {"arxiv": ProviderSettings(interval=1)}}, "sources: arxiv allows one request"),
        ({"sources": {"arxiv": ProviderSettings(batch=0)}}, "sources.arxiv.batch: Input should"),
        ({"sources": {"arxiv": 3}}, "sources.arxiv: must be a table"),
        ({"indexes": {"openalex": IndexSettings(key=Secret("x"))}}, "indexes.openalex.key: must"),
        ({"overrides": {"arxiv:18o3": Override()}}, "'18o3' is not an id of arXiv"),
        ({"audit": AuditSettings(select=("x",))}, "audit.select: unknown kind of finding 'x'"),
        ({"audit": None}, "audit: must be a table"),
        ({"writers": {"venue": VenueSettings(format="x")}}, "writers.venue.format: it has to hold"),
        ({"writers": {"bibtex": VenueSettings()}}, "writers.bibtex: must be a table"),
        ({"writers": {"nowhere": VenueSettings()}}, "unknown key 'writers.nowhere'"),
    ],
)
def test_nonsense_that_is_made_by_hand_is_refused(made: dict[str, Any], told: str) -> None:
    with pytest.raises(ConfigError, match=r"^the settings: ") as caught:
        Enricher(settings=Settings(**made))
    assert told in str(caught.value)


@pytest.mark.parametrize("made", [{}, {"to": ["x"]}, 5, "", [], Settings, IndexSettings()])
def test_what_are_no_settings_is_refused(made: Any) -> None:
    told = f"the settings: must be an enricher.settings.Settings, not {type(made).__name__}"
    with pytest.raises(ConfigError) as caught:
        Enricher(settings=made)
    assert str(caught.value) == told


@pytest.mark.parametrize("settings", [Settings(), Settings(cache=Path("x"), max_authors=3)])
def test_options_count_above_settings_that_are_made_by_hand(settings: Settings) -> None:
    assert Enricher(settings=settings).settings == settings
    for cache in ("y", Path("y")):
        chosen = Enricher(settings=settings, cache=cache, offline=True).settings
        assert chosen == replace(settings, cache=Path("y"), offline=True)
    online = Enricher(settings=replace(settings, offline=True), offline=False).settings
    assert online == settings


@pytest.mark.parametrize("settings", [None, Settings()])
@pytest.mark.parametrize(
    ("option", "told"),
    [({"cache": 5}, "cache: must be a path"), ({"cache": "\0"}, "cache: no name of a file"),
     ({"offline": "maybe"}, "offline: must be true or false")],
)  # fmt: skip
def test_options_that_no_run_could_use_are_named(
    settings: Settings | None, option: dict[str, Any], told: str
) -> None:
    with pytest.raises(ConfigError, match=f"^the options: {told}"):
        Enricher(settings=settings, **option)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ({"sources": {"arxiv": {"base-url": "http://a.b"}}}, "did you mean 'base_url'"),
        ({"overrides": {"arxiv:1803.02780": {"same-as": []}}}, "did you mean 'same_as'"),
        ({"maxauthors": 3}, "did you mean 'max-authors'"),
    ],
)
def test_hints_name_keys_as_they_are_spelled(raw: dict[str, Any], told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        form.read(raw, "x")
