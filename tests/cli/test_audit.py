"""The command `audit`: what it prints, and what it ends with."""

from __future__ import annotations

import json

import pytest

from tests import handmade_pack
from tests.cli.conftest import ROOT, Site, contents

WRONG = "- [Attention Is All You Need](https://arxiv.org/abs/1803.02780)\n"
RIGHT = "- [Learning to Write Notes](https://arxiv.org/abs/1803.02780)\n"


@pytest.fixture
def site(offline_site: Site) -> Site:
    """A site that has nothing but a pack: 1803.02780 is "Learning to Write Notes"."""
    offline_site.cache.mkdir()
    handmade_pack.make(offline_site.cache)
    return offline_site


def test_a_wrong_link_is_told_with_its_place(site: Site) -> None:
    path = site.note("a.md", front=None, body=WRONG)
    ran = site.run("audit", "notes", "--offline")
    assert ran.code == 1
    first, last = ran.out.splitlines()
    place = f"{path.relative_to(site.folder)}:1:31:"
    assert first.startswith(f"{place} wrong-paper: The text names another paper than arxiv:1803")
    assert last == "1 finding in 1 of 1 note: wrong-paper 1"
    assert ran.err == ""


def test_all_is_well_where_nothing_is_found(site: Site) -> None:
    site.note("a.md", front=None, body=RIGHT)
    ran = site.run("audit", "notes", "--offline")
    assert (ran.code, ran.out) == (0, "1 note with 1 link: nothing found\n")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--ignore", "wrong-paper"), 0),
        (("--select", "wrong-paper,venue-claim"), 1),
        (("--select", "venue-claim"), 0),
        (("--select", "all", "--ignore", "wrong-paper"), 0),
    ],
)
def test_kinds_are_selected(site: Site, options: tuple[str, ...], code: int) -> None:
    site.note("a.md", front=None, body=WRONG)
    assert site.run("audit", "notes", "--offline", *options).code == code


@pytest.mark.parametrize(("code", "ends"), [("cut-off-id,malformed-link", 0), ("withdrawn", 3)])
def test_nobody_is_asked_where_the_note_says_it_all(site: Site, code: str, ends: int) -> None:
    site.note("a.md", handmade_pack.UNKNOWN, front=None)
    ran = site.run("audit", "notes", "--offline", "--select", code)
    assert (ran.code, "not checked" in ran.err) == (ends, bool(ends))


def test_settings_select_too_and_options_beat_them(site: Site) -> None:
    site.note("a.md", front=None, body=WRONG)
    path = site.folder / "enricher.toml"
    path.write_text(f'{path.read_text()}\n[audit]\nignore = ["wrong-paper"]\n')
    assert site.run("audit", "notes", "--offline").code == 0
    assert site.run("audit", "notes", "--offline", "--select", "wrong-paper").code == 1


def test_an_unknown_code_is_wrong_usage(site: Site) -> None:
    ran = site.run("audit", "notes", "--offline", "--select", "wrong-papers")
    assert ran.code == 2
    assert "there is no kind of finding 'wrong-papers'" in ran.err
    path = site.folder / "enricher.toml"
    path.write_text(f'{path.read_text()}\n[audit]\nselect = ["wrong-papers"]\n')
    ran = site.run("audit", "notes", "--offline")
    assert ran.code == 2
    assert "did you mean 'wrong-paper'?" in ran.err


@pytest.mark.parametrize("codes", ["all", "wrong-paper,all"])
def test_ignoring_everything_is_wrong_usage(site: Site, codes: str) -> None:
    ran = site.run("audit", "notes", "--offline", "--ignore", codes)
    assert ran.code == 2
    assert "there is nothing to look for: every kind of finding is ignored" in ran.err
    assert "venue-claim" in ran.err


def test_a_comment_with_an_unknown_code_is_told(site: Site) -> None:
    site.note("a.md", front=None, body=f"{RIGHT}<!-- enricher:ignore nonsense-code -->\n")
    for format_ in ("text", "json", "github"):
        ran = site.run("audit", "notes", "--offline", "--format", format_)
        assert ran.code == 0
        assert "notes/a.md:2: enricher:ignore: there is no kind of finding 'nonsense-" in ran.err


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_note_in_another_encoding_is_named(site: Site, encoding: str) -> None:
    (site.notes / "a.md").write_bytes(WRONG.encode(encoding))
    for command in (("audit", "--fix"), ("run",)):
        ran = site.run(*command, "notes", "--offline")
        assert ran.code == 3
        told = f"notes/a.md: is {encoding[:6].upper()}, not UTF-8; save it as UTF-8 to have it read"
        assert told in " ".join(ran.err.split())
    assert (site.notes / "a.md").read_bytes() == WRONG.encode(encoding)


def test_papers_that_could_not_be_asked_for_are_named(site: Site) -> None:
    site.note("a.md", handmade_pack.UNKNOWN, front=None, body=WRONG)
    ran = site.run("audit", "notes", "--offline")
    assert ran.code == 3
    assert "wrong-paper" in ran.out
    assert f"not checked: notes/a.md:2: arxiv:{handmade_pack.UNKNOWN}: " in ran.err


def test_json_tells_all_of_it(site: Site) -> None:
    site.note("a.md", front=None, body=WRONG)
    ran = site.run("audit", "notes", "--offline", "--format", "json")
    told = json.loads(ran.out)
    (finding,) = told["findings"]
    assert WRONG[finding["start"] : finding["end"]] == "https://arxiv.org/abs/1803.02780"
    assert finding["path"] == "notes/a.md"
    assert [finding[key] for key in ("proposal", "confidence", "edit", "fixed")] == [
        *("", None, None, False)
    ]
    assert ran.code == 1


def test_json_has_the_same_keys_for_every_finding(site: Site) -> None:
    site.note("a.md", front=None, body=WRONG + TestFix.DEAD)
    told = json.loads(site.run("audit", "notes", "--offline", "--format", "json").out)
    first, second = told["findings"]
    assert list(first) == list(second)
    assert (second["proposal"], second["confidence"]) == (second["edit"]["new"], "certain")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert ", ".join(f'"{key}"' for key in first) in readme


def test_github_shows_it_beside_the_note(site: Site) -> None:
    site.note("a.md", front=None, body=WRONG)
    ran = site.run("audit", "notes", "--offline", "--format", "github")
    assert ran.out.startswith("::warning file=notes/a.md,line=1,col=31,title=wrong-paper::The text")


def test_titles_command_no_terminal_and_no_runner(site: Site) -> None:
    body = "- [\x1b[31m::error::Attention Is All You Need](https://arxiv.org/abs/1803.02780)\n"
    site.note("a\x1b[1m.md", front=None, body=body)
    ran = site.run("audit", "notes", "--offline")
    assert "\x1b" not in ran.out
    assert not any(line.startswith("::") for line in ran.out.splitlines())


def test_notes_stay_as_they_are(site: Site) -> None:
    site.note("a.md", front=None, body=WRONG)
    before = contents(site.folder)
    site.run("audit", "notes", "--offline")
    site.run("audit", "notes", "--offline", "--fix")
    assert contents(site.folder) == before


class TestFix:
    """A link to a dead site that holds the paper's id is certain; a wrong paper never is."""

    DEAD = "* [Notes](https://paperswithcode.com/paper/180302780)\n"
    ALIVE = "* [Notes](https://arxiv.org/abs/1803.02780)\n"

    def test_writes_what_is_certain_and_nothing_else(self, site: Site) -> None:
        path = site.note("a.md", front=None, body=self.DEAD + WRONG)
        ran = site.run("audit", "notes", "--offline", "--fix")
        assert path.read_text() == self.ALIVE + WRONG
        assert ran.code == 1
        assert "dead-host" not in ran.out.splitlines()[0]
        assert ran.out.splitlines()[-1] == "1 finding fixed"

    def test_a_second_run_changes_nothing(self, site: Site) -> None:
        path = site.note("a.md", front=None, body=self.DEAD)
        assert site.run("audit", "notes", "--offline", "--fix").code == 0
        assert site.run("audit", "notes", "--offline", "--fix").code == 0
        assert path.read_text() == self.ALIVE

    @pytest.mark.parametrize("options", [("--diff",), ("--diff", "--fix")])
    def test_diff_shows_it_and_writes_nothing(self, site: Site, options: tuple[str, ...]) -> None:
        path = site.note("a.md", front=None, body=self.DEAD + WRONG)
        ran = site.run("audit", "notes", "--offline", *options)
        assert path.read_text() == self.DEAD + WRONG
        told = [line for line in ran.out.splitlines() if line.startswith(("-*", "+*"))]
        assert told == [f"-{self.DEAD.rstrip()}", f"+{self.ALIVE.rstrip()}"]
        assert ran.code == 1

    def test_github_shows_it_too(self, site: Site) -> None:
        site.note("a.md", front=None, body=self.DEAD)
        ran = site.run("audit", "notes", "--offline", "--format", "github")
        assert ran.out.endswith(" (proposed, certain: https://arxiv.org/abs/1803.02780)\n")

    def test_it_is_offered(self, site: Site) -> None:
        site.note("a.md", front=None, body=self.DEAD)
        ran = site.run("audit", "notes", "--offline")
        assert "  proposed (certain): https://arxiv.org/abs/1803.02780" in ran.out.splitlines()
        assert ran.out.splitlines()[-1] == "--fix would write 1 proposal"
