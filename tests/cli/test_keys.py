"""A user's key: who needs one is asked only with it, and it is in no output and in no file."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Site, contents
from tests.fetch.server import Handler, Server, serving

SECRET = "s3cret-k3y-of-mine"


def echo(handler: Handler) -> None:
    """OpenAlex, telling to whom it talks."""
    handler.reply(418, f"{handler.path}".encode(), Location=handler.path)


def known(handler: Handler) -> None:
    """OpenAlex, with a work that holds all that it was asked."""
    work = {"title": f"A Title {handler.path}", "doi": "https://doi.org/10.48550/arxiv.1706.03762"}
    page = {"meta": {"count": 1}, "results": [work]}
    handler.reply(200, json.dumps(page).encode())


def prepare(
    site: Site, arxiv: Server, openalex: Server, key: str = "", *, deadline: int = 60
) -> None:
    (site.folder / "enricher.toml").write_text(
        f'cache = "records"\nvenues-from = ["openalex"]\ndeadline = {deadline}\n'
        f'[sources.arxiv]\nbase_url = "{arxiv.url}"\ninterval = 0\n'
        f'[indexes.openalex]\nbase_url = "{openalex.url}"\ninterval = 0\n{key}\n',
        encoding="utf-8",
    )
    site.note("a.md", "1706.03762")


def test_without_a_key_openalex_is_not_asked_and_not_told(site: Site, arxiv: Server) -> None:
    with serving() as openalex:
        prepare(site, arxiv, openalex)
        ran = site.run("run", "notes")
    assert (ran.code, openalex.seen) == (0, [])
    assert "openalex" not in (ran.out + ran.err).lower()


@pytest.mark.parametrize("answer", [echo, known])
@pytest.mark.parametrize("form", ["text", "json", "diff"])
def test_no_output_and_no_file_tells_the_key(
    site: Site, arxiv: Server, answer: object, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(answer)
    monkeypatch.setenv("ENRICHER_OPENALEX_KEY", SECRET)
    options = ["--diff"] if form == "diff" else ["--format", form]
    with serving() as openalex:
        openalex.always = answer
        # shorter than the wait before a second attempt
        prepare(site, arxiv, openalex, deadline=1 if answer is echo else 60)
        ran = site.run("run", "notes", *options)
        packed = site.run("cache", "export", "pack.jsonl", "notes")
    assert packed.code == 0
    assert openalex.seen
    assert all(f"api_key={SECRET}" in seen.path for seen in openalex.seen)
    assert not any(SECRET in f"{seen.path}{seen.headers}" for seen in arxiv.seen)
    assert ("did not say where" in ran.err + ran.out) is (answer is echo)
    assert SECRET not in ran.out + ran.err + packed.out + packed.err
    files = contents(site.folder)
    assert any("pack.jsonl" in name for name in files)
    assert not any(SECRET.encode() in content for content in files.values())


def test_a_key_in_the_settings_is_sent_too(site: Site, arxiv: Server) -> None:
    with serving() as openalex:
        openalex.always = known
        prepare(site, arxiv, openalex, f'key = "{SECRET}"')
        assert site.run("run", "notes", "-v").code == 0
    assert [f"api_key={SECRET}" in seen.path for seen in openalex.seen] == [True]
