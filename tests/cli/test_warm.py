"""Warm runs say and do what cold ones would, and look only at the notes that changed."""

from __future__ import annotations

import random

import pytest

from enricher.fetch.manifest import FILE
from tests.cli.arxiv_site import ABSENT, TITLES
from tests.cli.conftest import Ran, Site, contents

IDS = [*TITLES, ABSENT]
COMMANDS = (("run", "notes"), ("check", "notes"), ("run", "notes", "--to", "venue"))


def both(site: Site, *command: str) -> tuple[Ran, Ran]:
    """A command on the same notes with its manifest, and without one."""
    notes, kept = contents(site.notes), (site.cache / FILE).read_bytes()
    warm, after = site.run(*command), contents(site.notes)
    for name, raw in notes.items():
        (site.notes / name).write_bytes(raw)
    (site.cache / FILE).unlink()
    cold = site.run(*command)
    assert contents(site.notes) == after
    if command[0] == "check":
        (site.cache / FILE).write_bytes(kept)
    return warm, cold


def totals(ran: Ran) -> list[str]:
    return [line for line in ran.out.splitlines() if " read: " in line or " links to " in line]


@pytest.mark.parametrize("seed", range(4))
def test_a_warm_run_does_what_a_cold_one_does(site: Site, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret

    def change(number: int) -> None:
        ids = chance.sample(IDS, chance.randint(0, len(IDS)))
        front = chance.choice(["title: x", None, "papers: [mine]", "enricher: false", "a: ["])
        site.note(f"n{number}.md", *ids, front=front)

    for number in range(12):
        change(number)
    site.run("run", "notes")
    for _ in range(4):
        for number in chance.sample(range(12), chance.randint(0, 3)):
            change(number)
        warm, cold = both(site, *chance.choice(COMMANDS))
        assert totals(warm) == totals(cold)
        assert warm.err == cold.err
        assert warm.code == cold.code


def test_a_listing_of_all_papers_follows_other_notes(site: Site) -> None:
    (site.notes / "list.md").write_text(
        '<!-- enricher:begin papers="all" -->\n<!-- enricher:end -->\n', encoding="utf-8"
    )
    site.note("a.md", "1803.02780")
    site.run("run", "notes", "--to", "listing")
    site.note("a.md", "1803.02780", "1706.03762")
    ran = site.run("run", "notes", "--to", "listing")
    assert ran.code == 0
    listed = (site.notes / "list.md").read_text(encoding="utf-8")
    assert all(TITLES[id_] in listed for id_ in ("1803.02780", "1706.03762"))


def test_a_note_that_is_known_is_not_read_again(site: Site) -> None:
    """Its papers are told when it is read, and only then."""
    site.note("a.md", "1803.02780")
    site.note("b.md", "1706.03762")
    site.run("run", "notes")
    again = site.run("run", "notes")
    assert "Learning to Write" not in again.out
    assert "2 notes read: 0 changed, 2 up to date" in again.out
    site.note("b.md", "1706.03762", "hep-th/9901001")
    third = site.run("run", "notes")
    assert "Learning to Write" not in third.out
    assert "Strings in Margins" in third.out
    assert "Learning to Write" in site.run("run", "notes", "-v").out
    assert "Learning to Write" in site.run("run", "notes", "--format", "json").out


def test_what_other_runs_fetched_is_written_everywhere(site: Site) -> None:
    """A note that is up to date by its own run may be behind what a later one fetched."""
    site.note("a.md", "1803.02780")
    site.run("run", "notes")
    assert "0 changed" in site.run("run", "notes").out
    settings = (site.folder / "enricher.toml").read_text(encoding="utf-8")
    override = '[overrides."arxiv:1803.02780"]\nvenue = "NeurIPS 2018"\n'
    (site.folder / "enricher.toml").write_text(settings + override, encoding="utf-8")
    assert "1 changed" in site.run("run", "notes").out


def test_a_source_that_is_switched_off_counts(site: Site) -> None:
    site.note("a.md", "1803.02780")
    site.run("run", "notes")
    before = contents(site.notes)
    settings = (site.folder / "enricher.toml").read_text(encoding="utf-8")
    (site.folder / "enricher.toml").write_text(
        settings.replace("[sources.arxiv]", "[sources.arxiv]\nenabled = false"), encoding="utf-8"
    )
    warm, cold = both(site, "run", "notes")
    assert warm.out == cold.out
    assert contents(site.notes) != before


def test_a_refused_note_is_told_every_time_and_clearing_the_cache_forgets(site: Site) -> None:
    site.note("a.md", "1803.02780")
    site.note("broken.md", "1803.02780", front="a: [")
    first, second = (site.run("run", "notes") for _ in range(2))
    assert first.code == second.code == 3
    assert "broken.md" in second.err
    assert (site.cache / FILE).exists()
    site.run("cache", "clear")
    assert not (site.cache / FILE).exists()


def test_a_last_link_that_goes_takes_its_entry_along(site: Site) -> None:
    note = site.note("a.md", "1803.02780")
    before = note.read_bytes()
    site.run("run", "notes")
    text = note.read_bytes()
    note.write_bytes(text[: text.rindex(b"- [paper]")])
    assert "1 changed" in site.run("run", "notes").out
    assert note.read_bytes() == before[: before.rindex(b"- [paper]")]
